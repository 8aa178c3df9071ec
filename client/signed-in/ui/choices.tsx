import './choices.css';
import { For, type JSX } from 'solid-js';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly name: string;
  readonly sentence: string;
}

interface ChoicesProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
  /** These cannot be chosen now. */
  readonly closed?: readonly Value[];
  onChoose(value: Value): void;
}

/** One of several, each with a sentence that says what it means. */
export function Choices<Value extends string>(props: ChoicesProps<Value>): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>{props.legend}</legend>
      <For each={props.choices}>
        {(choice) => (
          <label class="choice">
            <input
              type="radio"
              name={props.name}
              value={choice.value}
              checked={props.chosen === choice.value}
              disabled={props.closed?.includes(choice.value)}
              onChange={() => props.onChoose(choice.value)}
            />
            <span class="choice-text">
              <span>{choice.name}</span>
              <span class="quiet">{choice.sentence}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
