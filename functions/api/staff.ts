import { Hono } from "hono";
import { OperationsView } from "../../core/staff/operations.schema.ts";
import { operationsReader } from "../../core/staff/operations.ts";
import { SCHEDULES } from "../clock/schedules.ts";
import { doc } from "./route.ts";

const readOperations = operationsReader(SCHEDULES);

export const staff = new Hono().get(
  "/operations",
  doc({
    id: "staff.operations",
    summary: "How the service runs: clocks, purges, erasures, queues, journal",
    access: "staff",
    answers: OperationsView,
  }),
  async (c) => c.json(await readOperations({})),
);
