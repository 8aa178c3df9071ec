import { spawnSync } from 'node:child_process';

/**
 * What the laboratory needs and this machine lacks, as one sentence with the remedy.
 * @param programs besides `ip` and `nft`
 */
export function whatIsMissing(programs: readonly string[] = []): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const packages: Record<string, string> = { ip: 'iproute2', nft: 'nftables', sysctl: 'procps' };
  const absent = ['ip', 'nft', 'sysctl', ...programs].filter((program) => !isThere(program));
  if (absent.length > 0) {
    const names = absent.map((program) => packages[program] ?? program).join(' ');
    return `${absent.join(', ')} not found; on Debian: apt-get install ${names}`;
  }
  const name = `parley-${process.pid}-0-probe`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (made.status !== 0) return `no namespace can be made here: ${made.stderr.trim()}`;
  const rules = ['netns', 'exec', name, 'nft', '-f', '-'];
  const input =
    'table ip probe {\n  chain out {\n    type nat hook postrouting priority 100\n    masquerade\n  }\n}\n';
  const ruled = spawnSync('ip', rules, { encoding: 'utf8', input });
  spawnSync('ip', ['netns', 'delete', name]);
  return ruled.status === 0 ? undefined : `nftables does not work here: ${ruled.stderr.trim()}`;
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
