/** The sign of the service: a still picture and, leaving it, the triangle of a clip. */
import { useText } from "../language.ts";

export function Wordmark() {
  const text = useText();
  return (
    <a class="wordmark" href="/" aria-label={text.shell.home}>
      <Sign />
      <span aria-hidden="true">Pix2Clip</span>
    </a>
  );
}

/** The same drawing as public/favicon.svg. */
export const Sign = () => (
  <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="9" fill="#0f5c4c" />
    <rect x="6.5" y="7.5" width="14" height="14" rx="2.5" fill="none" stroke="#bfe5d6" stroke-width="2" />
    <path
      d="M14.2 13.1v11.3a1.4 1.4 0 0 0 2.15 1.18l8.7-5.65a1.4 1.4 0 0 0 0-2.36l-8.7-5.65a1.4 1.4 0 0 0-2.15 1.18Z"
      fill="#f3a877"
    />
  </svg>
);
