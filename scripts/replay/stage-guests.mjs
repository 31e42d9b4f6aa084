// Containers and virtual machines as an answer says that they were.

import { clean } from './clean.mjs';

export function stageGuest(world, vmid, facts, story, change) {
  const old = world.guests.get(vmid);
  const away = facts.exists === false || (facts.absentAs !== undefined && old?.kind === facts.absentAs);
  if (away) {
    if (old !== undefined) change(`guest ${vmid} goes`, { guests: { [vmid]: null } });
    return;
  }
  if (facts.exists === true && (old === undefined || (facts.kind ?? old.kind) !== old.kind)) {
    const kind = facts.kind ?? 'lxc';
    change(`guest ${vmid} comes`, {
      guests: { [vmid]: { kind, ...plantedGuest(world, vmid, kind, facts, story) } },
    });
  }
  const guest = world.guests.get(vmid);
  if (guest === undefined) return;
  if (facts.config !== undefined && story.mayHaveChanged(vmid)) stageConfig(guest, facts, change);
  if (facts.row !== undefined) stageRow(guest, facts.row, change);
  stageKeys(guest, facts, change);
  if (facts.running !== undefined && facts.running !== (guest.running !== undefined))
    change(`guest ${vmid} ${facts.running ? 'runs' : 'is stopped'}`, {
      guests: { [vmid]: { status: facts.running ? 'running' : 'stopped' } },
    });
  if (facts.pool !== undefined) stagePoolOf(world, vmid, facts.pool, change);
  if (facts.pendingRows !== undefined && story.mayHaveChanged(vmid))
    stagePending(guest, facts.pendingRows, change);
  stageSnapshots(guest, facts, story.mayHaveChanged(vmid), change);
}

/** A configuration in the API's form as the file has it. */
export function fileConfig(config) {
  const { digest: _, lxc: __, snaptime: ___, snapstate: ____, ...rest } = config;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)]));
}

function plantedGuest(world, vmid, kind, facts, story) {
  const ahead = facts.config ?? story.configAhead(vmid);
  if (ahead !== undefined) return { config: fileConfig(ahead), raw: ahead.lxc ?? [] };
  if (kind === 'qemu') return {};
  const [first] = [...world.storages.values()].filter(({ content }) => content.includes('rootdir'));
  const storage =
    facts.hasSnapshots || facts.onlySnapshots?.length > 0 || story.hasSnapshots(vmid)
      ? ([...world.storages.values()].find(({ type }) => type === 'btrfs') ?? first)
      : first;
  return {
    config: {
      arch: 'amd64',
      memory: 64,
      ostype: 'debian',
      rootfs: `${storage.id}:${vmid}/vm-${vmid}-disk-0.raw,size=102M`,
      swap: 0,
      unprivileged: 1,
    },
  };
}

function stageConfig(guest, { config, current }, change) {
  const wanted = fileConfig(config);
  const effective = new Map(guest.config);
  if (!current) {
    for (const key of guest.pendingDeletes.keys()) effective.delete(key);
    for (const [key, value] of guest.pending) effective.set(key, value);
  }
  const same =
    Object.keys(wanted).length === effective.size &&
    Object.entries(wanted).every(([key, value]) => comparable(effective.get(key)) === comparable(value));
  if (same) return;
  change(`configuration of ${guest.vmid}`, {
    guests: { [guest.vmid]: { config: wanted, raw: config.lxc ?? [], pending: {} } },
  });
}

/** Addresses are made at random. */
function comparable(text) {
  return text?.replace(/\b[0-9A-F]{2}(?::[0-9A-F]{2}){5}\b/gi, 'ADDRESS').trimEnd();
}

/** What a row of a list tells of the configuration. */
function stageRow(guest, row, change) {
  const config = Object.fromEntries(guest.config);
  const wanted = {
    ...config,
    ...(row.name === undefined || /^(?:CT|VM ?)\d+$/.test(row.name)
      ? {}
      : { [guest.kind === 'lxc' ? 'hostname' : 'name']: row.name }),
    ...(row.tags === undefined ? {} : { tags: row.tags }),
  };
  if (row.tags === undefined) delete wanted.tags;
  if (JSON.stringify(wanted) !== JSON.stringify(config))
    change(`configuration of ${guest.vmid}`, { guests: { [guest.vmid]: { config: wanted } } });
}

