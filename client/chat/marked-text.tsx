/** A message with marks in it, as elements. Loaded by late-marks.ts. */
import './marked-text.css';
import type { JSX } from 'solid-js';
import { unreachable } from '../../conversation/protocol/result.ts';
import type { Inline } from './inline.ts';
import { parseMarkdown, type Block } from './markdown.ts';

export { plainText } from './markdown.ts';

/** Text becomes text nodes; only what was found safe becomes a link. */
export function markedText(text: string): JSX.Element {
  const blocks = parseMarkdown(text);
  const [first] = blocks;
  // Nearly all of them.
  if (blocks.length === 1 && first?.kind === 'text') return inlineOf(first.inside);
  return <div class="text-blocks">{blocks.map(blockOf)}</div>;
}

function blockOf(block: Block): JSX.Element {
  switch (block.kind) {
    case 'text':
      return <div dir="auto">{inlineOf(block.inside)}</div>;
    case 'code':
      return (
        <pre class="text-code" dir="ltr" tabindex="0">
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote class="text-quote" dir="auto">
          {inlineOf(block.inside)}
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item) => <li dir="auto">{inlineOf(item)}</li>);
      return block.from === undefined ? <ul>{items}</ul> : <ol start={block.from}>{items}</ol>;
    }
    default:
      return unreachable(block);
  }
}

function inlineOf(pieces: readonly Inline[]): JSX.Element {
  return pieces.map((piece) => {
    switch (piece.kind) {
      case 'text':
        return piece.text;
      case 'code':
        return <code dir="ltr">{piece.text}</code>;
      case 'link':
        return (
          <a
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={piece.href}
          >
            <bdi>{piece.text}</bdi>
          </a>
        );
      case 'strong':
        return <strong>{inlineOf(piece.inside)}</strong>;
      case 'em':
        return <em>{inlineOf(piece.inside)}</em>;
      default:
        return unreachable(piece);
    }
  });
}
