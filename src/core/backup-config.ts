/** The configuration of a guest, as a backup holds it. */
export interface BackupConfig {
  /** The file as it is. */
  readonly text: string;
  /** The guest's keys with their values as text: `{ memory: '512', net0: 'name=eth0,…' }`. `description` is decoded. */
  readonly keys: Readonly<Record<string, string>>;
  /** Raw `lxc.*` lines, in their order. */
  readonly lxc: readonly (readonly [string, string])[];
}

/**
 * Reads a guest's configuration file (pve-container src/PVE/LXC/Config.pm parse_pct_config). Only what stands before
 * the first `[section]` is the guest: snapshots and pending changes come after. Lines that are no `key: value` are
 * left out; of a key that stands twice the last counts, as on the host.
 */
export function parseBackupConfig(text: string): BackupConfig {
  const keys: Record<string, string> = Object.create(null);
  const lxc: [string, string][] = [];
  let description = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^\[[^\]]*\]\s*$/.test(line)) break;
    // A virtual machine's backup has notes of its own in the shape of comments.
    if (/^#(?:qmdump|vzdump)#/.test(line)) continue;
    if (line.startsWith('#')) {
      description += `${decodeText(line.slice(1))}\n`;
      continue;
    }
    const [, rawKey, rawValue] = /^(lxc\.[a-z0-9_\-.]+)\s*[:=]\s*(.*?)\s*$/.exec(line) ?? [];
    if (rawKey !== undefined && rawValue !== undefined) {
      lxc.push([rawKey, rawValue]);
      continue;
    }
    const [, key, value] = /^([a-z][a-z0-9_-]*):\s*(.*?)\s*$/i.exec(line) ?? [];
    if (key === undefined || value === undefined || value === '') continue;
    if (key === 'description') description += `${decodeText(value)}\n`;
    else keys[key] = value;
  }
  if (description !== '') keys['description'] = description;
  return { text, keys: { ...keys }, lxc };
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
