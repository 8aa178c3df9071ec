import { createSignal, For, Show, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import type { ConversationKind } from '../../conversation/protocol/kinds.ts';
import { Dialog } from '../signed-in/ui/dialog.tsx';
import type { OwnDepartment } from '../groups/begin-form.ts';
import { BeginForm } from '../groups/begin-form.tsx';
import type { GroupsApi } from '../groups/groups-api.ts';
import { beginWords } from '../groups/kind-words.ts';
import type { OwnDepartments } from '../groups/own-departments.ts';
import { Button } from '../ui/button.tsx';
import { chatAt } from './chat-at.ts';

export interface CoursesProps {
  readonly api: GroupsApi;
  readonly clock: Clock;
  readonly account: AccountId;
  readonly courses: OwnDepartments;
}

interface Beginning {
  readonly course: OwnDepartment;
  readonly kind: ConversationKind;
}

/** What one is enrolled in, and what one may begin there. */
export function Courses(props: CoursesProps): JSX.Element {
  const [begins, setBegins] = createSignal<Beginning>();
  return (
    <Show when={(props.courses.all()?.length ?? 0) > 0}>
      <h2 class="dash-title">Your courses</h2>
      <ul class="card dash-list" aria-label="Your courses">
        <For each={props.courses.all()}>
          {(course) => (
            <li class="dash-line own-head">
              <div>
                <h3 class="dash-office">{course.name}</h3>
                <Show when={course.description}>
                  <p class="quiet">{course.description}</p>
                </Show>
              </div>
              <div class="own-ways">
                <For each={course.mayStart.filter((kind) => kind !== 'course')}>
                  {(kind) => (
                    <Button
                      aria-label={`${beginWords[kind]} in ${course.name}`}
                      onClick={() => setBegins({ course, kind })}
                    >
                      {beginWords[kind]}
                    </Button>
                  )}
                </For>
                <Show when={course.mayStart.includes('course')}>
                  <a
                    class="button"
                    data-look="primary"
                    data-size="normal"
                    aria-label={`Ask ${course.name}`}
                    href={chatAt(props.account, { department: course.id, kind: 'course' })}
                  >
                    Ask
                  </a>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Dialog
        open={begins() !== undefined}
        title={titleOf(begins())}
        onClose={() => setBegins(undefined)}
      >
        <Show when={begins()} keyed>
          {({ course, kind }) => (
            <BeginForm
              api={props.api}
              clock={props.clock}
              departments={[course]}
              kind={kind}
              onBegun={({ conversation }) =>
                location.assign(chatAt(props.account, { conversation, kind }))
              }
              onClose={() => setBegins(undefined)}
            />
          )}
        </Show>
      </Dialog>
    </Show>
  );
}

function titleOf(beginning: Beginning | undefined): string {
  return beginning === undefined ? '' : `${beginWords[beginning.kind]}, ${beginning.course.name}`;
}
