import '../../signed-in/account/own-account.css';
import { createSignal, Show, type JSX } from 'solid-js';
import { FormTrouble } from '../../ui/form-end.tsx';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useConsole } from '../console-context.ts';
import { themes, type Theme } from '../preferences.ts';

const themeNames = {
  auto: 'As the system',
  light: 'Light',
  dark: 'Dark',
} as const satisfies Record<Theme, string>;

/** What stays in this browser: sounds, notifications, keys and colours. */
export function BrowserCard(): JSX.Element {
  const { commands, notifier, preferences } = useConsole();
  const [trouble, setTrouble] = createSignal<string>();
  const { sounds, notifications, preview, singleKeys, theme } = preferences;
  const isOn = () => notifications.now() && notifier.may() === 'yes';

  async function notify(on: boolean) {
    setTrouble(undefined);
    notifications.set(on);
    if (!on) return;
    const may = await notifier.ask();
    if (may === 'refused') setTrouble(refusedWords);
  }

  return (
    <section class="card own-card" aria-labelledby="own-browser">
      <div>
        <h2 id="own-browser">This browser</h2>
        <p class="quiet">These stay in this browser, and no other one follows them.</p>
      </div>
      <ul class="own-switches">
        <li>
          <Switch label="Sounds" on={sounds.now()} onChange={(on) => sounds.set(on)} />
          <p class="quiet">A soft tone for new conversations and messages.</p>
        </li>
        <li>
          <Switch
            label="Notifications"
            on={isOn()}
            disabled={notifier.may() === 'impossible'}
            onChange={(on) => void notify(on)}
          />
          <p class="quiet">
            <Show
              when={notifier.may() !== 'impossible'}
              fallback="This browser cannot show notifications of pages."
            >
              Shown by the system for what comes while you look elsewhere.
            </Show>
          </p>
          <FormTrouble
            sentence={trouble() ?? (notifier.may() === 'refused' ? refusedWords : undefined)}
          />
        </li>
        <li>
          <Switch
            label="Text in notifications"
            on={preview.now()}
            onChange={(on) => preview.set(on)}
          />
          <p class="quiet">
            Names and words show on your screen, also to who stands beside you. They never do where
            names are hidden.
          </p>
        </li>
        <li>
          <Switch label="Single keys" on={singleKeys.now()} onChange={(on) => singleKeys.set(on)} />
          <p class="quiet">
            One letter does something while you do not write.{' '}
            <Button size="small" onClick={() => void commands.run('show-keys')}>
              Show all keys
            </Button>
          </p>
        </li>
      </ul>
      <fieldset class="own-themes">
        <legend>Colours</legend>
        {themes.map((one) => (
          <label>
            <input
              type="radio"
              name="theme"
              checked={theme.now() === one}
              onChange={() => theme.set(one)}
            />
            {themeNames[one]}
          </label>
        ))}
      </fieldset>
    </section>
  );
}

const refusedWords =
  'The browser does not let this page notify you. You can change that in its settings for this site.';
