import { createSignal, For, Show, type JSX } from 'solid-js';
import type { BotKeyJson, BotsAnswer } from '../../../conversation/protocol/http/bots.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { Avatar, Badge } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import { NewBotForm, NewKeyForm, scopeNames, SecretShown } from './bot-forms.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';

type Bot = BotsAnswer['bots'][number];
type Opened =
  | { readonly what: 'new-bot' }
  | { readonly what: 'new-key'; readonly bot: Bot }
  | { readonly what: 'secret'; readonly secret: string };

/** Bots whose programs run elsewhere, and the keys that they sign in with. */
export function BotsSection(): JSX.Element {
  const { api } = useConsole();
  const [bots, setBots] = createSignal<readonly Bot[]>();
  const [trouble, setTrouble] = createSignal<string>();
  const [opened, setOpened] = createSignal<Opened>();
  const [revokes, setRevokes] = createSignal<{ readonly bot: Bot; readonly key: BotKeyJson }>();

  async function load() {
    const result = await api.bots();
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) setBots(result.value.bots);
  }
  void load();
  const show = (secret: string) => {
    setOpened({ what: 'secret', secret });
    void load();
  };
  const newKeyFor = () => {
    const now = opened();
    return now?.what === 'new-key' ? now.bot : undefined;
  };
  const secret = () => {
    const now = opened();
    return now?.what === 'secret' ? now.secret : undefined;
  };
  const close = () => setOpened(undefined);

  return (
    <section class="card group" aria-labelledby="bots-title">
      <div class="page-head">
        <div>
          <h2 id="bots-title" class="group-title">
            Bots
          </h2>
          <p class="page-text">Each signs in with a key of its own, which is shown once.</p>
        </div>
        <Button onClick={() => setOpened({ what: 'new-bot' })}>
          <PlusIcon />
          New bot
        </Button>
      </div>
      <TroubleAgain sentence={trouble()} onAgain={() => void load()} />
      <Show when={bots()?.length === 0}>
        <p class="page-text">
          No bots yet. Make one, and give its key to the program that answers.
        </p>
      </Show>
      <ul class="members" aria-label="Bots">
        <For each={bots()}>
          {(bot) => (
            <li class="member" aria-label={bot.name}>
              <span class="person">
                <Avatar name={bot.name} bot />
                <span class="person-names">
                  <bdi class="person-name">{bot.name}</bdi>
                  <span class="quiet">
                    {bot.username}
                    {bot.active ? '' : ', deactivated'}
                  </span>
                </span>
              </span>
              <Button
                size="small"
                aria-label={`New key for ${bot.name}`}
                onClick={() => setOpened({ what: 'new-key', bot })}
              >
                New key
              </Button>
              <Show when={bot.keys.length > 0}>
                <ul class="bot-keys" aria-label={`Keys of ${bot.name}`}>
                  <For each={bot.keys}>
                    {(key) => (
                      <li class="bot-key">
                        <code>{key.beginning}…</code>
                        <span class="quiet">
                          {key.scopes.map((one) => scopeNames[one]).join(', ')}
                        </span>
                        <Show when={key.revokedAt === null} fallback={<Badge>Revoked</Badge>}>
                          <Button
                            size="small"
                            aria-label={`Revoke ${key.beginning}`}
                            onClick={() => setRevokes({ bot, key })}
                          >
                            Revoke
                          </Button>
                        </Show>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Dialog open={opened()?.what === 'new-bot'} title="New bot" onClose={close}>
        <NewBotForm onMade={show} onClose={close} />
      </Dialog>
      <Dialog
        open={newKeyFor() !== undefined}
        title={`New key for ${newKeyFor()?.name ?? ''}`}
        onClose={close}
      >
        <Show when={newKeyFor()}>
          {(bot) => <NewKeyForm bot={bot().id} onMade={show} onClose={close} />}
        </Show>
      </Dialog>
      <Dialog
        open={secret() !== undefined}
        title="The key"
        description="Give it to the bot’s program now, as BOT_KEY: it is not shown again."
        onClose={close}
      >
        <SecretShown secret={secret() ?? ''} onClose={close} />
      </Dialog>
      <ConfirmDialog
        open={revokes() !== undefined}
        title={`Revoke ${revokes()?.key.beginning ?? ''}…?`}
        text="What was opened with it ends at once, and nobody signs in with it again."
        deed="Revoke key"
        run={async () => {
          const which = revokes();
          if (which === undefined) return undefined;
          const result = await api.revokeBotKey(which.bot.id, which.key.id);
          await load();
          return result.ok ? undefined : result.refusal.message;
        }}
        onClose={() => setRevokes(undefined)}
      />
    </section>
  );
}
