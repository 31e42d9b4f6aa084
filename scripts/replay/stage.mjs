import { randomUUID } from 'node:crypto';

// Sets the simulated host up as an answer says that the real one was: only where it is otherwise.

/**
 * @param {{ world: any, arrange: (world: any, spec: object) => void, api: (method: string, path: string, params?: object) => Promise<any> }} host
 * @param {import('./evidence.mjs').Evidence} evidence
 * @param {{ configAhead(vmid: number): Record<string, unknown> | undefined, mayHaveChanged(vmid: number): boolean,
 *   task(upid: string): { status?: any, log?: { t: string }[] } | undefined }} story
 * @returns {Promise<string[]>} What had to be changed.
 */
export async function stage(host, evidence, story) {
  const { world } = host;
  const changes = [];
  const change = (what, spec) => {
    changes.push(what);
    host.arrange(world, spec);
  };
  for (const [id, facts] of evidence.storages) stageStorage(world, id, facts, change);
  for (const [vmid, facts] of evidence.guests) stageGuest(world, vmid, facts, story, change);
  for (const [kind, vmids] of Object.entries(evidence.onlyOf ?? {}))
    for (const guest of [...world.guests.values()])
      if (guest.kind === kind && !vmids.includes(guest.vmid))
        change(`guest ${guest.vmid} goes`, { guests: { [guest.vmid]: null } });
  if (evidence.nextId !== undefined) stageNextId(world, evidence.nextId, change);
  for (const [volid, facts] of evidence.volumes) stageVolume(world, volid, facts, story, change);
  for (const [key, volids] of evidence.onlyVolumes) removeOtherVolumes(world, key, volids, change);
  stageNamed(world.accounts.users, 'users', evidence.users, evidence.onlyUsers, change);
  stageNamed(world.accounts.groups, 'groups', evidence.groups, evidence.onlyGroups, change);
  stagePools(world, evidence, change);
  for (const [id, facts] of evidence.tokens) stageToken(world, id, facts, change);
  if (evidence.onlyTokens !== undefined) removeOtherTokens(world, evidence.onlyTokens, change);
  if (evidence.acl !== undefined && !sameRows(evidence.acl, aclRows(world)))
    change('the access control list', {
      acl: evidence.acl.map((row) => ({ ...row, propagate: row.propagate === 1 })),
    });
  if (evidence.permissions !== undefined) stagePermissions(world, evidence.permissions, change);
  for (const [upid] of evidence.tasks) stageTask(world, upid, story, change);
  stageJobs(world, evidence, changes);
  await stageHa(host, evidence, changes);
  return changes;
}

function stageStorage(world, id, facts, change) {
  const old = world.storages.get(id);
  if (facts === null) {
    if (old !== undefined) change(`storage ${id} goes`, { storages: { [id]: null } });
    return;
  }
  const { type, content, online, disable } = facts;
  const { options = {} } = old ?? {};
  const spec = {
    ...(old === undefined && type !== undefined ? { type } : {}),
    ...(content !== undefined && !sameList(old?.content, content.split(','))
      ? { content: content.split(',') }
      : {}),
    ...(disable !== undefined && Number(options.disable ?? 0) !== Number(disable)
      ? { options: { ...options, disable: Number(disable) } }
      : {}),
    ...(online !== undefined && disable === undefined && old?.online === !online ? { online } : {}),
  };
  if (old === undefined || Object.keys(spec).length > 0)
    change(`storage ${id}`, { storages: { [id]: spec } });
}

function sameList(one = [], other = []) {
  return [...one].sort().join() === [...other].sort().join();
}

