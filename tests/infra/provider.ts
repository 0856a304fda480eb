/** What the providers would answer, as far as sst takes an answer apart: ARNs, addresses, looked-up facts of a region. */
const ACCOUNT = "123456789012";
const REGION = "eu-west-3";
const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** What a resource knows of itself once it is made. */
export function computed(type: string, name: string): Record<string, unknown> {
  const [module = ""] = type.split("/");
  if (type.includes("sqs/queue:"))
    return { arn: arn("sqs", name), url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}` };
  if (type.includes("lambda/function:")) {
    const own = arn("lambda", `function:${name}`);
    return { arn: own, invokeArn: own, qualifiedArn: `${own}:1` };
  }
  if (type.includes("lambda/functionUrl"))
    return { functionUrl: `https://${name.toLowerCase()}.lambda-url.${REGION}.on.aws/` };
  if (type.includes("rds/instance:")) {
    const address = `pix2clip.abc.${REGION}.rds.amazonaws.com`;
    return { endpoint: `${address}:5432`, address, port: 5432, arn: arn("rds", `db:${name}`) };
  }
  if (type.includes("apigatewayv2/api:")) {
    const apiEndpoint = `https://abc.execute-api.${REGION}.amazonaws.com`;
    return { apiEndpoint, executionArn: arn("execute-api", "abc"), arn: arn("apigateway", name) };
  }
  return { arn: arn(module.split(":").pop() ?? "", name) };
}

const LOOKUPS: Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>> = {
  getAvailabilityZones: () => ({
    names: ["eu-west-3a", "eu-west-3b", "eu-west-3c"],
    zoneIds: ["a", "b", "c"],
  }),
  getAmi: () => ({ id: "ami-0" }),
  getPartition: () => ({ partition: "aws", dnsSuffix: "amazonaws.com" }),
  getRegion: () => ({ region: REGION, name: REGION, id: REGION }),
  getCallerIdentity: () => ({ accountId: ACCOUNT }),
  // Kept as it was asked for: the tests read permissions from it.
  getPolicyDocument: (inputs) => ({ json: JSON.stringify(inputs), statements: inputs.statements }),
};

/** What a lookup at the provider answers. */
export const lookedUp = (token: string, inputs: Record<string, unknown>): Record<string, unknown> =>
  LOOKUPS[token.split(":").pop() ?? ""]?.(inputs) ?? inputs;
