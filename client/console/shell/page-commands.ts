/** The commands that work on every page. */
import type { useNavigate } from '@solidjs/router';
import { isAdmin, type ConsoleContext } from '../console-context.ts';
import { nextUnread } from '../commands/next-unread.ts';

export function offerPages(
  context: ConsoleContext,
  navigate: ReturnType<typeof useNavigate>,
): void {
  const { commands, desk, me, notifier, peer, preferences, undo } = context;
  const to = (path: string) => ({ run: () => navigate(path) });
  const forAdmins = (path: string) => ({ ...to(path), may: () => isAdmin(me) });
  const theme = (name: Parameters<typeof preferences.theme.set>[0]) => ({
    run: () => preferences.theme.set(name),
    may: () => preferences.theme.now() !== name,
  });
  const unread = () =>
    nextUnread(
      [...desk.ordered(), ...desk.groups()].map(({ id, attention }) => ({ id, ...attention() })),
      desk.selected()?.id,
    );

  commands.offer({
    undo: { run: () => void undo.take(), may: () => undo.offered() !== undefined },
    'next-unread': {
      run: () => {
        const next = unread();
        if (next !== undefined) navigate(`/conversations/${next}`);
      },
      may: () => unread() !== undefined,
    },
    'go-conversations': to('/'),
    'go-tickets': to('/tickets'),
    'go-departments': to('/departments'),
    'go-replies': to('/replies'),
    'go-archive': forAdmins('/archive'),
    'go-people': forAdmins('/people'),
    'go-audit': forAdmins('/audit'),
    'go-account': to('/account'),
    'toggle-available': {
      run: () => peer.peer.setAvailable(!peer.available()),
      may: () => peer.session().state !== 'ended',
    },
    'toggle-sound': { run: () => preferences.sounds.set(!preferences.sounds.now()) },
    'toggle-notifications': {
      run: () => {
        const on = !preferences.notifications.now();
        preferences.notifications.set(on);
        if (on) void notifier.ask();
      },
      may: () => notifier.may() === 'yes' || notifier.may() === 'ask',
    },
    'theme-light': theme('light'),
    'theme-dark': theme('dark'),
    'theme-auto': theme('auto'),
    'sign-out': { run: () => context.signOut() },
  });
}
