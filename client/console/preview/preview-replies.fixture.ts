/** Canned replies of nobody, for pictures. */
import type { CannedReply, ReplyPlace } from '../../../conversation/protocol/http/replies.ts';
import type { DepartmentId, ReplyId } from '../../../conversation/protocol/ids.ts';
import { accept } from '../../../conversation/protocol/result.ts';
import { fakeId } from '../../state/fake-peer.fixture.ts';
import type { RepliesApi } from '../api/replies-api.ts';

export function previewReplies(): RepliesApi {
  const department = fakeId('support') as DepartmentId;
  const ofSupport: ReplyPlace = { kind: 'department', department, name: 'Support' };
  const reply = (shortcut: string, place: ReplyPlace, text: string): CannedReply => ({
    id: fakeId(shortcut) as ReplyId,
    place,
    shortcut,
    text,
    changedAt: 0,
    mayChange: true,
  });
  const all = [
    reply(
      'hello',
      { kind: 'global' },
      'Hello {{client.name}}, this is {{agent.name}}. How can I help?',
    ),
    reply('reading', ofSupport, 'Please send us a photo of the meter with today’s date beside it.'),
    reply('bye', { kind: 'personal' }, 'You are welcome. Have a good day!'),
  ];
  const [first] = all;
  if (first === undefined) throw new Error('A preview has replies.');
  return {
    replies: () =>
      Promise.resolve(
        accept({
          replies: all,
          mayAdd: { departments: [{ id: department, name: 'Support' }], global: true },
        }),
      ),
    addReply: () => Promise.resolve(accept({ reply: first })),
    changeReply: () => Promise.resolve(accept({ reply: first })),
    deleteReply: () => Promise.resolve(accept({})),
  };
}
