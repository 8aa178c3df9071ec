/** The door to service workers. A script address is a Trusted Types sink, so it has a policy of its own. */
interface ScriptUrls {
  createScriptURL(url: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: ScriptUrls): ScriptUrls;
}

/** Also named in the `trusted-types` directive of the server's Content-Security-Policy. */
const policyName = 'parley-worker';

/** A worker that is new fetches all that its page may need: that must not hold up what the page was opened for. */
const registerAfterMs = 1_500;

/**
 * Registers a worker of ours once per page. Where that is not possible (private windows, plain http), the page
 * works and needs the server to open.
 */
export function registerServiceWorker(path: `/${string}.js`, scope: `/${string}/`): void {
  if (!('serviceWorker' in navigator)) return;
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  const rules: ScriptUrls = {
    createScriptURL(url) {
      if (url !== path) throw new TypeError('Only our own worker is registered.');
      return url;
    },
  };
  const policy = trustedTypes?.createPolicy(policyName, rules) ?? rules;
  const url = policy.createScriptURL(path);
  setTimeout(() => {
    navigator.serviceWorker.register(url, { scope }).catch(() => {
      // Refused by the browser's settings: only opening without the server is lost.
    });
  }, registerAfterMs);
}
