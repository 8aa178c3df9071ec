/** The one form that all our mails have, as plain text and as HTML. What somebody wrote is text in both. */
import type { Mail } from './mail.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  /** Each is one paragraph of text. */
  readonly paragraphs: readonly string[];
  /** The one thing to do, as a button and as an address. */
  readonly action?: { readonly label: string; readonly url: string };
  /** Below, in small print: why it was sent. */
  readonly reason: string;
}

export function composeMail({ to, subject, paragraphs, action, reason }: Letter): Mail {
  const blocks = [
    ...paragraphs,
    ...(action === undefined ? [] : [`${action.label}:\n${action.url}`]),
    `-- \n${reason}`,
  ];
  return { to, subject: oneLine(subject), text: `${blocks.join('\n\n')}\n`, html: html() };

  function html(): string {
    const body = paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`);
    const button =
      action === undefined
        ? ''
        : `<p style="margin:24px 0"><a href="${escaped(action.url)}" style="${buttonStyle}">${escaped(action.label)}</a></p>` +
          `<p style="${smallStyle}">${escaped(action.url)}</p>`;
    return (
      `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
      `<meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>` +
      `<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">` +
      `<div style="max-width:480px;margin:0 auto">${body.join('')}${button}` +
      `<hr style="border:0;border-top:1px solid #d8d4cd;margin:24px 0">` +
      `<p style="${smallStyle}">${escaped(reason)}</p></div></body></html>`
    );
  }
}

const buttonStyle =
  'display:inline-block;padding:10px 18px;border-radius:10px;background:#2f56d3;color:#ffffff;text-decoration:none;font-weight:600';
const smallStyle = 'margin:0;font-size:13px;color:#676158;overflow-wrap:anywhere';

/** A subject is one header line. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** Line breaks stay line breaks. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('\n', '<br>');
}
