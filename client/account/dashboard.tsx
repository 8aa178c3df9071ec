import { createSignal, type JSX } from 'solid-js';
import type { AccountJson } from '../../conversation/protocol/http.ts';
import { createBrowserClock } from '../browser/browser-clock.ts';
import { PasswordDialog } from '../signed-in/account/password-dialog.tsx';
import { SessionsCard } from '../signed-in/account/sessions-card.tsx';
import { createOwnDepartments } from '../groups/own-departments.ts';
import { Button } from '../ui/button.tsx';
import { Avatar } from '../ui/marks.tsx';
import type { AccountApi } from './account-api.ts';
import { Courses } from './courses.tsx';
import { Offices } from './offices.tsx';
import { OwnConversations } from './own-conversations.tsx';

export interface DashboardProps {
  readonly api: AccountApi;
  readonly account: AccountJson;
  onSignOut(): void;
}

/** What is theirs: their conversations with their status, and their own account. */
export function Dashboard(props: DashboardProps): JSX.Element {
  const [changesPassword, setChangesPassword] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  const courses = createOwnDepartments(props.api);
  return (
    <div class="dash">
      <header class="dash-bar">
        <span class="dash-name">Parley</span>
        <span class="dash-who">
          <Avatar name={props.account.name} size="small" />
          <bdi>{props.account.name}</bdi>
        </span>
        <Button size="small" onClick={() => props.onSignOut()}>
          Sign out
        </Button>
      </header>
      <main class="dash-page">
        <div class="own-head">
          <h1>Your conversations</h1>
        </div>
        <OwnConversations api={props.api} account={props.account.id} courses={courses} />
        <Courses
          api={props.api}
          clock={createBrowserClock()}
          account={props.account.id}
          courses={courses}
        />
        <Offices api={props.api} account={props.account.id} />
        <h2 class="dash-title">Your account</h2>
        <section class="card own-card" aria-labelledby="own-password">
          <div class="own-head">
            <div>
              <h2 id="own-password">Password</h2>
              <p class="quiet">You sign in with {props.account.email}.</p>
            </div>
            <Button ref={(element) => (button = element)} onClick={() => setChangesPassword(true)}>
              Change password
            </Button>
          </div>
        </section>
        <SessionsCard api={props.api} />
      </main>
      <PasswordDialog
        api={props.api}
        username={props.account.email ?? props.account.username}
        open={changesPassword()}
        returnFocus={() => button ?? null}
        onClose={() => setChangesPassword(false)}
      />
    </div>
  );
}