function stageGuest(world, vmid, facts, story, change) {
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
function fileConfig(config) {
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

function clean(value) {
  return JSON.parse(JSON.stringify(value));
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
function stageNextId(world, { id }, change) {
  for (let vmid = 100; vmid < id; vmid += 1)
    if (!world.guests.has(vmid)) change(`guest ${vmid} comes`, { guests: { [vmid]: {} } });
  if (world.guests.has(id)) change(`guest ${id} goes`, { guests: { [id]: null } });
}

function stageVolume(world, volid, facts, story, change) {
  const [storage, volname] = [volid.slice(0, volid.indexOf(':')), volid.slice(volid.indexOf(':') + 1)];
  const old = world.storages.get(storage)?.volumes.get(volname);
  const volumes = (spec) => ({ storages: { [storage]: { volumes: { [volname]: spec } } } });
  if (facts === null) {
    if (old !== undefined) change(`volume ${volid} goes`, volumes(null));
    return;
  }
  const { size, notes, protected: kept, format, ctime } = facts;
  const wanted = clean({ size, notes, protected: kept, format, ctime });
  if (old === undefined || Object.entries(wanted).some(([key, value]) => old[key] !== value)) {
    if (world.storages.get(storage) === undefined)
      change(`storage ${storage}`, { storages: { [storage]: {} } });
    const config = old === undefined ? backedUp(world, volname, story) : undefined;
    change(`volume ${volid}`, volumes({ ...wanted, ...(config === undefined ? {} : { config }) }));
  }
}

/** What a backup that was made elsewhere holds: the guest that it is named after, as far as that is known. */
function backedUp(world, volname, story) {
  const vmid = /^backup\/vzdump-lxc-(\d+)-/.exec(volname)?.[1];
  if (vmid === undefined) return undefined;
  const guest = world.guests.get(Number(vmid));
  if (guest?.kind === 'lxc') {
    const { lock: _, ...config } = Object.fromEntries(guest.config);
    return config;
  }
  const ahead = story.configAhead(Number(vmid));
  return ahead === undefined
    ? { arch: 'amd64', memory: 64, ostype: 'debian', rootfs: 'local:8', swap: 0, unprivileged: 1 }
    : fileConfig(ahead);
}

function removeOtherVolumes(world, key, volids, change) {
  const [id, content] = key.split('/');
  for (const volume of [...(world.storages.get(id)?.volumes.values() ?? [])])
    if ((content === '*' || volume.content === content) && !volids.includes(`${id}:${volume.volname}`))
      change(`volume ${id}:${volume.volname} goes`, {
        storages: { [id]: { volumes: { [volume.volname]: null } } },
      });
}

function stageNamed(map, part, wanted, only, change) {
  for (const [id, facts] of wanted) {
    if (facts === null && map.has(id)) change(`${part} ${id} goes`, { [part]: { [id]: null } });
    if (facts !== null && (!map.has(id) || differs(map.get(id), facts)))
      change(`${part} ${id}`, { [part]: { [id]: ownSpec(part, facts) } });
  }
  for (const id of [...map.keys()])
    if (only !== undefined && !only.includes(id)) change(`${part} ${id} goes`, { [part]: { [id]: null } });
}

function differs(have, facts) {
  return (
    ['enable', 'comment', 'email', 'firstname', 'lastname'].some(
      (key) => facts[key] !== undefined && facts[key] !== have[key],
    ) ||
    (facts.tokens?.some((token) => isOtherToken(have.tokens.get(token.tokenid), token)) ?? false)
  );
}

function isOtherToken(have, { comment, expire }) {
  return (
    have === undefined || comment !== have.comment || (expire !== undefined && Number(expire) !== have.expire)
  );
}

function ownSpec(part, { enable, expire, comment, email, firstname, lastname, users, tokens }) {
  if (part === 'groups')
    return clean({
      comment,
      members: users === undefined ? undefined : String(users).split(',').filter(Boolean),
    });
  const named = tokens?.map((token) => [token.tokenid, tokenSpec(token)]);
  return clean({
    enable,
    expire,
    comment,
    email,
    firstname,
    lastname,
    tokens: named === undefined ? undefined : Object.fromEntries(named),
  });
}

function tokenSpec({ privsep, expire, comment }) {
  return clean({
    secret: randomUUID(),
    privsep: Number(privsep ?? 1) === 1,
    expire: Number(expire ?? 0),
    comment,
  });
}

function stagePools(world, evidence, change) {
  const { pools } = world.accounts;
  for (const [id, facts] of evidence.pools) {
    const old = pools.get(id);
    if (facts === null) {
      if (old !== undefined) change(`pool ${id} goes`, { pools: { [id]: null } });
      continue;
    }
    const vms = new Set(facts.vms ?? old?.vms);
    for (const vmid of facts.atLeast ?? []) vms.add(vmid);
    for (const vmid of facts.without ?? []) vms.delete(vmid);
    const wanted = {
      comment: facts.comment ?? old?.comment,
      vms: [...vms],
      storages: [...new Set([...(facts.storages ?? old?.storages ?? []), ...(facts.storesAtLeast ?? [])])],
    };
    const have =
      old === undefined
        ? undefined
        : { comment: old.comment, vms: [...old.vms], storages: [...old.storages] };
    if (JSON.stringify(wanted) !== JSON.stringify(have))
      change(`pool ${id}`, { pools: { [id]: clean(wanted) } });
  }
  if (evidence.onlyPools !== undefined)
    for (const id of [...pools.keys()])
      if (!evidence.onlyPools.includes(id)) change(`pool ${id} goes`, { pools: { [id]: null } });
}

function stageToken(world, id, facts, change) {
  const [user, name] = [id.slice(0, id.lastIndexOf('!')), id.slice(id.lastIndexOf('!') + 1)];
  const old = world.accounts.users.get(user)?.tokens.get(name);
  const tokens = (spec) => ({ users: { [user]: { tokens: { [name]: spec } } } });
  if (facts === null) {
    if (old !== undefined) change(`token ${id} goes`, tokens(null));
  } else if (old === undefined) change(`token ${id}`, tokens(tokenSpec(facts)));
  else if (Object.keys(facts).length > 0 && isOtherToken(old, facts))
    change(`token ${id}`, tokens(tokenSpec({ privsep: Number(old.privsep), ...clean(facts) })));
}

function removeOtherTokens(world, { user, names }, change) {
  for (const name of [...(world.accounts.users.get(user)?.tokens.keys() ?? [])])
    if (!names.includes(name))
      change(`token ${user}!${name} goes`, { users: { [user]: { tokens: { [name]: null } } } });
}

/** An entry for a path of its own shows in what its holder may do. */
function stagePermissions(world, { of, at }, change) {
  if (typeof of !== 'string' || !of.includes('!')) return;
  const { acl, roles } = world.accounts;
  const named = new Set(acl.map((entry) => entry.path));
  for (const [path, privileges] of Object.entries(at ?? {})) {
    if (named.has(path) || !/^\/(?:vms|storage|pool|nodes)\/[^/]+$/.test(path)) continue;
    const held = Object.keys(privileges).sort().join();
    const role = [...roles].find(([, names]) => [...names].sort().join() === held)?.[0];
    if (role !== undefined)
      change(`a right of ${of}`, {
        acl: [...acl, { path, type: 'token', ugid: of, roleid: role, propagate: true }],
      });
  }
}

function aclRows(world) {
  return world.accounts.acl.map((entry) => ({ ...entry, propagate: entry.propagate ? 1 : 0 }));
}

function sameRows(one, other) {
  const sorted = (rows) =>
    rows
      .map((row) => JSON.stringify(Object.entries(row).sort()))
      .sort()
      .join();
  return sorted(one) === sorted(other);
}

function stageTask(world, upid, story, change) {
  if (world.tasks.find(upid) !== undefined) return;
  const { status, log = [] } = story.task(upid) ?? {};
  const lines = Array.from(
    { length: log.at(-1)?.n ?? 0 },
    (_, index) => log.find((line) => line.n === index + 1)?.t ?? '',
  );
  // What only says that there is nothing to see is the simulator's to say.
  const shown = lines.filter(
    (line) => !/^(?:no content|unable to open file|TASK (?:OK|ERROR|WARNINGS))/.test(line),
  );
  change(`task ${upid}`, {
    tasks: [clean({ upid, exitstatus: status?.exitstatus ?? endOf(lines), log: shown })],
  });
}

function endOf(lines) {
  const last = lines.at(-1) ?? '';
  return /^TASK ERROR: (.*)/.exec(last)?.[1] ?? /^TASK (WARNINGS: \d+)/.exec(last)?.[1] ?? 'OK';
}

function stageJobs(world, evidence, changes) {
  const { backups } = world.datacenter;
  for (const [id, facts] of evidence.jobs) {
    if (facts === null ? !backups.has(id) : backups.has(id)) continue;
    changes.push(`backup job ${id}`);
    if (facts === null) backups.delete(id);
    else
      backups.set(
        id,
        new Map(
          Object.entries({
            schedule: 'daily',
            storage: 'local',
            vmid: '100',
            enabled: '1',
            type: 'vzdump',
            ...withoutOwn(facts),
          }).map(([key, value]) => [key, String(value)]),
        ),
      );
  }
  for (const id of [...backups.keys()])
    if (evidence.onlyJobs !== undefined && !evidence.onlyJobs.includes(id)) {
      changes.push(`backup job ${id} goes`);
      backups.delete(id);
    }
}

function withoutOwn({ id: _, 'next-run': __, digest: ___, ...rest }) {
  return rest;
}

async function stageHa(host, evidence, changes) {
  if (
    evidence.ha.size === 0 &&
    evidence.onlyHa === undefined &&
    ![...evidence.guests.values()].some((facts) => facts.ha === true)
  )
    return;
  const have = (await host.api('GET', '/cluster/ha/resources'))?.map((row) => row.sid);
  if (have === undefined) return;
  const wanted = new Map(evidence.ha);
  for (const [vmid, facts] of evidence.guests)
    if (facts.ha) wanted.set(`${facts.kind === 'lxc' ? 'ct' : 'vm'}:${vmid}`, {});
  for (const sid of have)
    if (evidence.onlyHa !== undefined && !evidence.onlyHa.includes(sid)) wanted.set(sid, null);
  for (const [sid, facts] of wanted) {
    if ((facts === null) !== have.includes(sid)) continue;
    changes.push(`HA resource ${sid}`);
    await (facts === null
      ? host.api('DELETE', `/cluster/ha/resources/${sid}`)
      : host.api('POST', '/cluster/ha/resources', { sid }));
  }
}
