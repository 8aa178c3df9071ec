import { type JSX } from 'solid-js';
import { Button } from './button.tsx';
import { t } from '../words/words.ts';
import { TroubleLine } from './trouble-line.tsx';

/** What is wrong and belongs to no field. */
export function FormTrouble(props: { readonly sentence: string | undefined }): JSX.Element {
  return <TroubleLine sentence={props.sentence} />;
}

export interface FormEndProps {
  readonly trouble: string | undefined;
  readonly busy: boolean;
  /** On the button that sends it. */
  readonly action: string;
  onCancel(): void;
}

/** How the form of a dialog ends. */
export function FormEnd(props: FormEndProps): JSX.Element {
  return (
    <>
      <FormTrouble sentence={props.trouble} />
      <div class="dialog-actions">
        <Button look="ghost" onClick={() => props.onCancel()}>
          {t('cancel')}
        </Button>
        <Button type="submit" look="primary" busy={props.busy}>
          {props.action}
        </Button>
      </div>
    </>
  );
}
