/** How the service runs: what needs attention at the top, then everything with its last and its next run. */
import { useState } from "preact/hooks";
import { useEvery } from "../../every.ts";
import { useForm } from "../../form.ts";
import { ApiError } from "../../http.ts";
import { staffText } from "../../page-texts.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { PasswordField } from "../../parts/password-field.tsx";
import { SkeletonText } from "../../parts/skeleton.tsx";
import { prove } from "../../proof.ts";
import { useQuery } from "../../query.ts";
import { type OperationsView, readOperations } from "../../staff-api.ts";
import { Attention } from "./attention.tsx";
import { Clocks } from "./clocks.tsx";
import { Rules } from "./rules.tsx";
import { Work } from "./work.tsx";
import "../../style/settings.css";
import "../../style/staff.css";

const LOOK_AGAIN_MILLISECONDS = 30_000;

const needsPassword = (error: unknown) =>
  error instanceof ApiError && error.failure.code === "password_needed";

export default function Staff() {
  const text = staffText.use();
  const { data, error, reload } = useQuery("staff-operations", readOperations);
  const locked = needsPassword(error);
  useEvery(data !== undefined && !locked, LOOK_AGAIN_MILLISECONDS, reload);
  return (
    <Page title={text.title} lead={text.lead}>
      {data ? (
        <Operations view={data} error={error} locked={locked} reload={reload} />
      ) : locked ? (
        <Password done={reload} />
      ) : error === undefined ? (
        <SkeletonText lines={16} />
      ) : (
        <ErrorNotice error={error} retry={reload} />
      )}
    </Page>
  );
}

type Reload = () => Promise<void>;

function Operations(props: { view: OperationsView; error: unknown; locked: boolean; reload: Reload }) {
  const { view, error, locked, reload } = props;
  const text = staffText.use();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Attention
        view={view}
        stale={locked ? text.stopped : error === undefined ? undefined : text.unreachable}
      >
        {locked && (
          <Button small icon="lock" onClick={() => setAsking(true)}>
            {text.passwordAgain}
          </Button>
        )}
      </Attention>
      <Clocks clocks={view.clocks} at={view.at} />
      <Rules rules={view.rules} />
      <Work view={view} />
      <Dialog open={asking} title={text.passwordAgain} onClose={close}>
        <Password
          done={async () => {
            close();
            await reload();
          }}
        />
      </Dialog>
    </>
  );
}

function Password({ done }: { done: Reload }) {
  const text = staffText.use();
  const form = useForm("staff-proof", { password: "" }, async ({ password }) => {
    await prove(password);
    await done();
  });
  return (
    <form class="form form-column" noValidate onSubmit={form.onSubmit}>
      <p>{text.passwordText}</p>
      {form.problem !== undefined && <ErrorNotice error={form.problem} />}
      <PasswordField label={text.password} autocomplete="current-password" {...form.control("password")} />
      <div class="dialog-actions">
        <Button tone="primary" type="submit" busy={form.busy}>
          {text.passwordSend}
        </Button>
      </div>
    </form>
  );
}
