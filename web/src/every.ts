/** Repeats work while something is under way and somebody is looking. */
import { useEffect, useRef } from "preact/hooks";

/** Longest pause between two tries when they fail. */
const PATIENCE_MILLISECONDS = 20_000;

/**
 * Hook: while `active` and the tab is visible, calls `work` again `milliseconds` after it has ended; after failures
 * less and less often. A tab that becomes visible again asks at once.
 */
export function useEvery(active: boolean, milliseconds: number, work: () => Promise<unknown>): void {
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    if (!active) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = milliseconds;
    let over = false;
    const step = async () => {
      try {
        await latest.current();
        pause = milliseconds;
      } catch {
        pause = Math.min(pause * 2, PATIENCE_MILLISECONDS);
      }
      if (!over) schedule();
    };
    const schedule = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(() => void step(), pause);
    };
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(() => void step(), 0);
    };
    schedule();
    document.addEventListener("visibilitychange", look);
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [active, milliseconds]);
}
