import { onCleanup, type JSX } from 'solid-js';

interface DrawnFrameProps {
  readonly title: string;
  readonly class?: string;
  /** Draws into it, once. @returns the undo */
  draw(document: Document): () => void;
}

/**
 * A window of its own with nothing loaded into it: what is drawn there has this page's style sheets, and its own width
 * for whatever asks for it.
 */
export function DrawnFrame(props: DrawnFrameProps): JSX.Element {
  return (
    <iframe
      ref={(frame) => onCleanup(drawInto(frame, (document) => props.draw(document)))}
      title={props.title}
      class={props.class}
    />
  );
}

/** Also for a frame that something else puts in its place. @returns the undo */
export function drawInto(
  frame: HTMLIFrameElement,
  draw: (document: Document) => () => void,
): () => void {
  let undo = (): void => undefined;
  // Some browsers begin with one document, and have another one a moment later.
  const onLoad = () => {
    undo();
    const { contentDocument: inside } = frame;
    if (inside === null) return;
    for (const sheet of document.head.querySelectorAll('link[rel="stylesheet"], style')) {
      inside.head.append(sheet.cloneNode(true));
    }
    inside.title = frame.title;
    inside.documentElement.lang = document.documentElement.lang;
    inside.body.replaceChildren();
    undo = draw(inside);
  };
  frame.addEventListener('load', onLoad);
  return () => {
    frame.removeEventListener('load', onLoad);
    undo();
  };
}
