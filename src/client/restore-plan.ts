import type { BackupConfig } from '../core/backup-config.js';
import { ParamsError } from '../core/errors.js';
import { formatProperties, type Properties, parseProperties } from './property-strings.js';
import type { LxcConfig } from './resources/lxc-config.js';
import type { RestoreCreateParams } from './types.js';
import type { PropertyFormat } from './wire-facts.js';

/** Something about a restore that its caller should know before it. */
export interface RestoreFinding {
  /**
   * `fails`: PVE refuses, at once or in the task. `needs`: it does, unless the caller has `privileges` on `path`.
   * `dropped`: it is in the backup and not in what comes back. `empty`: a volume that comes back without content.
   * `destroyed`: of the container that is overwritten.
   */
  effect: 'fails' | 'needs' | 'dropped' | 'empty' | 'destroyed';
  /** The configuration key that it is about. */
  key: string;
  message: string;
  /** root@pam itself could do it, on the host; no token can. */
  rootOnly: boolean;
  path?: string;
  privileges?: readonly string[];
}

/** What is known beside the backup. */
export interface RestoreFacts {
  /** Whether root@pam itself asks: no token of it, a login. */
  isRoot: boolean;
  /** The container that would be overwritten. */
  existing: { config: LxcConfig; running: boolean } | undefined;
}

/** A mount of a configuration. */
interface Mount {
  key: string;
  kind: 'volume' | 'bind' | 'device';
  source: string;
  /** Bytes. */
  size: number | undefined;
  backup: boolean;
  /** The same on a new volume. */
  on(volume: string): string;
}

const isMount = (key: string): boolean => /^(?:rootfs|mp\d+)$/.test(key);

/**
 * The disks that put each volume of a backup on the storage that `storages` has for its old one, as keys of a restore.
 * Others go to `fallback`, or where they were. PVE can only put all on one storage or take every disk spelt out, so
 * all are. Bind mounts and devices are left out.
 */
export function remap(
  backup: BackupConfig,
  storages: Readonly<Record<string, string>>,
  fallback: string | undefined,
): Record<string, string> {
  const disks: Record<string, string> = {};
  for (const { key, kind, source, size, on } of mountsOf(backup)) {
    if (kind !== 'volume' || size === undefined) continue;
    const old = source.slice(0, source.indexOf(':'));
    const target = (Object.hasOwn(storages, old) ? storages[old] : undefined) ?? fallback ?? old;
    disks[key] = on(`${target}:${gib(size)}`);
  }
  return disks;
}

/** What a restore with these parameters would not do, or not without more than the backup. */
export function findingsOf(
  params: RestoreCreateParams,
  backup: BackupConfig,
  facts: RestoreFacts,
): RestoreFinding[] {
  const { keys } = backup;
  if (keys['rootfs'] === undefined && !Object.hasOwn(params, 'rootfs')) {
    const message = 'the backup has no root volume of a container: it is no container’s, or damaged';
    return [{ effect: 'fails', key: 'rootfs', message, rootOnly: false }];
  }
  return [
    ...mountFindings(params, backup, facts),
    ...privilegeFindings(params, backup, facts),
    ...existingFindings(params, backup, facts),
  ];
}

function mountFindings(
  params: RestoreCreateParams,
  backup: BackupConfig,
  { isRoot }: RestoreFacts,
): RestoreFinding[] {
  const given = new Map(Object.entries(params).filter(([key, value]) => isMount(key) && value !== undefined));
  // With one disk given, PVE takes none from the backup (pve-container src/PVE/API2/LXC.pm create_vm).
  const spelt = given.size > 0;
  if (spelt && !given.has('rootfs')) {
    const message = 'mount points are given and `rootfs` is not: PVE wants all disks or none';
    return [{ effect: 'fails', key: 'rootfs', message, rootOnly: false }];
  }
  const unreadable = Object.entries(backup.keys)
    .filter(([key, line]) => isMount(key) && !given.has(key) && readMount(key, line) === undefined)
    .map(
      ([key]): RestoreFinding => ({
        effect: 'fails',
        key,
        message: 'its line in the backup cannot be read',
        rootOnly: false,
      }),
    );
  const readable = mountsOf(backup).flatMap(
    ({ key, kind, source, size, backup: included }): RestoreFinding[] => {
      const plain = { key, rootOnly: false };
      if (kind !== 'volume' && !given.has(key)) {
        const what = `${kind === 'bind' ? 'a bind mount' : 'a device'} (${source})`;
        if (spelt) return [{ ...plain, effect: 'dropped', message: `${what}: it is not put back` }];
        if (isRoot) return [];
        const message = `${what}, which only root@pam may restore; give \`storages\` to restore without it`;
        return [{ key, effect: 'fails', message, rootOnly: true }];
      }
      if (spelt && !given.has(key)) {
        const message = 'it is not among the disks: what the backup holds of it lands in the root volume';
        return [{ ...plain, effect: 'dropped', message }];
      }
      if (!spelt && size === undefined)
        return [{ ...plain, effect: 'fails', message: 'the backup does not tell its size: give the disks' }];
      if (key === 'rootfs' || included) return [];
      return [{ ...plain, effect: 'empty', message: 'it was not backed up: it comes back empty' }];
    },
  );
  return [...unreadable, ...readable];
}

