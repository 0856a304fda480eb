/** Every drawing that the pages use beside words: strokes on a grid of 24, in the colour of the text. */

const PATHS = {
  image: "M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15.5 9h.01",
  clip: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.5h4M4 14.5h4M16 9.5h4M16 14.5h4",
  speech: "M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3",
  studio: "M5 19 15 9M13.5 7.5l3 3M18 3v4M16 5h4M19 13v3M17.5 14.5h3M7 4v3M5.5 5.5h3",
  library: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  credits: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM14.5 9.5A3.2 3.2 0 1 0 14.5 14.5",
  settings: "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h7M15 17h5M13 15v4",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
  device: "M4 5h16v11H4zM9 20h6M12 16v4",
  pulse: "M3 12h4l3-7 4 14 3-7h4",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  globe:
    "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM4 12h16M12 4c2.5 2.2 3.5 5 3.5 8s-1 5.8-3.5 8c-2.5-2.2-3.5-5-3.5-8s1-5.8 3.5-8Z",
  upload: "M12 15V4M8 8l4-4 4 4M4 15v5h16v-5",
  download: "M12 4v11M8 11l4 4 4-4M4 15v5h16v-5",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5Z",
  trash: "M5 7h14M10 7V4h4v3M7 7l.8 13h8.4L17 7M10.5 11v5M13.5 11v5",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  refresh: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.5M20 4.5v5h-5",
  info: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 11v5M12 8h.01",
  alert: "M12 4 3 19.5h18zM12 10v4.5M12 17h.01",
  eye: "M3 12s3-6 9-6 9 6 9 6-3 6-9 6-9-6-9-6ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  eyeOff: "M3 12s3-6 9-6 9 6 9 6-3 6-9 6-9-6-9-6ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM4.5 4.5l15 15",
  down: "M6 9.5l6 6 6-6",
  left: "M14.5 6l-6 6 6 6",
  right: "M9.5 6l6 6-6 6",
  filter: "M4 6h16M7 12h10M10 18h4",
  shield: "M12 4 5 6.5v5c0 4.5 3 7.3 7 8.5 4-1.2 7-4 7-8.5v-5zM9 12l2.2 2.2L15.2 10",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing that says nothing of its own: the words beside it do, so readers of screens skip it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
