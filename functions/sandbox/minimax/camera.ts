/**
 * The camera words of a prompt, such as `[Push in]` or `[Pan left, Tilt up]`, as a moving window on the picture.
 * Words in one bracket act together; brackets follow each other in time. Source: the provider's fifteen camera moves.
 */

/** What is seen, in shares of the picture: centre, size (1: all of it), and how much the camera is turned. */
type View = { x: number; y: number; size: number; turn: number; nod: number };
/** The corners of a view in shares of the picture: top left, top right, bottom left, bottom right. */
type Corners = readonly [Point, Point, Point, Point];
type Point = readonly [x: number, y: number];

type Change = readonly [from: number, to: number];
type Move = Partial<Record<keyof View, Change>> & { shake?: boolean };

/**
 * What each word changes from the start of its bracket to the end. A clip begins with the whole picture, as the
 * provider's do; only a camera that draws back must begin nearer. Sizes multiply, the others add. A turn and a nod
 * make near edges taller, as when a camera swings on its foot.
 */
const MOVES: Record<string, Move> = {
  "push in": { size: [1, 0.76] },
  "pull out": { size: [0.76, 1] },
  "zoom in": { size: [1, 0.62] },
  "zoom out": { size: [0.62, 1] },
  "pan left": { size: [1, 0.76], x: [0, -0.12], turn: [0, 0.09] },
  "pan right": { size: [1, 0.76], x: [0, 0.12], turn: [0, -0.09] },
  "truck left": { size: [1, 0.8], x: [0, -0.1] },
  "truck right": { size: [1, 0.8], x: [0, 0.1] },
  "tilt up": { size: [1, 0.76], y: [0, -0.12], nod: [0, 0.09] },
  "tilt down": { size: [1, 0.76], y: [0, 0.12], nod: [0, -0.09] },
  "pedestal up": { size: [1, 0.8], y: [0, -0.1] },
  "pedestal down": { size: [1, 0.8], y: [0, 0.1] },
  "tracking shot": { size: [1, 0.74], x: [0, 0.08] },
  "static shot": {},
  shake: { size: [1, 0.92], shake: true },
};
/** Without a camera word the camera comes a little closer. */
const UNASKED: Move = { size: [1, 0.88] };

/** The brackets of a prompt, each as the moves in it; words that are no camera moves are passed over. */
function readMoves(prompt: string): Move[][] {
  const brackets = [...prompt.matchAll(/\[([^\][]{1,200})\]/g)].map(([, words = ""]) =>
    words
      .toLowerCase()
      .split(/,|\+|;| and | et /)
      .map((word) => MOVES[word.trim().replace(/\s+/g, " ")])
      .filter((move) => move !== undefined),
  );
  return brackets.filter((moves) => moves.length > 0);
}

type Path = { stops: Corners[]; shake: boolean };

/** The window's corners at the start of the clip and at the end of each bracket. */
export function planPath(prompt: string, unasked: Move = UNASKED): Path {
  const asked = readMoves(prompt);
  const brackets = asked.length === 0 ? [[unasked]] : asked;
  const stops = Array.from({ length: brackets.length + 1 }, (_, stop) => {
    const view: View = { x: 0, y: 0, size: 1, turn: 0, nod: 0 };
    brackets.forEach((moves, index) => {
      const end = index < stop ? 1 : 0;
      for (const move of moves) {
        view.size *= move.size?.[end] ?? 1;
        for (const key of ["x", "y", "turn", "nod"] as const) view[key] += move[key]?.[end] ?? 0;
      }
    });
    return findCorners(view);
  });
  return { stops, shake: brackets.flat().some((move) => move.shake === true) };
}

/** Corners of a view, moved back inside the picture where they would leave it. */
function findCorners(view: View): Corners {
  const half = Math.max(0.25, view.size) / 2;
  const corner = (right: number, down: number): Point => [
    right * half * (1 - down * view.nod),
    down * half * (1 - right * view.turn),
  ];
  const corners = [corner(-1, -1), corner(1, -1), corner(-1, 1), corner(1, 1)] as const;
  const reach = (axis: 0 | 1) => Math.max(...corners.map((point) => Math.abs(point[axis])));
  const bound = (wanted: number, axis: 0 | 1) => {
    const room = Math.max(0, 0.5 - reach(axis));
    return Math.max(-room, Math.min(room, wanted));
  };
  const [x, y] = [bound(view.x, 0), bound(view.y, 1)];
  const place = ([dx, dy]: Point): Point => [0.5 + x + dx, 0.5 + y + dy];
  return [place(corners[0]), place(corners[1]), place(corners[2]), place(corners[3])];
}

/**
 * The path as options of ffmpeg's filter `perspective`, which samples between pixels and so moves without jitter.
 * Frames are counted from 1; between two stops the camera starts and ends softly.
 */
export function perspective(path: Path, frames: number): string {
  const legs = path.stops.length - 1;
  const value = (corner: number, axis: 0 | 1) => {
    const side = axis === 0 ? "W" : "H";
    const wobble = path.shake ? `+${side}*clip(2*(on-1)/${frames - 1},0,1)*${shaking(axis)}` : "";
    const stop = (index: number) => path.stops[index]?.[corner]?.[axis] ?? 0;
    let expression = "";
    for (let leg = legs - 1; leg >= 0; leg -= 1) {
      const first = (leg * (frames - 1)) / legs;
      const time = `clip((on-1-${first.toFixed(3)})/${((frames - 1) / legs).toFixed(3)},0,1)`;
      const [from, to] = [stop(leg), stop(leg + 1)];
      const along = `${side}*(${from.toFixed(5)}+${(to - from).toFixed(5)}*(${time}*${time}*(3-2*${time})))`;
      const until = ((leg + 1) * (frames - 1)) / legs + 1;
      expression = expression === "" ? along : `if(lt(on,${until.toFixed(3)}),${along},${expression})`;
    }
    return `'${expression}${wobble}'`;
  };
  const options = [0, 1, 2, 3].flatMap((corner) => [
    `x${corner}=${value(corner, 0)}`,
    `y${corner}=${value(corner, 1)}`,
  ]);
  return `perspective=${options.join(":")}:interpolation=linear:sense=source:eval=frame`;
}

/** A hand that trembles: sums of waves that do not repeat within a clip, at most 1.8 % of the picture; it begins calm. */
const shaking = (axis: 0 | 1): string =>
  axis === 0
    ? "(0.008*sin(on*0.83)+0.006*sin(on*1.97+1)+0.004*sin(on*3.1))"
    : "(0.008*sin(on*0.71+2)+0.006*sin(on*2.23)+0.004*sin(on*2.9+1))";
