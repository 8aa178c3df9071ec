/** The palette, the sheet of keys, and the keyboard that opens them. */
import { createSignal, onCleanup, onMount, Show, type Component, type JSX } from 'solid-js';
import { createLate, type Late } from '../../browser/late.ts';
import { useConsole } from '../console-context.ts';
import { commandFor } from './keys.ts';
import type { OverlayProps } from './palette.tsx';

/** They come when they are first opened. */
const loadPalette = async (): Promise<Component<OverlayProps>> =>
  (await import('./palette.tsx')).Palette;
const loadSheet = async (): Promise<Component<OverlayProps>> =>
  (await import('./keys-sheet.tsx')).KeysSheet;

export function Overlays(): JSX.Element {
  const { commands, isMac, preferences } = useConsole();
  const [opened, setOpened] = createSignal<'palette' | 'sheet'>();
  const palette = createLate(loadPalette);
  const sheet = createLate(loadSheet);
  const open = (which: 'palette' | 'sheet', late: Late<OverlayProps>) => {
    if (late.part() === undefined) late.load();
    setOpened(which);
  };
  commands.offer({
    'open-palette': { run: () => open('palette', palette) },
    'show-keys': { run: () => open('sheet', sheet) },
    'toggle-keys': { run: () => preferences.singleKeys.set(!preferences.singleKeys.now()) },
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const command = commandFor(event, {
      isMac,
      isWriting: target.closest('input, textarea, select, [contenteditable]') !== null,
      isInWindow: document.querySelector('[role="dialog"], [role="menu"], dialog[open]') !== null,
      singleKeys: preferences.singleKeys.now(),
    });
    if (command !== undefined && commands.run(command.id)) event.preventDefault();
  }
  onMount(() => {
    document.addEventListener('keydown', onKeyDown);
    onCleanup(() => document.removeEventListener('keydown', onKeyDown));
  });

  const shown = () => {
    switch (opened()) {
      case 'palette':
        return palette.part();
      case 'sheet':
        return sheet.part();
      default:
        return undefined;
    }
  };
  return (
    <Show when={shown()} keyed>
      {(Part) => <Part onClose={() => setOpened(undefined)} />}
    </Show>
  );
}
