/** Round trips to the database, counted where they leave this process. */
import { Socket } from "node:net";

/** How often `work` writes to the port of the database: each time is a round trip. */
export async function roundTrips(port: number, work: () => Promise<unknown>): Promise<number> {
  let sent = 0;
  const { write } = Socket.prototype;
  Socket.prototype.write = function (this: Socket, ...given: Parameters<typeof write>) {
    if (this.remotePort === port) sent++;
    return write.apply(this, given);
  } as typeof write;
  try {
    await work();
  } finally {
    Socket.prototype.write = write;
  }
  return sent;
}
