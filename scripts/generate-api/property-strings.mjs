// Names for the object forms of property strings. One that several routes and releases have becomes one interface.
import { compareReleases } from './load.mjs';
import { mergeObject, unique } from './merge.mjs';
import { objectBody } from './types.mjs';

/** What a part of the API is called in a name; the first that fits. Other parts go by their path. */
const families = [
  ['/nodes/{node}/lxc', 'Lxc'],
  ['/nodes/{node}/qemu', 'Qemu'],
  ['/nodes/{node}/ceph/pool', 'CephPool'],
  ['/nodes/{node}/disks/zfs', 'Zfs'],
  ['/nodes/{node}/config', 'Node'],
  ['/cluster/config', 'Corosync'],
  ['/cluster/firewall', 'Firewall'],
  ['/cluster/mapping/dir', 'Dir'],
  ['/cluster/mapping/pci', 'Pci'],
  ['/cluster/mapping/usb', 'Usb'],
  ['/cluster/options', 'Datacenter'],
  ['/cluster/sdn/fabrics', 'Fabric'],
];

/** What a key is called in a name, where it is short for something or runs words together. */
const keys = {
  acmedomain: 'AcmeDomain',
  cicustom: 'CloudInitCustom',
  crs: 'ResourceScheduling',
  dev: 'Device',
  efidisk: 'EfiDisk',
  hostpci: 'HostPci',
  interfaces: 'Interface',
  ipconfig: 'IpConfig',
  log_ratelimit: 'LogRateLimit',
  map: 'Mapping',
  mp: 'MountPoint',
  tpmstate: 'TpmState',
};

/** Keys that mean the same in every part of the API. */
const common = {
  bwlimit: 'BandwidthLimits',
  fleecing: 'BackupFleecing',
  migration: 'MigrationNetwork',
  performance: 'BackupPerformance',
  'prune-backups': 'PruneBackups',
  replication: 'MigrationNetwork',
  startup: 'StartupOrder',
  'sync-defaults-options': 'RealmSyncDefaults',
  'target-endpoint': 'RemoteEndpoint',
  tfa: 'RealmTfa',
};

/** Interfaces that also have a name together. */
const together = { QemuDrive: ['QemuIde', 'QemuSata', 'QemuScsi', 'QemuVirtio'] };

function nameFor(path, at) {
  const key = (at.findLast((part) => part !== '[]') ?? '').replace(/\[n\]$|\d+$/, '');
  return common[key] ?? `${familyOf(path)}${keys[key] ?? pascal(key)}`;
}

function familyOf(path) {
  const known = families.find(([prefix]) => path.startsWith(prefix))?.[1];
  return known ?? pascal(path.replaceAll(/\{[^}]*\}/g, ''));
}

function pascal(text) {
  const words = text.split(/[^a-z0-9]+/i).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** Collects property strings, then names them: see `nameOf`. */
export class PropertyStrings {
  #entries = new Map();
  #names = new Map();

  /** Notes one; gives the name that it would have alone. */
  collect(path, at, value) {
    const name = nameFor(path, at);
    this.#entries.set(name, [...(this.#entries.get(name) ?? []), ...value.properties]);
    return name;
  }

  /** The interface's name, after `interfaces` was called; undefined if nothing collected has this place. */
  nameOf(path, at) {
    return this.#names.get(nameFor(path, at));
  }

  /**
   * All interfaces: `{ name, body, fields, main, aliases }`, where `main` are the keys that may go without their name.
   * Those that say the same become one, under the name that comes first.
   */
  interfaces() {
    const found = new Map();
    for (const name of [...this.#entries.keys()].sort()) {
      const entries = this.#entries.get(name).toSorted((a, b) => compareReleases(a.release, b.release));
      const main = defaultKeys(entries);
      const aliases = Object.assign({}, ...entries.map(({ object }) => object.aliases));
      const merged = mergeObject(entries);
      for (const key of merged.fields) delete aliases[key.name];
      const body = objectBody(merged, { side: 'params', at: [], first: main });
      const said = `${body}${main}${JSON.stringify(aliases)}`;
      if (!found.has(said)) found.set(said, { name, body, fields: merged.fields, main, aliases });
      this.#names.set(name, found.get(said).name);
    }
    return [...found.values()];
  }

  /** Names for several interfaces together: `{ name, members }`. */
  unions() {
    return Object.entries(together)
      .filter(([, members]) => members.every((member) => this.#names.has(member)))
      .map(([name, members]) => ({
        name,
        members: unique(members.map((member) => this.#names.get(member))),
      }));
  }
}

/** The key that may go without its name comes first, as it does in the string. */
function defaultKeys(entries) {
  const keys = entries.flatMap(({ object }) =>
    Object.keys(object.properties).filter((key) => Number(object.properties[key].default_key) === 1),
  );
  return unique(keys);
}
