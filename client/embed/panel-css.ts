/** The panel by display mode; it comes with the first opening. On a phone all of them cover the screen. */
export const panelCss = `
:host {
  --surface: #fff;
  --line: #e4dfd8;
}
:host([data-look='dark']) {
  --surface: #1e1d1b;
  --line: #33302c;
}
@media (prefers-color-scheme: dark) {
  :host([data-look='auto']) {
    --surface: #1e1d1b;
    --line: #33302c;
  }
}
[role='dialog'] {
  position: fixed;
  inset-block-end: calc(var(--edge-bottom) + 72px);
  inset-inline-end: var(--edge-side);
  width: min(380px, calc(100% - 2 * var(--edge-side)));
  height: min(640px, calc(100% - var(--edge-bottom) - 92px));
  overflow: hidden;
  border-radius: 16px;
  background: var(--surface);
  box-shadow: 0 0 0 1px var(--line), 0 2px 8px rgb(60 48 32 / 8%), 0 16px 48px rgb(60 48 32 / 22%);
  opacity: 0;
  transform: translateY(8px);
  visibility: hidden;
  transition: opacity 120ms, transform 200ms cubic-bezier(0.2, 0, 0, 1), visibility 120ms;
}
:host([data-position='start']) [role='dialog'] {
  inset-inline: var(--edge-side) auto;
}
:host([data-launcher='hidden']) [role='dialog'] {
  inset-block-end: var(--edge-bottom);
  height: min(640px, calc(100% - 2 * var(--edge-bottom)));
}
:host([data-mode='sidebar']) [role='dialog'] {
  inset-block: 0;
  inset-inline: auto 0;
  width: min(420px, 100%);
  height: 100%;
  border-radius: 0;
}
:host([data-mode='sidebar'][data-position='start']) [role='dialog'] {
  inset-inline: 0 auto;
}
:host([data-mode='full']) [role='dialog'] {
  inset: 0;
  width: 100%;
  height: 100%;
  border-radius: 0;
}
:host([data-open]) [role='dialog'] {
  opacity: 1;
  transform: none;
  visibility: visible;
}
:host(:not([data-mode='floating'])[data-open]) button {
  display: none;
}
iframe {
  display: block;
  width: 100%;
  height: 100%;
  border: 0;
}
@media (max-width: 479px) {
  [role='dialog'] {
    inset: var(--visible-top, 0) 0 auto !important;
    width: 100% !important;
    height: var(--visible-height, 100%) !important;
    border-radius: 0 !important;
  }
  :host([data-open]) button {
    display: none;
  }
}
`;
