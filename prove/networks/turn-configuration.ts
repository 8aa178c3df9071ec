/** What the laboratory changes in the shipped `turnserver.conf`: what its reader is told to replace, and no more. */

export interface TurnChanges {
  readonly address: string;
  readonly secret: string;
  readonly allowedPeers: readonly string[];
  readonly webPort?: number | undefined;
  /** For the files that coturn writes. */
  readonly folder: string;
}

export function turnConfiguration(shipped: string, changes: TurnChanges): string {
  const { address, secret, allowedPeers, webPort, folder } = changes;
  const replaced = shipped.replace(/^static-auth-secret=.*$/m, `static-auth-secret=${secret}`);
  if (replaced === shipped) throw new Error('The shipped turnserver.conf names no secret.');
  return [
    replaced,
    // Otherwise it listens and relays on the loopback too.
    `listening-ip=${address}`,
    `relay-ip=${address}`,
    ...(webPort === undefined ? [] : [`aux-server=${address}:${webPort}`]),
    ...allowedPeers.map((peers) => `allowed-peer-ip=${peers}`),
    'no-tls',
    `pidfile=${folder}/pid`,
    `userdb=${folder}/db`,
    'log-file=stdout',
    'simple-log',
    'verbose',
    '',
  ].join('\n');
}
