/** Sizes are pixels: the host page's font size is not ours to follow. Colours repeat ui/tokens.css. */
export const launcherCss = `
:host {
  all: initial;
  --accent: #2f56d3;
  --on-accent: #fff;
  color-scheme: light dark;
  position: fixed;
  inset-block-end: var(--edge-bottom);
  inset-inline-end: min(var(--edge-side), 50vw - 28px);
  z-index: 2147483000;
}
:host([data-position='start']) {
  inset-inline: min(var(--edge-side), 50vw - 28px) auto;
}
:host([data-look='light']) {
  color-scheme: light;
}
:host([data-look='dark']) {
  color-scheme: dark;
}
button {
  position: relative;
  display: grid;
  place-items: center;
  width: 56px;
  height: 56px;
  padding: 0;
  border: 0;
  border-radius: 50%;
  background: var(--accent);
  box-shadow: 0 2px 6px rgb(40 30 20 / 18%), 0 8px 24px rgb(40 30 20 / 22%);
  color: var(--on-accent);
  cursor: pointer;
  transition: scale 120ms, filter 120ms;
}
:host([data-launcher='hidden']) button {
  display: none;
}
button:hover {
  filter: brightness(1.08);
}
button:active {
  scale: 0.95;
}
button:focus-visible {
  outline: 3px solid Canvas;
  box-shadow: 0 0 0 6px var(--accent);
}
svg {
  width: 28px;
  height: 28px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
  stroke-linejoin: round;
}
@media (prefers-reduced-motion: reduce) {
  * {
    transition: none !important;
  }
}
@media (forced-colors: active) {
  button {
    border: 2px solid ButtonText;
  }
}
@media print {
  :host {
    display: none;
  }
}
`;
