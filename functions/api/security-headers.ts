/** Security headers for every answer: strict content policy without inline script, nothing from third parties. */
import { secureHeaders } from "hono/secure-headers";

/**
 * The middleware. Pictures, clips and uploads go between the browser and the storage at `endpoint` directly, by signed
 * links. Configuration is not read here: the function that serves the pages has none.
 */
export const securityHeaders = (endpoint: string) => secureHeaders(policyFor(new URL(endpoint).origin));

const policyFor = (storage: string): Parameters<typeof secureHeaders>[0] => ({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:", "blob:", storage],
    mediaSrc: ["'self'", "blob:", storage],
    connectSrc: ["'self'", storage],
    fontSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "strict-origin-when-cross-origin",
  xFrameOptions: "DENY",
  crossOriginResourcePolicy: "same-origin",
  crossOriginOpenerPolicy: "same-origin",
  strictTransportSecurity: "max-age=63072000; includeSubDomains",
  permissionsPolicy: { camera: [], microphone: ["self"], geolocation: [], payment: [], usb: [] },
});
