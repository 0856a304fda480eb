/** What must hold of the network: few ways out, and one way in. */
import { ofType, type Resource } from "./graph.ts";
import type { Rule } from "./rules.ts";

type Door = { protocol: string; fromPort: number; toPort: number; cidrBlocks: string[] };

/** HTTPS, and the mail server's TLS. */
const OUTSIDE = [443, 465];
const DATABASE = 5432;
const isPrivate = (block: string) => /^10\.\d+\.\d+\.\d+\/(1[6-9]|2\d)$/.test(block);

function faultsOf({ name, inputs }: Resource): string[] {
  const [ingress, egress] = [inputs.ingress ?? [], inputs.egress ?? []] as [Door[], Door[]];
  const wide = [...ingress, ...egress].filter(
    ({ protocol, fromPort, toPort }) => protocol !== "tcp" || fromPort !== toPort,
  );
  const strangers = ingress.filter(
    ({ fromPort, cidrBlocks }) => fromPort !== DATABASE || !cidrBlocks.every(isPrivate),
  );
  const others = egress.filter(
    ({ fromPort, cidrBlocks }) =>
      !OUTSIDE.includes(fromPort) && !(fromPort === DATABASE && cidrBlocks.every(isPrivate)),
  );
  return [
    ...wide.map(({ protocol, fromPort, toPort }) => `${name}: ${protocol} ${fromPort} to ${toPort}`),
    ...strangers.map(({ fromPort }) => `${name}: anybody comes in by ${fromPort}`),
    ...others.map(({ fromPort }) => `${name}: leaves by ${fromPort}`),
  ];
}

/** Out goes HTTPS and mail, in comes nothing, and only the database is talked to inside; it stands where nothing comes in. */
export const leaveByFewDoors: Rule = (graph) => {
  const groups = graph.filter(({ type }) => /^aws:ec2\/(default)?securityGroup:/i.test(type));
  const gateways = ofType(graph, "aws:ec2/natGateway:NatGateway").length;
  return [
    ...(groups.length > 0 ? [] : ["no doors are named"]),
    ...(gateways === 2 ? [] : [`${gateways} ways out for two zones`]),
    ...groups.flatMap(faultsOf),
  ];
};
