/** The credentials that the tests give to the local services. */
export const KEYS = { accessKeyId: "local", secretAccessKey: "a secret of this machine", region: "fr-par" };
