/** Catches what breaks while a page is drawn, says so in words, and lets go when the visitor moves on. */
import { Component, type ComponentChildren } from "preact";
import { useText } from "../language.ts";
import { Button } from "./button.tsx";
import { Page } from "./page.tsx";

type Props = { path: string; children: ComponentChildren };

export class PageBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidUpdate(before: Props) {
    if (before.path !== this.props.path && this.state.broken) this.setState({ broken: false });
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

/** A page that could not be drawn, or whose file did not come. */
export function Broken() {
  const text = useText();
  return (
    <Page narrow title={text.shell.brokenTitle} lead={text.shell.brokenText}>
      <Button tone="primary" icon="refresh" onClick={() => location.reload()}>
        {text.shell.reload}
      </Button>
    </Page>
  );
}
