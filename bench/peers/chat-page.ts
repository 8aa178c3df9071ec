/** The plain page that all peers draw: a text box and a list. Runs in the browser. */

declare global {
  interface Window {
    /** Whether the other side can be reached: directly, or through its server. */
    peerReady: boolean;
    /** Of the history's page: adds messages until there are so many, each as if it were typed. */
    benchFill(count: number): Promise<void>;
  }
}

export interface Asked {
  readonly server: string;
  readonly room: string;
  readonly me: string;
  readonly other: string;
}

export function asked(): Asked {
  const words = new URLSearchParams(location.search);
  const get = (name: string) => words.get(name) ?? '';
  return { server: get('server'), room: get('room'), me: get('me'), other: get('other') };
}

export interface ChatPage {
  show(text: string): void;
}

export function drawChat(on: {
  say(text: string): void;
  typing?(typing: boolean): void;
}): ChatPage {
  const box = document.createElement('textarea');
  const list = document.createElement('div');
  box.addEventListener('input', () => on.typing?.(true));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    on.say(box.value);
    on.typing?.(false);
    box.value = '';
  });
  document.body.append(list, box);
  return {
    show(text) {
      const line = document.createElement('p');
      line.textContent = text;
      list.append(line);
    },
  };
}

/** Says so in `peerReady`, from now on. */
export function watchReady(isReady: () => boolean): void {
  window.peerReady = false;
  setInterval(() => (window.peerReady = isReady()), 5);
}
