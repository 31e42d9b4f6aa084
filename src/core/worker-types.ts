/** The task that a call starts: enough to know it among others. */
export interface ExpectedTask {
  /** The node that runs it. */
  node: string;
  /** Its worker type; of a guest under high availability another one than otherwise. */
  types: readonly string[];
  /** Whether a task with this id can be the call's. */
  isAbout(id: string): boolean;
  /** The id in full, where it is a vmid. */
  vmid: string | undefined;
  /** Whether the task's log shows that it is the call's; undefined where it does not say. */
  logShows?: ((lines: readonly string[], marker: string | undefined) => boolean | undefined) | undefined;
}

type Values = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Route, worker types, id. In an id `{x}` is a parameter, `-` an empty one, `*` any (proxmox's own API classes; what hosts were
 * seen to start).
 */
const rows = `
POST /nodes/{node}/lxc/{vmid}/clone vzclone {vmid}
POST /nodes/{node}/lxc/{vmid}/migrate vzmigrate|hamigrate {vmid}
POST /nodes/{node}/lxc/{vmid}/remote_migrate vzmigrate {vmid}
PUT /nodes/{node}/lxc/{vmid}/resize resize {vmid}
POST /nodes/{node}/lxc/{vmid}/move_volume move_volume {vmid}…
POST /nodes/{node}/lxc/{vmid}/template vztemplate {vmid}
POST /nodes/{node}/lxc/{vmid}/status/start vzstart|hastart {vmid}
POST /nodes/{node}/lxc/{vmid}/status/stop vzstop|hastop {vmid}
POST /nodes/{node}/lxc/{vmid}/status/shutdown vzshutdown|hastop {vmid}
POST /nodes/{node}/lxc/{vmid}/status/reboot vzreboot {vmid}
POST /nodes/{node}/lxc/{vmid}/status/suspend vzsuspend {vmid}
POST /nodes/{node}/lxc/{vmid}/status/resume vzresume {vmid}
POST /nodes/{node}/lxc/{vmid}/snapshot vzsnapshot {vmid}
DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname} vzdelsnapshot {vmid}
POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback vzrollback {vmid}
DELETE /nodes/{node}/lxc/{vmid} vzdestroy {vmid}
POST /nodes/{node}/lxc/{vmid}/termproxy vncproxy {vmid}
POST /nodes/{node}/lxc/{vmid}/vncproxy vncproxy {vmid}
POST /nodes/{node}/qemu/{vmid}/clone qmclone {vmid}
POST /nodes/{node}/qemu/{vmid}/config qmconfig {vmid}
POST /nodes/{node}/qemu/{vmid}/migrate qmigrate|hamigrate {vmid}
POST /nodes/{node}/qemu/{vmid}/remote_migrate qmigrate {vmid}
PUT /nodes/{node}/qemu/{vmid}/resize resize {vmid}
POST /nodes/{node}/qemu/{vmid}/move_disk qmmove {vmid}…
POST /nodes/{node}/qemu/{vmid}/template qmtemplate {vmid}
POST /nodes/{node}/qemu/{vmid}/status/start qmstart|hastart {vmid}
POST /nodes/{node}/qemu/{vmid}/status/stop qmstop|hastop {vmid}
POST /nodes/{node}/qemu/{vmid}/status/shutdown qmshutdown|hastop {vmid}
POST /nodes/{node}/qemu/{vmid}/status/reboot qmreboot {vmid}
POST /nodes/{node}/qemu/{vmid}/status/reset qmreset {vmid}
POST /nodes/{node}/qemu/{vmid}/status/suspend qmsuspend|qmpause {vmid}
POST /nodes/{node}/qemu/{vmid}/status/resume qmresume {vmid}
POST /nodes/{node}/qemu/{vmid}/snapshot qmsnapshot {vmid}
DELETE /nodes/{node}/qemu/{vmid}/snapshot/{snapname} qmdelsnapshot {vmid}
POST /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/rollback qmrollback {vmid}
DELETE /nodes/{node}/qemu/{vmid} qmdestroy {vmid}
POST /nodes/{node}/qemu/{vmid}/termproxy vncproxy {vmid}
POST /nodes/{node}/qemu/{vmid}/vncproxy vncproxy {vmid}
POST /nodes/{node}/termproxy vncshell *
POST /nodes/{node}/startall startall -
POST /nodes/{node}/stopall stopall -
POST /nodes/{node}/suspendall suspendall -
POST /nodes/{node}/migrateall migrateall -
POST /nodes/{node}/apt/update aptupdate -
PUT /nodes/{node}/network srvreload networking
POST /nodes/{node}/services/{service}/start srvstart {service}
POST /nodes/{node}/services/{service}/stop srvstop {service}
POST /nodes/{node}/services/{service}/restart srvrestart {service}
POST /nodes/{node}/services/{service}/reload srvreload {service}
POST /nodes/{node}/storage/{storage}/download-url download {filename}
POST /nodes/{node}/storage/{storage}/oci-registry-pull ociregistrypull *
POST /nodes/{node}/aplinfo download {template}
POST /nodes/{node}/disks/directory dircreate *
DELETE /nodes/{node}/disks/directory/{name} dirremove *
POST /nodes/{node}/disks/lvm lvmcreate *
DELETE /nodes/{node}/disks/lvm/{name} lvmremove *
POST /nodes/{node}/disks/lvmthin lvmthincreate *
DELETE /nodes/{node}/disks/lvmthin/{name} lvmthinremove *
POST /nodes/{node}/disks/zfs zfscreate *
DELETE /nodes/{node}/disks/zfs/{name} zfsremove *
POST /nodes/{node}/disks/initgpt diskinit *
PUT /nodes/{node}/disks/wipedisk wipedisk *
`;

