/** Runs the sandbox in a process of its own, to be killed: `node sandbox-process.ts <dir>`. */
import { serveMinimax } from "../../functions/sandbox/minimax/serve.ts";

const [dir = ""] = process.argv.slice(2);
const { url } = await serveMinimax({ dir, apiKey: "sk-test", speed: 0 });
console.log(url);
