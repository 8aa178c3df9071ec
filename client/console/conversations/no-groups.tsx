import { Show, type JSX } from 'solid-js';
import { kindsToBegin } from '../../groups/begin-form.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { PeopleIcon } from '../../ui/more-icons.tsx';
import { useConsole } from '../console-context.ts';

/** What to do first, or why nothing can be done. */
export function NoGroups(props: { onNew(): void }): JSX.Element {
  const { ownDepartments } = useConsole();
  const mayBegin = () => kindsToBegin(ownDepartments.all() ?? []).length > 0;
  return (
    <Show
      when={mayBegin()}
      fallback={
        <EmptyState
          icon={<PeopleIcon />}
          title="No groups yet"
          text="Groups that you are invited to appear here. Which kinds can be begun is a policy of each department."
        />
      }
    >
      <EmptyState
        icon={<PeopleIcon />}
        title="No groups yet"
        text="Write to a colleague, begin a study group, or ask another department."
        action={
          <Button look="primary" onClick={() => props.onNew()}>
            New conversation
          </Button>
        }
      />
    </Show>
  );
}
