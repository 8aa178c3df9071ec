/** Names of the laboratory's namespaces: `parley-<process id>-<number>-<place>`. */

export function namespaceName(pid: number, lab: number, place: string): string {
  return `parley-${pid}-${lab}-${place}`;
}

/**
 * @param listed what `ip netns list` printed
 * @returns the namespaces of laboratories whose process is gone
 */
export function staleNamespaces(listed: string, isAlive: (pid: number) => boolean): string[] {
  return listed
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => {
      const pid = /^parley-([0-9]+)-[0-9]+-[a-z-]+$/.exec(name)?.[1];
      return pid !== undefined && !isAlive(Number(pid));
    });
}
