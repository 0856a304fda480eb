/** The one call of the page for staff, by the same client as all others. */
import type { Alarm, ClockView, OperationsView, RuleView } from "../../core/staff/operations.schema.ts";
import { api, json } from "./api.ts";

export type { Alarm, ClockView, OperationsView, RuleView };

export const readOperations = (): Promise<OperationsView> => json(api.staff.operations.$get());