function privilegeFindings(
  params: RestoreCreateParams,
  { keys, lxc }: BackupConfig,
  { isRoot, existing }: RestoreFacts,
): RestoreFinding[] {
  const found: RestoreFinding[] = [];
  const was = isOn(keys['unprivileged']);
  const unprivileged = params.unprivileged ?? was;
  if (isRoot) return found;
  const plain = { rootOnly: false };
  if (params.features !== undefined && params.unprivileged !== true) {
    const message = '`features` are judged before the backup is read: say `unprivileged: true` too';
    found.push({ effect: 'fails', key: 'features', message, rootOnly: true });
  }
  // One that is privileged already may stay so.
  if (!unprivileged && (existing === undefined || existing.config.unprivileged === true)) {
    const message = 'a privileged container, since PVE 9';
    found.push({
      ...plain,
      effect: 'needs',
      key: 'unprivileged',
      message,
      path: '/',
      privileges: ['Sys.Modify'],
    });
  }
  if (!unprivileged && was && keys['features'] !== undefined && params.features === undefined) {
    const message = `unprivileged becomes privileged: ${keys['features']} is left out`;
    found.push({ ...plain, effect: 'dropped', key: 'features', message });
  }
  if (lxc.length > 0) {
    const lines = lxc.map(([key, value]) => `${key}: ${value}`).join('; ');
    found.push({
      effect: 'dropped',
      key: 'lxc',
      message: `raw lines, which only root@pam may restore: ${lines}`,
      rootOnly: true,
    });
  }
  for (const [key, value] of Object.entries(keys)) {
    if (!/^net\d+$/.test(key) || Object.hasOwn(params, key)) continue;
    const { bridge, tag } = lenient('LxcNet', value) ?? {};
    if (bridge === undefined) continue;
    const path = `/sdn/zones/localnetwork/${bridge}${tag === undefined ? '' : `/${tag}`}`;
    const message = `the bridge ${bridge}, since PVE 8`;
    found.push({ ...plain, effect: 'needs', key, message, path, privileges: ['SDN.Use'] });
  }
  return found;
}

function existingFindings(
  params: RestoreCreateParams,
  backup: BackupConfig,
  { existing }: RestoreFacts,
): RestoreFinding[] {
  if (existing === undefined) return [];
  const { config, running } = existing;
  const plain = { rootOnly: false };
  const fails = (key: string, message: string): RestoreFinding => ({
    ...plain,
    effect: 'fails',
    key,
    message,
  });
  const destroyed = (key: string, message: string): RestoreFinding => ({
    ...plain,
    effect: 'destroyed',
    key,
    message,
  });
  const volumes = Object.entries(config)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .filter(([key]) => isMount(key) || /^unused\d+$/.test(key))
    .filter(([key, value]) => !isMount(key) || readMount(key, value)?.kind === 'volume')
    .map(([key, value]) => {
      const lost = isMount(key) && backup.keys[key] !== undefined ? '' : ', and the backup does not have it';
      return destroyed(key, `${readMount(key, value)?.source ?? value}${lost}`);
    });
  return [
    ...(running ? [fails('status', `container ${params.vmid} runs: stop it before`)] : []),
    ...(config.lock === undefined
      ? []
      : [fails('lock', `container ${params.vmid} is locked (${config.lock})`)]),
    ...(config.protection === true
      ? [fails('protection', `container ${params.vmid} is protected: take that off before`)]
      : []),
    ...volumes,
    ...(config.parent === undefined ? [] : [destroyed('parent', 'all its snapshots')]),
  ];
}

function mountsOf({ keys }: BackupConfig): Mount[] {
  return Object.entries(keys)
    .filter(([key]) => isMount(key))
    .flatMap(([key, value]) => readMount(key, value) ?? []);
}

/** Undefined for a line that is none: files of hosts that nobody cares for hold all sorts of things. */
function readMount(key: string, line: string): Mount | undefined {
  const format = key === 'rootfs' ? 'LxcRootfs' : 'LxcMountPoint';
  const properties = lenient(format, line);
  if (properties === undefined) return undefined;
  const { volume: source, size, ...rest } = properties;
  return {
    key,
    kind: source.startsWith('/dev/') ? 'device' : source.startsWith('/') ? 'bind' : 'volume',
    source,
    size: bytesOf(size ?? ''),
    backup: rest['backup'] === true,
    on: (volume) => formatProperties(format, { ...properties, volume, size: undefined }),
  };
}

function lenient<F extends PropertyFormat>(format: F, line: string): Properties<F> | undefined {
  try {
    return parseProperties(format, line);
  } catch (error) {
    if (error instanceof ParamsError) return undefined;
    throw error;
  }
}

/** `8G`, `1088M`, `512` (pve-common src/PVE/JSONSchema.pm parse_size). */
function bytesOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([KMGT]?)(?:iB)?$/.exec(text) ?? [];
  return digits === undefined ? undefined : Math.floor(Number(digits) * 1024 ** ' KMGT'.indexOf(unit || ' '));
}

/** PVE takes GiB and rounds down to whole MiB: rounded up here, so that the content fits. */
function gib(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20) / 1024;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|on|yes|true)$/i.test(value);
}
