/** How many messages wait, on the launcher. */
export const badgeCss = `
.badge {
  position: absolute;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  min-width: 20px;
  padding: 4px 5px;
  border: 2px solid var(--surface);
  border-radius: 12px;
  background: #c8372d;
  color: #fff;
  text-align: center;
  font: 600 12px/1 system-ui, sans-serif;
  box-sizing: border-box;
}
.badge:empty,
:host([data-open]) .badge {
  display: none;
}
`;
