import './sites.css';
import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import {
  mostKeysOfSite,
  type SiteJson,
  type SiteKeyJson,
} from '../../../conversation/protocol/http/sites.ts';
import { Button } from '../../ui/button.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { Badge } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { CopyLine, SiteForm, SiteKeyForm } from './site-forms.tsx';
import { snippetOf } from './widget-form.ts';

type Opened =
  | { readonly what: 'site'; readonly site: SiteJson | undefined }
  | { readonly what: 'key'; readonly site: SiteJson }
  | { readonly what: 'secret'; readonly site: SiteJson; readonly secret: string };
type Asked =
  | { readonly what: 'key'; readonly site: SiteJson; readonly key: SiteKeyJson }
  | { readonly what: 'site'; readonly site: SiteJson };

/** The web sites that hold the chat, and the keys with which they say who their users are. */
export function SitesSection(): JSX.Element {
  const { api } = useConsole();
  const [sites, setSites] = createSignal<readonly SiteJson[]>();
  const [trouble, setTrouble] = createSignal<string>();
  const [opened, setOpened] = createSignal<Opened>();
  const [asked, setAsked] = createSignal<Asked>();

  async function load() {
    const result = await api.sites();
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) setSites(result.value.sites);
  }
  void load();
  const close = () => setOpened(undefined);
  const done = () => {
    close();
    void load();
  };
  const when = <What extends Opened['what']>(what: What) => {
    const now = opened();
    return now?.what === what ? (now as Extract<Opened, { what: What }>) : undefined;
  };

  async function takeAway(): Promise<string | undefined> {
    const which = asked();
    if (which === undefined) return undefined;
    const { site } = which;
    const result =
      which.what === 'key'
        ? await api.removeSiteKey(site.id, which.key.id)
        : await api.deleteSite(site.id);
    await load();
    return result.ok ? undefined : result.refusal.message;
  }

  return (
    <section class="card group" aria-labelledby="sites-title">
      <div class="page-head">
        <div>
          <h2 id="sites-title" class="group-title">
            Web sites
          </h2>
          <p class="page-text">
            Where the chat is shown. With a key, a site tells us who its users are.
          </p>
        </div>
        <Button onClick={() => setOpened({ what: 'site', site: undefined })}>
          <PlusIcon />
          New site
        </Button>
      </div>
      <TroubleAgain sentence={trouble()} onAgain={() => void load()} />
      <ul class="members" aria-label="Web sites">
        <For each={sites()}>
          {(site) => (
            <li class="site" aria-label={site.name}>
              <div class="site-head">
                <span class="person-names">
                  <bdi class="person-name">{site.name}</bdi>
                  <span class="quiet">
                    {site.origins.join(', ') || 'Pages of this server and of ALLOWED_ORIGINS'}
                  </span>
                </span>
                <Show when={site.isDefault}>
                  <Badge>Default</Badge>
                </Show>
                <Badge tone={site.keys.length > 0 ? 'good' : 'neutral'}>
                  {site.keys.length > 0 ? 'Identified users only' : 'Anybody'}
                </Badge>
              </div>
              <CopyLine
                label={`Line for the pages of ${site.name}`}
                text={snippetOf({ home: location.origin, site })}
              />
              <p class="site-id quiet">
                Audience of its tokens: <code>{site.id}</code>
              </p>
              <Show when={site.keys.length > 0}>
                <ul class="site-keys" aria-label={`Keys of ${site.name}`}>
                  <For each={site.keys}>
                    {(key) => (
                      <li class="bot-key">
                        <code>{key.beginning}…</code>
                        <span class="quiet">
                          {key.kind === 'HS256' ? 'Secret' : 'Public key'}, {key.kind}
                        </span>
                        <Button
                          size="small"
                          aria-label={`Remove ${key.beginning}`}
                          onClick={() => setAsked({ what: 'key', site, key })}
                        >
                          Remove
                        </Button>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
              <div class="site-actions">
                <A
                  href={`/sites/${site.id}`}
                  class="button"
                  data-look="quiet"
                  data-size="small"
                  aria-label={`How it shows the chat: ${site.name}`}
                >
                  How it shows the chat
                </A>
                <Button
                  size="small"
                  disabled={site.keys.length >= mostKeysOfSite}
                  aria-label={`New key for ${site.name}`}
                  onClick={() => setOpened({ what: 'key', site })}
                >
                  New key
                </Button>
                <Button
                  size="small"
                  aria-label={`Change ${site.name}`}
                  onClick={() => setOpened({ what: 'site', site })}
                >
                  Change
                </Button>
                <Show when={!site.isDefault}>
                  <Button
                    size="small"
                    aria-label={`Take ${site.name} away`}
                    onClick={() => setAsked({ what: 'site', site })}
                  >
                    Take away
                  </Button>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Dialog
        open={when('site') !== undefined}
        title={when('site')?.site === undefined ? 'New site' : 'Change the site'}
        onClose={close}
      >
        <SiteForm site={when('site')?.site} onDone={done} onClose={close} />
      </Dialog>
      <Dialog
        open={when('key') !== undefined}
        title={`New key for ${when('key')?.site.name ?? ''}`}
        description={
          when('key')?.site.keys.length === 0
            ? 'From its first key on, a site lets in only users whom its server vouches for. Put the signing in place first.'
            : 'Both keys are good until you remove the old one.'
        }
        onClose={close}
      >
        <Show when={when('key')}>
          {(now) => (
            <SiteKeyForm
              site={now().site}
              onClose={close}
              onMade={(secret) => {
                void load();
                if (secret === undefined) close();
                else setOpened({ what: 'secret', site: now().site, secret });
              }}
            />
          )}
        </Show>
      </Dialog>
      <Dialog
        open={when('secret') !== undefined}
        title="The secret"
        description="Give it to the site’s server now: it is not shown again. Nobody else may have it."
        onClose={close}
      >
        <CopyLine label="Secret" text={when('secret')?.secret ?? ''} />
        <div class="dialog-actions">
          <Button look="primary" onClick={close}>
            Done
          </Button>
        </div>
      </Dialog>
      <ConfirmDialog
        open={asked() !== undefined}
        title={asked()?.what === 'key' ? 'Remove this key?' : `Take ${asked()?.site.name} away?`}
        text={
          asked()?.what === 'key'
            ? 'Whoever came with a token of it is signed out at once. Without any key, the site lets in anybody.'
            : 'Its users are signed out at once, and its pages show no chat any more. What was said stays in the archive.'
        }
        deed={asked()?.what === 'key' ? 'Remove key' : 'Take site away'}
        run={takeAway}
        onClose={() => setAsked(undefined)}
      />
    </section>
  );
}
