/** What the page around the chat says of it, once it is there. Few words, so the languages stand side by side. */
import type { Language } from '../words/language.ts';

export interface ChatWords {
  /** Of the launcher, while the chat is open. */
  readonly close: string;
  /** What the panel and the frame are called where the site gives no title. */
  readonly chat: string;
  /** What the number on the launcher means. */
  readonly unread: string;
}

export const chatWords: Readonly<Record<Language, ChatWords>> = {
  en: { close: 'Close chat', chat: 'Chat', unread: 'Unread messages:' },
  de: { close: 'Chat schließen', chat: 'Chat', unread: 'Ungelesene Nachrichten:' },
  es: { close: 'Cerrar el chat', chat: 'Chat', unread: 'Mensajes sin leer:' },
  fr: { close: 'Fermer le chat', chat: 'Chat', unread: 'Messages non lus :' },
  ar: { close: 'إغلاق المحادثة', chat: 'محادثة', unread: 'رسائل غير مقروءة:' },
};
