/** Security headers for every answer: strict content policy without inline script, nothing from third parties. */
import { secureHeaders } from "hono/secure-headers";
import { config } from "../../core/base/config.ts";

/** Pictures, clips and uploads go between the browser and the storage directly, by signed links. */
const STORAGE = new URL(config.STORAGE_ENDPOINT).origin;

export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:", "blob:", STORAGE],
    mediaSrc: ["'self'", "blob:", STORAGE],
    connectSrc: ["'self'", STORAGE],
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
