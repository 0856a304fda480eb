/** The drawing of the start page: one still scene, the camera moving into it, and four moments of that way. */
import { landingText } from "../../page-texts.ts";

const SCENE = "landing-scene";
/** What the camera sees at each moment: x, y, width and height in the scene of 480 by 320. */
const MOMENTS = ["0 0 480 320", "70 24 369 246", "113 39 300 200", "143 50 253 168"] as const;

export function LandingPicture() {
  const text = landingText.use();
  return (
    <figure class="show">
      <svg class="show-definitions" aria-hidden="true" focusable="false">
        <symbol id={SCENE} viewBox="0 0 480 320">
          <Scene />
        </symbol>
      </svg>
      <div role="img" aria-label={text.pictureAlt}>
        <div class="show-frame">
          <svg class="show-still" viewBox="0 0 480 320" aria-hidden="true" focusable="false">
            <use href={`#${SCENE}`} />
          </svg>
        </div>
        <div class="show-moments">
          {MOMENTS.map((view) => (
            <svg key={view} viewBox={view} aria-hidden="true" focusable="false">
              <use href={`#${SCENE}`} width="480" height="320" />
            </svg>
          ))}
        </div>
      </div>
      <figcaption>
        <code class="show-prompt">
          <b>[Push in]</b> {text.picturePrompt}
        </code>
        <span>{text.pictureCaption}</span>
      </figcaption>
    </figure>
  );
}

const Scene = () => (
  <>
    <rect width="480" height="320" fill="#f7cfa1" />
    <rect y="40" width="480" height="90" fill="#f9dcb4" opacity="0.7" />
    <rect y="118" width="480" height="56" fill="#fbe8c8" opacity="0.8" />
    <circle cx="196" cy="150" r="42" fill="#fff3d6" />
    <path d="M0 66c60-16 104-2 150-8s84-18 128-8-32 18-90 20-120 14-188 8z" fill="#f3b184" opacity="0.55" />
    <path d="M0 172c40-22 76-30 118-20 34 8 52 20 92 22v20H0z" fill="#7f9c86" />
    <rect y="172" width="480" height="148" fill="#2f7d72" />
    <path d="M150 178h92l26 44-56 16-84-14z" fill="#f9dcb4" opacity="0.45" />
    <path
      d="M0 196h112M180 204h86M52 222h120M236 232h70M20 252h96M150 262h128"
      stroke="#bfe5d6"
      stroke-width="2.5"
      stroke-linecap="round"
      opacity="0.6"
    />
    <path d="M214 214c34-26 66-34 104-32 60 4 108 30 162 62v76H168c6-44 18-84 46-106z" fill="#174a44" />
    <path d="M286 190c50-6 112 22 194 68v62H250c-12-50 0-122 36-130z" fill="#0f3a35" />
    <path d="M284 184l7-104h26l7 104c-13 5-27 5-40 0z" fill="#fdf6e8" />
    <path d="M289 118l1.6-24h26.8l1.6 24zM286 160l1.6-22h32.8l1.6 22z" fill="#b5502c" />
    <rect x="286" y="70" width="36" height="11" rx="2" fill="#0f3a35" />
    <rect x="293" y="48" width="22" height="23" fill="#ffe9a8" />
    <path d="M293 48h22M304 48v23" stroke="#0f3a35" stroke-width="3" />
    <path d="M288 48c4-11 10-16 16-18 6 2 12 7 16 18z" fill="#b5502c" />
    <path d="M293 53 60 8v26z" fill="#fff3d6" opacity="0.5" />
    <path d="M324 186v-22h42v-12l20 12v30c-20-2-42-6-62-8z" fill="#e9dcc4" />
    <path d="M320 166l34-20 36 20z" fill="#7c3a22" />
    <rect x="340" y="170" width="9" height="11" fill="#ffe9a8" />
    <path
      d="M92 118c6-6 12-6 16 0 4-6 10-6 16 0M128 96c5-5 9-5 12 0 3-5 8-5 12 0"
      stroke="#6d4a37"
      stroke-width="2.5"
      fill="none"
      stroke-linecap="round"
    />
  </>
);
