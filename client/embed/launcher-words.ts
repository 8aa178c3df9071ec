/** What is said before the chat is there. Four sentences, so the languages stand side by side in the first script. */
import { chooseLanguage, type Language } from '../words/language.ts';

export interface LauncherWords {
  readonly open: string;
  readonly close: string;
  /** What the panel and the frame are called where the site gives no title. */
  readonly chat: string;
  /** What the number on the button means. */
  readonly unread: string;
}

type Row = readonly [open: string, close: string, chat: string, unread: string];

const rows: Readonly<Record<Language, Row>> = {
  en: ['Open chat', 'Close chat', 'Chat', 'Unread messages:'],
  de: ['Chat öffnen', 'Chat schließen', 'Chat', 'Ungelesene Nachrichten:'],
  es: ['Abrir el chat', 'Cerrar el chat', 'Chat', 'Mensajes sin leer:'],
  fr: ['Ouvrir le chat', 'Fermer le chat', 'Chat', 'Messages non lus :'],
  ar: ['فتح المحادثة', 'إغلاق المحادثة', 'محادثة', 'رسائل غير مقروءة:'],
};

/** @param wanted language tags, the dearest first */
export function launcherWords(wanted: readonly string[]): LauncherWords {
  const [open, close, chat, unread] = rows[chooseLanguage(wanted)];
  return { open, close, chat, unread };
}
