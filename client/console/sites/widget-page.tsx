import './widget-page.css';
import { A, useParams } from '@solidjs/router';
import { createEffect, createSignal, on, Show, type JSX } from 'solid-js';
import type { SiteJson } from '../../../conversation/protocol/http/sites.ts';
import { greetingCharacters } from '../../../conversation/protocol/widget.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { createForm } from '../../ui/form.ts';
import { FormTrouble } from '../../ui/form-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { accentWords, checkWidget, settingsIn, snippetOf, widgetValues } from './widget-form.ts';
import { WidgetPreview } from './widget-preview.tsx';

/** How the chat looks on the pages of a site. */
export function WidgetPage(): JSX.Element {
  const { api } = useConsole();
  const params = useParams();
  const [site, setSite] = createSignal<SiteJson>();
  const [failure, setFailure] = createSignal<string>();
  const [gone, setGone] = createSignal(false);

  async function load(id: string | undefined) {
    setSite(undefined);
    setFailure(undefined);
    setGone(false);
    const result = await api.sites();
    if (!result.ok) return setFailure(result.refusal.message);
    const found = result.value.sites.find((one) => one.id === id);
    if (found === undefined) setGone(true);
    else setSite(found);
  }
  createEffect(on(() => params['id'], load));

  return (
    <div class="page">
      <div class="page-inner widget-page">
        <A href="/departments" class="page-text">
          All web sites
        </A>
        <Show when={failure()}>
          {(message) => (
            <EmptyState
              title="The site cannot be shown"
              text={message()}
              action={<Button onClick={() => void load(params['id'])}>Try again</Button>}
            />
          )}
        </Show>
        <Show when={gone()}>
          <EmptyState
            title="This site is not here"
            text="It was taken away, or the address is mistyped."
          />
        </Show>
        <Show
          when={site()}
          fallback={
            <Show when={failure() === undefined && !gone()}>
              <div class="card group" role="status">
                <span class="sr-only">Loading the site</span>
                <Skeleton width="40%" height="1.25rem" />
                <Skeleton width="100%" height="2.25rem" />
              </div>
            </Show>
          }
        >
          {(site) => <WidgetView site={site()} onSaved={setSite} />}
        </Show>
      </div>
    </div>
  );
}

interface WidgetViewProps {
  readonly site: SiteJson;
  onSaved(site: SiteJson): void;
}

