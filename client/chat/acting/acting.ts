/** What one does to messages of one conversation: what the next words are about, and the deeds themselves. */
import { createSignal, type Accessor } from 'solid-js';
import type { MessageDetails } from '../../../conversation/log/message-details.ts';
import type { HowSaid } from '../../../conversation/log/payload.ts';
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { Conversation } from '../../../conversation/peer/api.ts';
import type { EntryId, ParticipantId } from '../../../conversation/protocol/ids.ts';
import type { Attaching } from '../../files/attaching.ts';
import type { Prepared } from '../../files/prepare.ts';
import type { Transfers } from '../../files/transfers.ts';
import { deedsFor, type Deed, type MessageItem } from './deeds.ts';
import { t } from '../../words/words.ts';

export interface About {
  readonly kind: 'reply' | 'edit';
  readonly item: MessageItem;
}

export interface Acting {
  readonly about: Accessor<About | undefined>;
  replyTo(item: MessageItem): void;
  edit(item: MessageItem): void;
  /** The last of one's own that can be edited; false where there is none. */
  editLast(): boolean;
  /** The next words are about nothing. */
  drop(): void;
  deeds(item: TimelineItem): readonly Deed[];
  /** Adds one's own reaction, or takes it away again. */
  react(item: MessageItem, emoji: string): void;
  takeBack(item: MessageItem): void;
  copy(item: MessageItem): void;
  /** Begins a note about it that only colleagues see. */
  note(item: MessageItem): void;
  /** What is known of it; earlier texts only where one may see them. */
  details(id: EntryId): MessageDetails | undefined;
  /** What goes with the next words; undefined where files cannot be sent. */
  readonly attaching: Attaching | undefined;
  /** Words for the conversation, with what is attached: an answer, another text for a message, or just said. */
  send(text: string): void;
}

export interface ActingOptions {
  readonly conversation: Pick<
    Conversation,
    | 'id'
    | 'status'
    | 'onChange'
    | 'mayChange'
    | 'edit'
    | 'takeBack'
    | 'react'
    | 'details'
    | 'items'
    | 'you'
  >;
  /** Staff see the earlier texts of everybody's messages, others those of their own. */
  readonly isStaff: boolean;
  say(text: string, how: HowSaid): void;
  /** Undefined where files cannot be sent. */
  readonly files?: {
    readonly attaching: Attaching;
    readonly transfers: Pick<Transfers, 'send' | 'keep'>;
  };
  writeToClipboard(text: string): Promise<void>;
  /** Undefined where nobody takes notes. */
  readonly note?: (item: MessageItem) => void;
  /** It could not be done: a sentence. */
  onTrouble(sentence: string): void;
  /** A reaction of one's own was taken back; it can be given again. */
  onUnreact?(again: () => void): void;
}

export function createActing(options: ActingOptions): Acting {
  const { conversation } = options;
  const [about, setAbout] = createSignal<About>();
  const mayEdit = (item: TimelineItem): item is MessageItem =>
    deedsFor(item, conversation.mayChange()).includes('edit');

  function attempt(deed: () => void): void {
    try {
      deed();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      options.onTrouble(error.message);
    }
  }

  /** The message comes first: the server takes files of conversations that it knows. */
  function bring({ file, content }: Prepared): void {
    const { id } = conversation;
    const what = { conversation: id, file, content };
    if (conversation.status() !== undefined) return options.files?.transfers.send(what);
    options.files?.transfers.keep(what);
    const undo = conversation.onChange(() => {
      if (conversation.status() === undefined) return;
      undo();
      options.files?.transfers.send(what);
    });
  }

  return {
    about,
    attaching: options.files?.attaching,
    replyTo: (item) => void setAbout({ kind: 'reply', item }),
    edit: (item) => void setAbout({ kind: 'edit', item }),
    editLast: () => {
      const last = conversation.items().findLast((item) => item.mine && item.kind === 'message');
      if (last === undefined || !mayEdit(last)) return false;
      setAbout({ kind: 'edit', item: last });
      return true;
    },
    drop: () => {
      setAbout(undefined);
    },
    deeds: (item) => deedsFor(item, conversation.mayChange(), options.note !== undefined),
    note: (item) => options.note?.(item),
    react: (item, emoji) => {
      const isOn = hasReacted(item, emoji, conversation.you()?.id);
      attempt(() => conversation.react(item.id, emoji, !isOn));
      if (isOn) options.onUnreact?.(() => attempt(() => conversation.react(item.id, emoji, true)));
    },
    takeBack: (item) => {
      if (about()?.item.id === item.id) setAbout(undefined);
      attempt(() => conversation.takeBack(item.id));
    },
    copy: (item) => {
      options.writeToClipboard(item.text).catch(() => options.onTrouble(t('deed.copy-refused')));
    },
    details: (id) => {
      const details = conversation.details(id);
      const isMine = conversation.items().find((item) => item.id === id)?.mine === true;
      return details === undefined || options.isStaff || isMine
        ? details
        : { ...details, texts: details.texts.slice(-1) };
    },
    send: (text) => {
      const now = about();
      setAbout(undefined);
      if (now?.kind !== 'edit') {
        const taken = options.files?.attaching.take() ?? [];
        const files = taken.map(({ file }) => file);
        options.say(text, {
          ...(now === undefined ? {} : { replyTo: now.item.id }),
          ...(files.length === 0 ? {} : { files }),
        });
        for (const prepared of taken) bring(prepared);
      } else if (text !== now.item.text) {
        attempt(() => conversation.edit(now.item.id, text));
      }
    },
  };
}

export function hasReacted(
  item: MessageItem,
  emoji: string,
  you: ParticipantId | undefined,
): boolean {
  return item.reactions.some((it) => it.emoji === emoji && it.by.some(({ id }) => id === you));
}
