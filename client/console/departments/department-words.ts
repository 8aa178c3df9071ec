/** What the policies of departments are called. */
import type { DepartmentJson, Preset } from '../../../conversation/protocol/http/departments.ts';
import type { ConversationKind } from '../../../conversation/protocol/kinds.ts';
import type { Choice } from '../../signed-in/ui/choices.tsx';

export const presetChoices: readonly Choice<Preset>[] = [
  {
    value: 'support-desk',
    name: 'Support desk',
    sentence: 'Names are shown, and staff may close conversations.',
  },
  {
    value: 'institutions',
    name: 'Institution',
    sentence: 'Both sides stay anonymous, and only the person who asked ends a conversation.',
  },
  {
    value: 'learning',
    name: 'Course',
    sentence: 'Support, groups, discussions and announcements for a course.',
  },
];

export const presetName = (preset: Preset): string =>
  presetChoices.find(({ value }) => value === preset)?.name ?? preset;

export const answerChoices: readonly Choice<DepartmentJson['firstAnswer']>[] = [
  {
    value: 'people',
    name: 'People first',
    sentence: 'An agent who is available answers; the bot only when nobody is.',
  },
  {
    value: 'bots',
    name: 'Bot first',
    sentence: 'The bot answers and hands over to an agent when it is asked to or cannot help.',
  },
];

export const connectionChoices: readonly Choice<DepartmentJson['connection']>[] = [
  {
    value: 'direct',
    name: 'Direct',
    sentence: 'Browser to browser, the fastest way. Each side can learn the other’s IP address.',
  },
  {
    value: 'relay',
    name: 'Relayed',
    sentence: 'Through a TURN relay, so that neither side learns the other’s address.',
  },
  { value: 'server', name: 'Via server', sentence: 'Everything goes through this server.' },
];

export const closingChoices: readonly Choice<DepartmentJson['whoCloses']>[] = [
  { value: 'anybody', name: 'Staff too', sentence: 'Whoever asked, and whoever answers.' },
  { value: 'raiser', name: 'Only who asked', sentence: 'Staff can neither close nor delete.' },
];

export const nameChoices: readonly Choice<DepartmentJson['names']>[] = [
  { value: 'open', name: 'Shown', sentence: 'Both sides see who they talk to.' },
  {
    value: 'masked',
    name: 'Masked',
    sentence: 'Neither side learns name, account or address. Always via the server.',
  },
];

export const kindNames: Readonly<Record<ConversationKind, string>> = {
  support: 'Public support',
  course: 'Student with instructor',
  direct: 'Direct',
  'study-group': 'Study group',
  discussion: 'Course discussion',
  departments: 'Department to department',
  announcement: 'Announcement',
};
