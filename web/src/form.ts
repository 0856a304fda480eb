/** A form: what is typed, sending it once, and the server's words beside the field that they are about. */
import { useRef, useState } from "preact/hooks";
import { keptTogether } from "./format.ts";
import { ApiError } from "./http.ts";
import { onForget } from "./session.ts";

type Values = Record<string, string>;

/** What was typed in each form, by its name, while the page is open. Secrets are never kept. */
const typed = new Map<string, Values>();
onForget(() => typed.clear());

const isSecret = (name: string) => /password/i.test(name);

function remember(form: string, values: Values): void {
  typed.set(form, Object.fromEntries(Object.entries(values).filter(([name]) => !isSecret(name))));
}

/** Fills in a form that is going to be shown. */
export const prefill = (form: string, values: Values): void =>
  remember(form, { ...typed.get(form), ...values });

export type Form<V extends Values> = {
  values: V;
  busy: boolean;
  /** What went wrong that no single field is to blame for. */
  problem: unknown;
  set: (change: Partial<V>) => void;
  /** Properties of the control for a field. */
  control: (name: keyof V & string) => {
    name: string;
    value: string;
    error: string | undefined;
    onInput: (event: Event) => void;
  };
  onSubmit: (event: SubmitEvent) => void;
};

/** The server's sentence for each field that it refused. */
function faultsOf(error: unknown, names: readonly string[]): Record<string, string> {
  const fields = error instanceof ApiError ? (error.failure.fields ?? []) : [];
  return Object.fromEntries(
    fields.filter((one) => names.includes(one.path)).map((one) => [one.path, keptTogether(one.detail)]),
  );
}

/** Hook: what is typed, remembered under the name of the form. */
function useTyped<V extends Values>(name: string, initial: V) {
  const [values, setValues] = useState<V>({ ...initial, ...typed.get(name) });
  const set = (change: Partial<V>) =>
    setValues((before) => {
      const next = { ...before, ...change };
      remember(name, next);
      return next;
    });
  return { values, set };
}

/** Hook: sends once at a time; what went wrong is sorted into the fields that are to blame, or none. */
function useSending(names: readonly string[], send: () => Promise<void>) {
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const submit = async (form: HTMLFormElement) => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setFaults({});
    setProblem(undefined);
    try {
      await send();
    } catch (error) {
      const found = faultsOf(error, names);
      setFaults(found);
      if (Object.keys(found).length === 0) setProblem(error);
      else focusFirst(form, Object.keys(found));
    }
    sending.current = false;
    setBusy(false);
  };
  const forgive = (name: string) => {
    if (faults[name]) setFaults(({ [name]: _, ...others }) => others);
  };
  return { faults, problem, busy, submit, forgive };
}

/**
 * Hook: a form with this name. `send` does the work; while it runs a second press does nothing, and when it fails what
 * was typed stays, the first refused field gets the focus, and anything else is in `problem`.
 */
export function useForm<V extends Values>(
  name: string,
  initial: V,
  send: (values: V) => Promise<void>,
): Form<V> {
  const { values, set } = useTyped(name, initial);
  const { faults, problem, busy, submit, forgive } = useSending(Object.keys(values), async () => {
    await send(values);
    typed.delete(name);
  });
  return {
    values,
    busy,
    problem,
    set,
    control: (field) => ({
      name: field,
      value: values[field] ?? "",
      error: faults[field],
      onInput: (event) => {
        set({ [field]: (event.currentTarget as HTMLInputElement).value } as Partial<V>);
        forgive(field);
      },
    }),
    onSubmit: (event) => {
      event.preventDefault();
      void submit(event.currentTarget as HTMLFormElement);
    },
  };
}

/** Moves the focus to the first of these fields in the order of the form. */
function focusFirst(form: HTMLFormElement, names: readonly string[]): void {
  const controls = [...form.elements].filter((control) => control instanceof HTMLInputElement);
  controls.find((control) => names.includes(control.name))?.focus();
}