function WidgetView(props: WidgetViewProps): JSX.Element {
  const { api } = useConsole();
  const [saved, setSaved] = createSignal(false);
  const form = createForm({
    initial: widgetValues(props.site.widget),
    check: checkWidget,
    isWrongAlready: () => true,
    // The server blames a field of `widget`.
    blamed: ({ field }) => {
      const [, name] = field?.split('.') ?? [];
      return (['title', 'greeting', 'accent', 'lang'] as const).find((one) => one === name);
    },
    send: async (values) => {
      const result = await api.changeSite(props.site.id, { widget: settingsIn(values) });
      if (result.ok) {
        setSaved(true);
        props.onSaved(result.value.site);
      }
      return result;
    },
  });
  const values = () => form.values();
  const write = (name: keyof ReturnType<typeof values>, value: string) => {
    setSaved(false);
    form.write(name, value);
  };
  const settings = () => settingsIn(values());
  const isChanged = () => JSON.stringify(settings()) !== JSON.stringify(props.site.widget);
  const [writtenOut, setWrittenOut] = createSignal(false);
  const [early, setEarly] = createSignal(false);
  const snippet = () =>
    snippetOf({
      home: location.origin,
      site: props.site,
      ...(writtenOut() && { settings: settings() }),
      early: early(),
    });

  return (
    <>
      <div class="page-head">
        <div>
          <h1 class="page-title">
            The chat on <bdi>{props.site.name}</bdi>
          </h1>
          <p class="page-text">Its pages show it like this within five minutes.</p>
        </div>
      </div>
      <div class="widget-columns">
        <form
          class="card form widget-form"
          novalidate
          autocomplete="off"
          onSubmit={(event) => void form.submit(event)}
        >
          <SelectField
            label="Opens as"
            value={values().mode}
            options={[
              ['floating', 'A window over the page'],
              ['sidebar', 'A sidebar of full height'],
              ['full', 'The whole screen'],
            ]}
            onChange={(value) => write('mode', value)}
          />
          <SelectField
            label="Stands at"
            value={values().position}
            options={[
              ['end', 'The end of the line (right, in English)'],
              ['start', 'The start of the line (left, in English)'],
            ]}
            onChange={(value) => write('position', value)}
          />
          <div class="widget-pair">
            <TextField
              label="From the side, px"
              inputmode="numeric"
              value={values().edgeSide}
              error={form.error('edgeSide')}
              onInput={(event) => write('edgeSide', event.currentTarget.value)}
            />
            <TextField
              label="From below, px"
              inputmode="numeric"
              value={values().edgeBottom}
              error={form.error('edgeBottom')}
              onInput={(event) => write('edgeBottom', event.currentTarget.value)}
            />
          </div>
          <div class="widget-colour">
            <TextField
              label="Colour"
              placeholder="#2f56d3"
              spellcheck={false}
              value={values().accent}
              hint={accentWords(values().accent)}
              error={form.error('accent')}
              onInput={(event) => write('accent', event.currentTarget.value)}
            />
            <input
              type="color"
              aria-label="Choose the colour"
              value={settings().accent ?? '#2f56d3'}
              onInput={(event) => write('accent', event.currentTarget.value)}
            />
          </div>
          <SelectField
            label="Light or dark"
            value={values().theme}
            options={[
              ['auto', 'As the visitor’s system says'],
              ['light', 'Light'],
              ['dark', 'Dark'],
            ]}
            onChange={(value) => write('theme', value)}
          />
          <TextField
            label="Title"
            placeholder="The department’s name"
            value={values().title}
            error={form.error('title')}
            onInput={(event) => write('title', event.currentTarget.value)}
          />
          <label class="field">
            <span class="field-label">Greeting</span>
            <textarea
              class="field-input"
              rows="3"
              maxlength={greetingCharacters}
              placeholder="The department’s greeting"
              aria-invalid={form.error('greeting') !== undefined}
              value={values().greeting}
              onInput={(event) =>
                write('greeting', event.currentTarget.value.replaceAll(/\s*\n\s*/g, ' '))
              }
            />
            <Show when={form.error('greeting')}>
              {(sentence) => (
                <span class="field-error" role="alert">
                  {sentence()}
                </span>
              )}
            </Show>
          </label>
          <SelectField
            label="Button that opens it"
            value={values().launcher}
            options={[
              ['shown', 'Ours, in the corner'],
              ['hidden', 'One of the page (data-parley-open)'],
            ]}
            onChange={(value) => write('launcher', value)}
          />
          <TextField
            label="Language"
            placeholder="As the page says"
            hint="Such as de or pt-BR. Left empty, it is the language of the page."
            autocapitalize="none"
            spellcheck={false}
            value={values().lang}
            error={form.error('lang')}
            onInput={(event) => write('lang', event.currentTarget.value)}
          />
          <Switch
            label="New messages can be heard"
            on={values().sound === 'on'}
            onChange={(on) => write('sound', on ? 'on' : 'off')}
          />
          <Switch
            label="The tab’s title counts them"
            on={values().tabTitle === 'on'}
            onChange={(on) => write('tabTitle', on ? 'on' : 'off')}
          />
          <FormTrouble sentence={form.trouble()} />
          <div class="widget-save">
            <Button look="primary" type="submit" busy={form.busy()} disabled={!isChanged()}>
              Save
            </Button>
            <span class="quiet" role="status">
              {saved() && !isChanged() ? 'Saved.' : isChanged() ? 'Not saved yet.' : ''}
            </span>
          </div>
        </form>
        <div class="widget-side">
          <WidgetPreview settings={settings()} />
          <section class="card form" aria-label="For the pages of this site">
            <h2 class="group-title">For the pages of this site</h2>
            <p class="page-text">Paste it before the end of the page’s body.</p>
            <CopyBlock text={snippet()} />
            <Switch
              label="Write these settings into the line, so that they win over what is saved here"
              on={writtenOut()}
              onChange={setWrittenOut}
            />
            <Switch
              label="The page calls Parley before it is loaded"
              on={early()}
              onChange={setEarly}
            />
          </section>
        </div>
      </div>
    </>
  );
}

/** Lines that are to be taken elsewhere; where the browser does not let us copy, they can be selected by hand. */
function CopyBlock(props: { readonly text: string }): JSX.Element {
  const [copied, setCopied] = createSignal<string>();
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied(props.text);
    } catch {
      // The browser refused: the text stands there to be selected.
    }
  }
  return (
    <div class="widget-snippet">
      <pre
        class="widget-code mono"
        tabindex="0"
        aria-label="Snippet"
        role="textbox"
        aria-readonly="true"
      >
        {props.text}
      </pre>
      <Button aria-label="Copy the snippet" onClick={() => void copy()}>
        {copied() === props.text ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
