import './banner.css';
import { Show, type JSX } from 'solid-js';
import type { Tone } from './marks.tsx';

export interface BannerProps {
  readonly tone: Tone;
  readonly icon?: JSX.Element;
  readonly action?: JSX.Element;
  readonly children: JSX.Element;
}

/** A slim line that says what is wrong and what still works. Announced politely. */
export function Banner(props: BannerProps): JSX.Element {
  return (
    <div class="banner" data-tone={props.tone} role="status">
      {props.icon}
      <span class="banner-text">{props.children}</span>
      {props.action}
    </div>
  );
}

export interface EmptyStateProps {
  readonly icon?: JSX.Element;
  readonly title: string;
  readonly text?: string;
  /** The one next step. */
  readonly action?: JSX.Element;
}

export function EmptyState(props: EmptyStateProps): JSX.Element {
  return (
    <div class="empty">
      {props.icon}
      <p class="empty-title">{props.title}</p>
      <Show when={props.text}>{(text) => <p class="empty-text">{text()}</p>}</Show>
      <Show when={props.action}>{(action) => <div class="empty-action">{action()}</div>}</Show>
    </div>
  );
}
