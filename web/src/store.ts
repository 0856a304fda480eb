/** A value outside of the component tree that components can watch. Everything the pages remember lives in these. */
import { useLayoutEffect, useState } from "preact/hooks";

export type Store<T> = {
  get: () => T;
  set: (next: T) => void;
  /** Hook: the value, with a new render whenever it changes. */
  use: () => T;
};

/** Makes a store. Setting the same value again tells nobody. */
export function store<T>(initial: T): Store<T> {
  let value = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const tell of [...watchers]) tell();
    },
    use: () => {
      const [, render] = useState({});
      const seen = value;
      useLayoutEffect(() => {
        const tell = () => render({});
        watchers.add(tell);
        if (seen !== value) tell();
        return () => {
          watchers.delete(tell);
        };
      }, [watchers]);
      return value;
    },
  };
}
