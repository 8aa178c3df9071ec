import './preview-line.css';
import { Show, type JSX } from 'solid-js';
import type { PreviewConsent } from './preview-consent.ts';
import { t } from '../words/words.ts';

/** Stands by the box to write in for as long as somebody could see what is written there. */
export function PreviewLine(props: {
  readonly team: string;
  readonly consent: PreviewConsent;
}): JSX.Element {
  return (
    <p class="seen-line" data-on={props.consent.given()}>
      <span role="status">
        <Show when={props.consent.given()} fallback={t('preview.unseen')}>
          {t('preview.seen', { team: props.team })}
        </Show>
      </span>
      <button
        type="button"
        class="seen-switch"
        onClick={() => props.consent.set(!props.consent.given())}
      >
        {props.consent.given() ? t('preview.turn-off') : t('preview.turn-on')}
      </button>
    </p>
  );
}
