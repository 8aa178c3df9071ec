import '../../signed-in/account/own-account.css';
import { createSignal, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { useConsole } from '../console-context.ts';
import { accountRoleWords } from '../people/account-facts.ts';
import { BrowserCard } from './browser-card.tsx';
import { DemandCard } from './demand-card.tsx';
import { PasswordDialog } from '../../signed-in/account/password-dialog.tsx';
import { SessionsCard } from '../../signed-in/account/sessions-card.tsx';
import { TwoStepsCard } from './two-steps-card.tsx';

/** Password, second step, this browser and the sessions of whoever is signed in. */
export function OwnAccountPage(): JSX.Element {
  const { api, me } = useConsole();
  const [changesPassword, setChangesPassword] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  return (
    <div class="page">
      <div class="page-inner own-account">
        <header>
          <h1 class="page-title">My account</h1>
          <p class="page-text">
            {me.name}, {accountRoleWords(me.role).toLowerCase()}, signs in as {me.username}
            {me.email === undefined ? '' : ` or ${me.email}`}.
          </p>
        </header>
        <section class="card own-card" aria-labelledby="own-password">
          <div class="own-head">
            <div>
              <h2 id="own-password">Password</h2>
              <p class="quiet">With a new one you stay signed in here, and nowhere else.</p>
            </div>
            <Button ref={(element) => (button = element)} onClick={() => setChangesPassword(true)}>
              Change password
            </Button>
          </div>
        </section>
        <TwoStepsCard api={api} />
        {me.role === 'super-admin' && <DemandCard api={api} />}
        <BrowserCard />
        <SessionsCard api={api} />
      </div>
      <PasswordDialog
        api={api}
        username={me.username}
        open={changesPassword()}
        returnFocus={() => button ?? null}
        onClose={() => setChangesPassword(false)}
      />
    </div>
  );
}
