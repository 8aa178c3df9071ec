import './beside.css';
import type { JSX } from 'solid-js';
import type { Priority } from '../../../conversation/protocol/http/beside.ts';
import type { LabelJson } from '../../../conversation/protocol/http/labels.ts';
import { priorityWords } from './words.ts';

/** The colour stands beside the name: alone it would be no message. */
export function LabelChip(props: { readonly label: LabelJson }): JSX.Element {
  return (
    <span class="label-chip" data-colour={props.label.colour}>
      <bdi>{props.label.name}</bdi>
    </span>
  );
}

export function PriorityMark(props: { readonly priority: Exclude<Priority, 'none'> }): JSX.Element {
  return (
    <span class="priority-mark" data-priority={props.priority}>
      {priorityWords[props.priority]}
    </span>
  );
}