type Maker = (params: Values) => Omit<ExpectedTask, 'node'> | undefined;

const ofGuest = (params: Values, types: string[]): ReturnType<Maker> => {
  const vmid = one(params, 'vmid');
  return { types, vmid, isAbout: (id) => id === vmid };
};

const makers: Readonly<Record<string, Maker>> = {
  'POST /nodes/{node}/lxc': (params) =>
    ofGuest(params, [one(params, 'restore') === '1' ? 'vzrestore' : 'vzcreate']),
  'POST /nodes/{node}/qemu': (params) =>
    ofGuest(params, [one(params, 'archive') === undefined ? 'qmcreate' : 'qmrestore']),
  'POST /nodes/{node}/vzdump': backup,
  'DELETE /nodes/{node}/storage/{storage}/content/{volume}': (params) =>
    ofStorage('imgdel', storageOf(params), /^\d+$/),
  'DELETE /nodes/{node}/storage/{storage}/prunebackups': (params) =>
    ofStorage('prunebackups', storageOf(params), new RegExp(`^${one(params, 'vmid') ?? '\\d*'}$`)),
  // The file's name is in the log alone; the server has replaced some of its characters.
  'POST /nodes/{node}/storage/{storage}/upload': (params) => ({
    types: ['imgcopy'],
    vmid: undefined,
    isAbout: (id) => id === '',
    logShows: (lines) => {
      const target = lines.map((line) => /target file: (.*)$/.exec(line)?.[1]).find((path) => path);
      const name = one(params, 'filename')?.replace(/[^\w.-]/g, '_');
      return target === undefined ? undefined : target.endsWith(`/${name}`);
    },
  }),
};

function storageOf(params: Values): string | undefined {
  const volume = one(params, 'volume');
  return volume?.includes(':') === true ? volume.slice(0, volume.indexOf(':')) : one(params, 'storage');
}

function ofStorage(type: string, storage: string | undefined, owner: RegExp): ReturnType<Maker> {
  const isAbout = (id: string): boolean => {
    const [before = '', after] = id.split('@');
    return after === undefined ? before === storage : after === storage && owner.test(before);
  };
  return { types: [type], vmid: undefined, isAbout };
}

/** The job's id is a vmid if one guest of the node is in it, else empty; its log begins with the command line. */
function backup(params: Values): ReturnType<Maker> {
  if (one(params, 'stop') === '1') return undefined;
  const vmids = (one(params, 'vmid') ?? '').split(/[,;\s]+/).filter((vmid) => vmid !== '');
  const logShows: ExpectedTask['logShows'] = (lines, marker) => {
    const command = lines.map((line) => /starting new backup job: vzdump(.*)$/.exec(line)?.[1]).find(Boolean);
    if (command === undefined) return undefined;
    if (marker !== undefined) return command.includes(marker);
    const named = command.split(' --')[0]?.trim().split(/\s+/).sort().join();
    return vmids.length === 0 ? undefined : named === [...vmids].sort().join();
  };
  const [only] = vmids.length === 1 ? vmids : [];
  return { types: ['vzdump'], vmid: only, isAbout: (id) => id === '' || vmids.includes(id), logShows };
}

const table = new Map(
  rows
    .trim()
    .split('\n')
    .map((row): [string, Maker] => {
      const [method = '', path = '', types = '', id = ''] = row.split(' ');
      return [`${method} ${path}`, (params) => simple(types.split('|'), id, params)];
    }),
);

function simple(types: string[], id: string, params: Values): ReturnType<Maker> {
  if (id === '*') return { types, vmid: undefined, isAbout: () => true };
  if (id === '{vmid}') return ofGuest(params, types);
  if (id === '{vmid}…') {
    // Of a volume that goes to another guest: `100-mp0>101-mp1`.
    const vmid = one(params, 'vmid') ?? '';
    return { types, vmid: undefined, isAbout: (text) => text === vmid || text.startsWith(`${vmid}-`) };
  }
  const wanted = id === '-' ? '' : id.replace(/^\{(.*)\}$/, (_, key: string) => one(params, key) ?? '');
  return { types, vmid: undefined, isAbout: (text) => text === wanted };
}

function one(params: Values, key: string): string | undefined {
  const value = params[key];
  return typeof value === 'string' ? value : value?.join();
}

/** The task that a call starts, or undefined if it starts none (or none that is known). */
export function expectedTask(route: string, params: Values): ExpectedTask | undefined {
  const made = (makers[route] ?? table.get(route))?.(params);
  const node = one(params, 'node');
  return made === undefined || node === undefined ? undefined : { ...made, node };
}
