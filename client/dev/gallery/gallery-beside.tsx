/** What staff keep beside conversations: labels, priorities and the box for a note. */
import { For, type JSX } from 'solid-js';
import { priorities } from '../../../conversation/protocol/http/beside.ts';
import { labelColours } from '../../../conversation/protocol/http/labels.ts';
import { noteCharacters } from '../../../conversation/protocol/http/notes.ts';
import type { AccountId, LabelId } from '../../../conversation/protocol/ids.ts';
import { LabelChip, PriorityMark } from '../../console/beside/label-chip.tsx';
import { NoteField } from '../../console/beside/note-field.tsx';
import { colourWords } from '../../console/beside/words.ts';
import { fakeId } from '../../state/fake-peer.fixture.ts';

const longest = 'A label as long as they may be';

/** Every colour, the longest name, and every priority. */
export function Labels(): JSX.Element {
  return (
    <div class="gallery-row">
      <For each={labelColours}>
        {(colour) => (
          <LabelChip label={{ id: fakeId(colour) as LabelId, name: colourWords[colour], colour }} />
        )}
      </For>
      <LabelChip label={{ id: fakeId('long') as LabelId, name: longest, colour: 'teal' }} />
      <For each={priorities}>
        {(priority) => (priority === 'none' ? undefined : <PriorityMark priority={priority} />)}
      </For>
    </div>
  );
}

/** Empty, begun, and too long. */
export function NoteFields(): JSX.Element {
  const people = [{ account: fakeId('ada') as AccountId, name: 'Ada Byron' }];
  const texts = ['', '@Ada Byron, do you know this meter?', 'a'.repeat(noteCharacters + 1)];
  return (
    <div class="gallery-row">
      <For each={texts}>
        {(text) => (
          <div class="gallery-panel write-area" data-mode="note">
            <div class="note-composer">
              <NoteField
                initial={text}
                action="Add note"
                colleagues={() => Promise.resolve(people)}
                send={() => Promise.resolve(undefined)}
              />
            </div>
          </div>
        )}
      </For>
    </div>
  );
}
