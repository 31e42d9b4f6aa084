import { newVolume } from '../../../privileged/lxc/params.js';
import { type CreateSpec, createSpec } from '../../../privileged/lxc/spec.js';
import { type ActionContext, ActionError, action, plain } from './action.js';
import { digestOf } from './digest.js';
import { orRefused } from './refusals.js';

const minute = 60_000;

/**
 * Makes a container with features that the API keeps for root: see docs/golden-containers.md. Of what root could give it, only what the bounds of a
 * policy reach: new volumes on storages and features. Folders and devices of the host, hook scripts, privileged containers and volumes of
 * others are for a local template.
 */
export const lxcCreateGolden = action({
  name: 'lxc.create_golden',
  version: 1,
  params: createSpec.superRefine((spec, context) => {
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (!/^[^:]+:vztmpl\//.test(spec.ostemplate)) refuse('ostemplate', 'STORAGE:vztmpl/NAME is expected');
    if (spec.rootfs === undefined) refuse('rootfs', 'it is to be said where the container is put');
    if (spec.unprivileged === false) refuse('unprivileged', 'a privileged container is root on the host');
    if (spec.hookscript !== undefined) refuse('hookscript', 'what the host runs as root is not for a hub');
    if ((spec.description?.length ?? 0) > 7_500) refuse('description', 'at most 7,500 characters');
    for (const [key, value] of Object.entries(spec)) {
      if (value === undefined) continue;
      if (/^dev\d+$/.test(key)) refuse(key, 'devices of the host are not for a hub');
      if (!/^(?:rootfs|mp\d+)$/.test(key)) continue;
      const { volume } = value as { volume: string };
      if (!newVolume.safeParse(volume).success) refuse(key, 'a new volume is expected, STORAGE:GiB');
    }
  }),
  risk: ({ features = {} }) =>
    features.mknod === true || features.force_rw_sys === true || features.mount !== undefined
      ? 'CRITICAL'
      : 'HIGH',
  executor: 'privileged',
  timeout: () => 70 * minute,
  locks: ({ vmid }) => [`guest:${vmid}`],
  touches: (spec) => ({ vmids: [spec.vmid], storages: storagesOf(spec) }),
  secrets: ({ password, 'ssh-public-keys': keys }) => [
    ...(password === undefined ? [] : [password]),
    ...(keys === undefined ? [] : [keys, ...keys.split('\n').filter((line) => line.length > 20)]),
  ],
  state: async (context, spec) => {
    const { guest, config, storages } = await lookFor(context, spec.vmid);
    const used = storages.filter(({ storage }) => storagesOf(spec).includes(storage));
    return digestOf([
      guest === undefined && config === undefined,
      used.map(({ storage, active }) => [storage, active]),
    ]);
  },
  precheck: async (context, spec) => {
    const { guest, config, storages } = await lookFor(context, spec.vmid);
    if (guest !== undefined || config !== undefined)
      throw new ActionError('vmid-taken', `there is a guest ${spec.vmid} already`);
    for (const name of placesOf(spec)) {
      const found = storages.find(({ storage }) => storage === name);
      if (found === undefined)
        throw new ActionError('no-such-storage', `there is no storage ${name} that containers can be on`);
      if (!found.active) throw new ActionError('storage-away', `the storage ${name} cannot be used just now`);
    }
    const { privileged, signal } = context;
    await orRefused(privileged.plan.lxc.createGolden(marked(spec, context.id), { signal }));
  },
  resume: 'probe',
  run: async (context, spec) => {
    const { privileged, signal, id } = context;
    await context.remember({ vmid: spec.vmid });
    return plain(await orRefused(privileged.lxc.createGolden(marked(spec, id), { signal })));
  },
  probe: async ({ privileged, signal, id }, { vmid }) => {
    const { config, running } = await privileged.lxc.look({ vmid }, { signal });
    if (running.length > 0) return undefined;
    if (config === undefined) return { outcome: 'failed', message: 'there is no such container' };
    const isOurs = (config['description'] ?? '').split('\n').includes(markOf(id));
    // A create that was ended in the middle leaves its lock, and no description.
    if (config['lock'] !== undefined) return undefined;
    if (!isOurs) return { outcome: 'failed', message: `container ${vmid} is somebody else's` };
    return { outcome: 'done', value: plain({ vmid, config }) };
  },
});

const markOf = (id: string) => `felhom-agent: ${id}`;

/** The description names the command: so it is known which container it has made. */
function marked(spec: CreateSpec, id: string): CreateSpec {
  const { description } = spec;
  return {
    ...spec,
    description: [...(description === undefined ? [] : [description]), markOf(id)].join('\n'),
  };
}

const storageOf = (volume: string) => volume.slice(0, volume.indexOf(':'));

/** Where its volumes are put. */
function placesOf(spec: CreateSpec): string[] {
  const volumes = Object.entries(spec).flatMap(([key, value]) =>
    /^(?:rootfs|mp\d+)$/.test(key) && value !== undefined ? [(value as { volume: string }).volume] : [],
  );
  return [...new Set([...volumes.map(storageOf), ...(spec.storage === undefined ? [] : [spec.storage])])];
}

/** All storages that it has to do with. */
function storagesOf(spec: CreateSpec): string[] {
  return [...new Set([storageOf(spec.ostemplate), ...placesOf(spec)])];
}

async function lookFor({ client, privileged, signal }: ActionContext, vmid: number) {
  const guest = await client.guests.find(vmid, { signal });
  return { guest, ...(await privileged.lxc.look({ vmid }, { signal })) };
}
