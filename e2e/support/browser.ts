/** How Chromium is started for the tests. */

/** @param mdns true leaves local addresses hidden behind mDNS names, as in the browsers of visitors */
export function chromiumArgs({ mdns }: { readonly mdns: boolean }): string[] {
  return [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(mdns ? [] : ['--disable-features=WebRtcHideLocalIpsWithMdns']),
  ];
}

/** A browser that may listen, and hears Chromium's own device, which beeps. */
export const withMicrophone = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    ...chromiumArgs({ mdns: false }),
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ],
};
