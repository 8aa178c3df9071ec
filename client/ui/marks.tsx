/** Small signs that say something at a glance: badge, dot, avatar. */
import './marks.css';
import { Show, type JSX } from 'solid-js';
import { hueOf, initialsOf } from './names.ts';
import { BotIcon } from './icons.tsx';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'danger';

/** @param props.label what the number means, for screen readers ("3 unread messages"). */
export function Badge(props: {
  readonly tone?: Tone;
  readonly label?: string;
  readonly children: JSX.Element;
}): JSX.Element {
  return (
    <span class="badge" data-tone={props.tone ?? 'neutral'}>
      <Show when={props.label} fallback={props.children}>
        {(label) => (
          <>
            <span aria-hidden="true">{props.children}</span>
            <span class="sr-only">{label()}</span>
          </>
        )}
      </Show>
    </span>
  );
}

/** Never alone: colour is not a message, so a word stands beside it. */
export function Dot(props: { readonly tone: Tone; readonly pulse?: boolean }): JSX.Element {
  return (
    <span class="dot" data-tone={props.tone} data-pulse={props.pulse === true} aria-hidden="true" />
  );
}

export interface AvatarProps {
  readonly name: string;
  readonly bot?: boolean;
  readonly size?: 'small' | 'normal' | 'large';
  /** A dot at its corner: whether the person's program is here. */
  readonly here?: boolean | undefined;
}

/** Initials on a quiet colour that belongs to the name; decorative, as the name is written beside it. */
export function Avatar(props: AvatarProps): JSX.Element {
  return (
    <span
      class="avatar"
      aria-hidden="true"
      data-size={props.size ?? 'normal'}
      // Drawn by the style sheet: as text it would be a part of what its button is called.
      data-initials={props.bot === true ? undefined : initialsOf(props.name)}
      style={{ '--avatar-hue': String(hueOf(props.name)) }}
    >
      <Show when={props.bot === true}>
        <BotIcon />
      </Show>
      <Show when={props.here !== undefined}>
        <Dot tone={props.here === true ? 'good' : 'neutral'} />
      </Show>
    </span>
  );
}
