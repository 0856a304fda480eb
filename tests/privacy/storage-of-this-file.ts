/** A storage of the test file's own. To be imported first and apart: the service reads its environment as it is loaded. */
import { openStorage } from "./own-storage.ts";

export const storage = await openStorage();
