import './kind-face.css';
import { Show, type JSX } from 'solid-js';
import type { ConversationKind } from '../../conversation/protocol/kinds.ts';
import { ChatIcon } from '../ui/icons.tsx';
import { PeopleIcon } from '../ui/more-icons.tsx';
import { Avatar } from '../ui/marks.tsx';

const MegaphoneIcon = () => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M4 10v4h3l9 4.500v-13L7 10H4Zm3.500 4 1 5h2.500l-1-4M19 10a3 3 0 0 1 0 4" />
  </svg>
);
const HouseIcon = () => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M5 20V5.500h8V20m0-10.500h6V20M3 20h18M8 9h2m-2 3.500h2M8 16h2m6-3h.010M16 16.500h.010" />
  </svg>
);

function iconOf(kind: ConversationKind): JSX.Element {
  switch (kind) {
    case 'announcement':
      return <MegaphoneIcon />;
    case 'departments':
      return <HouseIcon />;
    case 'study-group':
      return <PeopleIcon />;
    default:
      return <ChatIcon />;
  }
}

/** What stands where one person's initials do: decorative, as the kind is written beside it. */
export function KindFace(props: {
  readonly kind: ConversationKind;
  readonly name: string;
  readonly size?: 'normal' | 'large';
}): JSX.Element {
  const isOne = () =>
    props.kind === 'direct' || props.kind === 'support' || props.kind === 'course';
  return (
    <Show
      when={isOne()}
      fallback={
        <span class="kind-face" data-size={props.size ?? 'normal'} aria-hidden="true">
          {iconOf(props.kind)}
        </span>
      }
    >
      <Avatar name={props.name} size={props.size ?? 'normal'} />
    </Show>
  );
}
