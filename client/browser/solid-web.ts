/**
 * The door through which compiled components reach solid-js/web (vite.config.ts, `moduleName`).
 *
 * Solid makes its elements by parsing compile-time markup. Under `require-trusted-types-for 'script'`
 * that takes a policy; as only compiled components import this file, and they pass nothing but literals,
 * the policy admits exactly what was in our source and nothing that was ever typed by anybody.
 */
import { untrack } from 'solid-js';

export * from 'solid-js/web';

/** Also named in the `trusted-types` directive of the server's Content-Security-Policy. */
const policyName = 'parley-templates';

interface TemplatePolicy {
  createHTML(html: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: TemplatePolicy): TemplatePolicy;
}

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
// The one thing at module level here: browsers refuse a second policy of the same name.
const policy: TemplatePolicy = (
  trustedTypes ?? { createPolicy: (_name: string, rules: TemplatePolicy) => rules }
).createPolicy(policyName, { createHTML: (html) => html });

/** Stands in for dom-expressions' `template` (solid-js 1.9, web/dist/web.js), with the same parameters. */
export function template(
  html: string,
  isImportNode?: boolean,
  isSvg?: boolean,
  isMathMl?: boolean,
): { (): Node; cloneNode(): Node } {
  let node: Node | undefined;
  const make = () => {
    if (isMathMl === true) throw new Error('MathML templates are not used here.');
    const holder = document.createElement('template');
    // oxlint-disable-next-line no-restricted-properties -- a literal of our own source, see above
    holder.innerHTML = policy.createHTML(html);
    const first =
      isSvg === true ? holder.content.firstChild?.firstChild : holder.content.firstChild;
    if (first === null || first === undefined) throw new Error('A template holds one element.');
    return first;
  };
  const original = () => (node ??= make());
  const copy =
    isImportNode === true
      ? () => untrack(() => document.importNode(original(), true))
      : () => original().cloneNode(true);
  return Object.assign(copy, { cloneNode: copy });
}