function stageKeys(guest, facts, change) {
  const config = Object.fromEntries(guest.config);
  const set = (key, wanted) => {
    if ((config[key] ?? null) === (wanted ?? null)) return false;
    if (wanted === null) delete config[key];
    else config[key] = wanted;
    return true;
  };
  const changed = [
    facts.lock !== undefined && set('lock', facts.lock),
    facts.protection !== undefined &&
      (config.protection === '1') !== facts.protection &&
      set('protection', facts.protection ? '1' : null),
    facts.unprivileged !== undefined &&
      (config.unprivileged === '1') !== facts.unprivileged &&
      set('unprivileged', facts.unprivileged ? '1' : null),
    facts.sameFeatures !== undefined &&
      restOf(config.features) !== restOf(facts.sameFeatures) &&
      set('features', facts.sameFeatures),
    facts.otherFeatures !== undefined &&
      restOf(config.features) === restOf(facts.otherFeatures) &&
      set('features', restOf(facts.otherFeatures) === '' ? 'keyctl=1' : null),
    facts.bridge !== undefined &&
      !Object.values(config).some((value) => value.includes(`bridge=${facts.bridge}`)) &&
      set('net0', `name=eth0,bridge=${facts.bridge},hwaddr=BC:24:11:00:00:01,type=veth`),
    facts.template !== undefined &&
      (config.template === '1') !== facts.template &&
      set('template', facts.template ? '1' : null),
  ].some(Boolean);
  if (changed) change(`single keys of ${guest.vmid}`, { guests: { [guest.vmid]: { config } } });
}

/** Features beside nesting. */
function restOf(features = '') {
  return features
    .split(',')
    .filter((part) => part !== '' && !part.startsWith('nesting=') && !part.endsWith('=0'))
    .sort()
    .join();
}

function stagePending(guest, rows, change) {
  const config = {};
  const pending = {};
  for (const row of rows) {
    if (row.key === 'digest' || row.key === 'lxc') continue;
    if (row.value !== undefined) config[row.key] = String(row.value);
    if (row.pending !== undefined) pending[row.key] = String(row.pending);
    if (row.delete !== undefined) pending[row.key] = null;
  }
  const same =
    Object.keys(config).length === guest.config.size &&
    Object.entries(config).every(([key, value]) => comparable(guest.config.get(key)) === comparable(value));
  const samePending =
    Object.entries(pending).every(([key, value]) =>
      value === null ? guest.pendingDeletes.has(key) : guest.pending.get(key) === value,
    ) && Object.keys(pending).length === guest.pending.size + guest.pendingDeletes.size;
  if (!same || !samePending)
    change(`pending values of ${guest.vmid}`, { guests: { [guest.vmid]: { config, pending } } });
}

function stageSnapshots(guest, facts, mayHaveChanged, change) {
  const have = Object.fromEntries(
    [...guest.snapshots].map(([name, { config, description, parent, snaptime }]) => [
      name,
      { config: Object.fromEntries(config), description, parent, snaptime },
    ]),
  );
  let changed = false;
  for (const [name, spec] of Object.entries(facts.snapshots ?? {})) {
    if (spec === null && name in have) {
      delete have[name];
      changed = true;
    } else if (
      spec !== null &&
      (!(name in have) ||
        (spec.config !== undefined && mayHaveChanged && isOther(have[name], snapshotSpec(spec.config))))
    ) {
      have[name] = snapshotSpec(spec.config);
      changed = true;
    }
  }
  if (facts.hasSnapshots && Object.keys(have).length === 0) {
    have['before'] = {};
    changed = true;
  }
  const { onlySnapshots } = facts;
  if (onlySnapshots !== undefined) {
    const names = onlySnapshots.map((row) => row.name);
    for (const name of Object.keys(have)) {
      if (names.includes(name)) continue;
      delete have[name];
      changed = true;
    }
    for (const row of onlySnapshots) {
      if (row.name in have) continue;
      have[row.name] = { description: row.description, parent: row.parent, snaptime: row.snaptime };
      changed = true;
    }
  }
  if (changed) change(`snapshots of ${guest.vmid}`, { guests: { [guest.vmid]: { snapshots: clean(have) } } });
}

function isOther(have, wanted) {
  const keys = (spec) =>
    Object.keys(spec.config ?? {})
      .filter((key) => key !== 'parent')
      .sort()
      .join();
  return (
    (have.description || undefined) !== (wanted.description || undefined) ||
    have.parent !== wanted.parent ||
    keys(have) !== keys(wanted)
  );
}

function snapshotSpec(config) {
  if (config === undefined) return {};
  const { description, parent, snaptime, ...rest } = config;
  return { config: fileConfig(rest), description: description?.trimEnd(), parent, snaptime };
}

function stagePoolOf(world, vmid, pool, change) {
  for (const [id, { comment, vms, storages }] of world.accounts.pools) {
    if (vms.has(vmid) === (id === pool)) continue;
    const members = id === pool ? [...vms, vmid] : [...vms].filter((one) => one !== vmid);
    change(`members of pool ${id}`, {
      pools: { [id]: clean({ comment, vms: members, storages: [...storages] }) },
    });
  }
}

/** The numbers below the next free one are taken, and it is not. */
export function stageNextId(world, { id }, change) {
  for (let vmid = 100; vmid < id; vmid += 1)
    if (!world.guests.has(vmid)) change(`guest ${vmid} comes`, { guests: { [vmid]: {} } });
  if (world.guests.has(id)) change(`guest ${id} goes`, { guests: { [id]: null } });
}
