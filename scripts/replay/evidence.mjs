// What an answer tells of the state that the host was in when it was asked. Recordings are parts of a longer story: what
// a request that is not among them did to the host shows only in later answers. From these, and never from a name or a
// number of a recording, comes the state in which a request is replayed.

import { seesAll } from './host.mjs';

const guestPath = /^\/nodes\/[^/]+\/(lxc|qemu)\/(\d+)(\/.*)?$/;

/**
 * @typedef {object} Evidence What has to hold before a request. Each part may be missing.
 * @property {Map<number, GuestFacts>} guests
 * @property {number[]} [onlyGuests] All guests that there are.
 * @property {Map<string, object | null>} volumes By volume id; null for one that is not there.
 * @property {Map<string, string[]>} onlyVolumes All volumes of a storage with one content, by `storage/content`.
 * @property {Map<string, object | null>} storages
 * @property {Map<string, object | null>} users
 * @property {Map<string, object | null>} tokens By `user@realm!name`.
 * @property {Map<string, object | null>} groups
 * @property {Map<string, object | null>} pools
 * @property {Map<string, object | null>} jobs
 * @property {Map<string, object | null>} ha
 * @property {Map<string, object>} tasks Tasks that ended.
 * @property {object[]} [acl]
 *
 * @typedef {object} GuestFacts
 * @property {'lxc' | 'qemu'} [kind]
 * @property {boolean} [exists]
 * @property {boolean} [running]
 * @property {string | null} [lock]
 * @property {boolean} [protection]
 * @property {boolean} [template]
 * @property {Record<string, unknown>} [config] As the API shows it.
 * @property {boolean} [hasSnapshots]
 * @property {Record<string, object | null>} [snapshots]
 * @property {Record<string, unknown>} [pending]
 */

/** @returns {Evidence} */
function nothing() {
  const names = [
    'guests',
    'volumes',
    'onlyVolumes',
    'storages',
    'users',
    'tokens',
    'groups',
    'pools',
    'jobs',
    'ha',
    'tasks',
  ];
  return Object.fromEntries(names.map((name) => [name, new Map()]));
}

/**
 * @param {import('./records.mjs').Exchange} exchange
 * @param {{ outcomeOf(upid: string): { exitstatus?: string } | undefined }} story What else is recorded.
 * @returns {Evidence}
 */
export function evidenceOf(exchange, story) {
  const evidence = nothing();
  if (exchange.path === undefined) return evidence;
  const { answer } = exchange;
  const outcome = typeof answer.data === 'string' ? story.outcomeOf(answer.data)?.exitstatus : undefined;
  for (const text of [answer.status === 200 ? '' : answer.reason, outcome ?? '', ...linesOf(answer)])
    readText(evidence, text, exchange);
  const upid = /^\/nodes\/[^/]+\/tasks\/([^/]+)/.exec(exchange.path)?.[1];
  // Only for a task that is there a right is asked for.
  if (upid?.startsWith('UPID:') && answer.status === 403) evidence.tasks.set(upid, {});
  if (answer.status === 200) readSuccess(evidence, exchange, outcome);
  return evidence;
}

function linesOf({ status, errors }) {
  return status === 200 ? [] : Object.values(errors ?? {}).map(String);
}

function guest(evidence, vmid, facts) {
  evidence.guests.set(Number(vmid), { ...evidence.guests.get(Number(vmid)), ...facts });
}

/** Refusals, of the API or of a task, name what stood in the way. */
const refusals = [
  [
    /Configuration file 'nodes\/[^/]+\/(lxc|qemu-server)\/(\d+)\.conf' does not exist/,
    (e, [, dir, vmid]) => guest(e, vmid, { absentAs: dir === 'lxc' ? 'lxc' : 'qemu' }),
  ],
  [
    /\b(CT|VM) (\d+) already exists on node/,
    (e, [, kind, vmid]) => guest(e, vmid, { exists: true, kind: kind === 'CT' ? 'lxc' : 'qemu' }),
  ],
  [/\b(?:CT|VM) (\d+) already running/, (e, [, vmid]) => guest(e, vmid, { exists: true, running: true })],
  [/\b(?:CT|VM) (\d+) not running/, (e, [, vmid]) => guest(e, vmid, { running: false })],
  [
    /unable to destroy (?:CT|VM) (\d+) - (?:container|VM) is running/,
    (e, [, vmid]) => guest(e, vmid, { exists: true, running: true }),
  ],
  [
    /can't remove (?:CT|VM) (\d+) - protection mode enabled/,
    (e, [, vmid]) => guest(e, vmid, { exists: true, protection: true }),
  ],
  [/unable to find VM '(\d+)'/, (e, [, vmid]) => guest(e, vmid, { exists: false })],
  [/no such user \('([^']+)'\)/, (e, [, id]) => e.users.set(id, null)],
  [/user '([^']+)' already exists/, (e, [, id]) => e.users.set(id, {})],
  [/group '([^']+)' does not exist/, (e, [, id]) => e.groups.set(id, null)],
  [/group '([^']+)' already exists/, (e, [, id]) => e.groups.set(id, {})],
  [/pool '([^']+)' does not exist/, (e, [, id]) => e.pools.set(id, null)],
  [/pool '([^']+)' already exists/, (e, [, id]) => e.pools.set(id, {})],
  [
    /pool '([^']+)' is not empty \(contains VM (\d+)\)/,
    (e, [, id, vmid]) => e.pools.set(id, { vms: [Number(vmid)] }),
  ],
  [/storage '([^']+)' does not exist/, (e, [, id]) => e.storages.set(id, null)],
  [/storage ID '([^']+)' already defined/, (e, [, id]) => e.storages.set(id, {})],
  [/storage '([^']+)' is disabled/, (e, [, id]) => e.storages.set(id, { disable: 1 })],
  [/storage '([^']+)' is not online/, (e, [, id]) => e.storages.set(id, { online: false })],
  [
    /Token already exists/,
    (e, _, { path }) => {
      const [, user, name] = /^\/access\/users\/([^/]+)\/token\/([^/]+)$/.exec(path) ?? [];
      if (name !== undefined) e.tokens.set(`${user}!${name}`, {});
    },
  ],
  [
    /VM (\d+) is already a pool member/,
    (e, [, vmid], { path, params }) =>
      e.pools.set(path.split('/')[2] ?? params.poolid, { atLeast: [Number(vmid)] }),
  ],
  [/no such resource '([^']+)'/, (e, [, id]) => e.ha.set(id, null)],
  [/no such job '?([^']+)'?/i, (e, [, id]) => e.jobs.set(id, null)],
];

function readText(evidence, text, exchange) {
  for (const [pattern, apply] of refusals) {
    const match = pattern.exec(text);
    if (match !== null) apply(evidence, match, exchange);
  }
}

/** Refusals that name no number are about the guest of the path. */
const ownRefusals = [
  [/\b(?:CT|VM) is locked \(([\w-]+)\)/, ([, lock]) => ({ exists: true, lock })],
  [/can't overwrite running container/, () => ({ exists: true, running: true })],
  [/CT contains snapshots|has snapshots/, () => ({ exists: true, hasSnapshots: true })],
  [/you can't start a (?:CT|vm) if it's a template/i, () => ({ exists: true, template: true })],
  [/linked clones|is a template|already a template/i, () => ({ exists: true })],
  [/is a privileged container|for privileged container/, () => ({ exists: true, unprivileged: false })],
  [
    /feature flags \(except nesting\)/,
    (_, exchange) => existing(exchange, { otherFeatures: exchange.params.features ?? '' }),
  ],
  [/is only allowed for root@pam/, (_, exchange) => existing(exchange, {})],
  [
    /bridge '([^']+)' does not exist/,
    ([, bridge], exchange) =>
      exchange.method === 'POST' && /\/status\//.test(exchange.path) ? { exists: true, bridge } : {},
  ],
  [/snapshot name '([^']+)' already used/, ([, name]) => ({ exists: true, snapshots: { [name]: {} } })],
  [/snapshot '([^']+)' does not exist/, ([, name]) => ({ exists: true, snapshots: { [name]: null } })],
];

/** A refusal of a change tells that there is something to change; one of a new guest does not. */
function existing({ method, path }, facts) {
  return method === 'PUT' && path.endsWith('/config') ? { exists: true, ...facts } : {};
}

/** Whether PVE got as far as the guest: it had nothing against the caller, the parameters or the node. */
function provesGuest({ answer }, outcome) {
  if (outcome?.exitstatus !== undefined) return !/does not exist|unable to find/.test(outcome.exitstatus);
  return (
    answer.status === 500 &&
    !/does not exist|not running|hostname lookup|no options specified|reserved name|already exists|not a valid/.test(
      answer.reason,
    )
  );
}

function readSuccess(evidence, exchange, outcome) {
  const found = guestPath.exec(exchange.path);
  if (found !== null) readGuest(evidence, exchange, outcome, found);
  else if (/^\/nodes\/[^/]+\/(lxc|qemu)$/.test(exchange.path)) readGuests(evidence, exchange, outcome);
  else readRest(evidence, exchange, outcome);
}

/** For refusals of a request about one guest, whatever their status. */
export function ownEvidence(exchange, story) {
  const found = guestPath.exec(exchange.path ?? '');
  const vmid = found?.[2] ?? (exchange.method === 'POST' ? exchange.params.vmid : undefined);
  if (vmid === undefined || !/^\d+$/.test(String(vmid))) return undefined;
  const outcome =
    typeof exchange.answer.data === 'string' ? story.outcomeOf(exchange.answer.data) : undefined;
  const texts = [exchange.answer.status === 200 ? '' : exchange.answer.reason, outcome?.exitstatus ?? ''];
  for (const text of texts)
    for (const [pattern, facts] of ownRefusals) {
      const match = pattern.exec(text);
      if (match !== null)
        return [Number(vmid), { ...facts(match, exchange), ...(found === null ? {} : { kind: found[1] }) }];
    }
  return found !== null && provesGuest(exchange, outcome)
    ? [Number(vmid), { exists: true, kind: found[1] }]
    : undefined;
}

function readGuest(evidence, exchange, outcome, [, kind, vmid, rest = '']) {
  const { method, params, answer } = exchange;
  const say = (facts) => guest(evidence, vmid, { kind, exists: true, ...facts });
  const { data } = answer;
  const ok = outcome === undefined || outcome === 'OK' || /^WARNINGS/.test(outcome);
  const key = `${method} ${rest.replace(/^\/(snapshot|firewall\/ipset|firewall\/aliases)\/[^/]+/, '/$1/{}')}`;
  const name = /^\/snapshot\/([^/]+)/.exec(rest)?.[1];
  switch (key) {
    case 'GET /interfaces':
      return data === null ? guest(evidence, vmid, { running: false }) : say({ running: true });
    case 'GET /status/current':
      return say({
        running: data.status === 'running',
        lock: data.lock ?? null,
        template: data.template === 1,
        ha: data.ha?.managed === 1,
        row: data,
      });
    case 'GET /config':
      return params.snapshot === undefined
        ? say({ config: data, current: Number(params.current ?? 0) === 1 })
        : say({ snapshots: { [params.snapshot]: { config: data } } });
    case 'GET /pending':
      return say({ pendingRows: data });
    case 'GET /snapshot':
      return say({ onlySnapshots: data.filter((row) => row.name !== 'current') });
    case 'GET /snapshot/{}/config':
      return say({ snapshots: { [name]: { config: data } } });
    case 'PUT /snapshot/{}/config':
    case 'GET /snapshot/{}':
      return say({ snapshots: { [name]: {} } });
    case 'POST /snapshot':
      return ok ? say({ lock: null, snapshots: { [params.snapname]: null } }) : undefined;
    case 'POST /snapshot/{}/rollback':
    case 'DELETE /snapshot/{}':
      return ok ? say({ lock: null, snapshots: { [name]: {} } }) : undefined;
    case 'POST /status/start':
      return ok && outcome !== undefined
        ? say({ running: false, template: false, lock: null })
        : guestUnlessAbsent(evidence, vmid, { running: false });
    case 'POST /status/stop':
      return say({ running: true });
    case 'POST /status/shutdown':
    case 'POST /status/reboot':
    case 'POST /status/suspend':
      return say(ok ? { running: true, lock: null } : { running: true });
    case 'DELETE ':
      return ok
        ? say({ protection: false, ...(Number(params.force ?? 0) === 1 ? {} : { running: false }) })
        : say({});
    case 'PUT /config':
    case 'POST /config':
      // Who is not root@pam itself may only repeat the features that are there, or change nesting.
      return say({
        lock: null,
        ...(params.features === undefined || /ticket$/.test(exchange.request.as)
          ? {}
          : { sameFeatures: params.features }),
      });
    case 'POST /template':
      return say({ running: false, onlySnapshots: [], template: false, lock: null });
    case 'POST /clone': {
      const newid = Number(params.newid);
      if (Number.isInteger(newid)) guest(evidence, newid, { exists: false });
      return say(
        ok
          ? { lock: null, ...(params.snapname === undefined ? {} : { snapshots: { [params.snapname]: {} } }) }
          : {},
      );
    }
    case 'POST /move_volume':
    case 'PUT /resize':
      return say(ok ? { lock: null } : {});
    default:
      return say({});
  }
}

function guestUnlessAbsent(evidence, vmid, facts) {
  const known = evidence.guests.get(Number(vmid));
  if (known?.absentAs === undefined) guest(evidence, vmid, facts);
}

function readGuests(evidence, { method, path, params, answer, request }, outcome) {
  const kind = path.endsWith('/lxc') ? 'lxc' : 'qemu';
  if (method === 'GET') {
    for (const row of answer.data) guest(evidence, row.vmid, rowFacts(kind, row));
    if (seesAll(request.as))
      evidence.onlyOf = { ...evidence.onlyOf, [kind]: answer.data.map((row) => Number(row.vmid)) };
    return;
  }
  const ok = outcome === undefined || outcome === 'OK' || /^WARNINGS/.test(outcome);
  const forced = Number(params.force ?? 0) === 1;
  guest(evidence, params.vmid, forced ? { kind, exists: true, running: false } : { exists: false });
  for (const volid of [params.ostemplate, params.archive])
    if (ok && typeof volid === 'string' && /^[^:/]+:(?:vztmpl|backup)\//.test(volid))
      evidence.volumes.set(volid, {});
}

function rowFacts(kind, row) {
  return {
    kind,
    exists: true,
    running: row.status === 'running',
    lock: row.lock ?? null,
    template: Number(row.template ?? 0) === 1,
    row,
    pool: 'node' in row ? (row.pool ?? null) : undefined,
  };
}

function readRest(evidence, exchange, outcome) {
  const { method, path, params, answer, request } = exchange;
  const { data } = answer;
  const [head, ...tail] = path.split('/').slice(1);
  const key = `${method} ${path}`;
  if (key === 'GET /cluster/resources') return readResources(evidence, data, params, request);
  if (head === 'nodes' && tail[1] === 'storage')
    return readStorage(evidence, exchange, outcome, tail.slice(2));
  if (head === 'nodes' && tail[1] === 'tasks') return readTask(evidence, exchange, tail.slice(2));
  if (head === 'nodes' && tail[1] === 'vzdump' && method === 'POST') {
    for (const vmid of String(params.vmid ?? '').split(','))
      if (/^\d+$/.test(vmid) && outcome === 'OK') guest(evidence, vmid, { exists: true, lock: null });
    return undefined;
  }
  if (head === 'storage') return readDefinition(evidence, exchange, tail);
  if (head === 'pools') return readPool(evidence, exchange, tail);
  if (head === 'access') return readAccess(evidence, exchange, tail);
  if (path.startsWith('/cluster/backup')) return readJobs(evidence, exchange, tail.slice(1));
  if (path.startsWith('/cluster/ha/resources')) return readHa(evidence, exchange, tail.slice(2));
  if (key === 'GET /cluster/nextid') readNextId(evidence, exchange);
  return undefined;
}

/** The lowest number that is free: the ones below it are not. */
function readNextId(evidence, { params, answer, request }) {
  if (params.vmid !== undefined) guest(evidence, params.vmid, { exists: false });
  else evidence.nextId = { id: Number(answer.data), whole: request.as !== undefined };
}

function readResources(evidence, rows, params, request) {
  for (const row of rows)
    if (row.type === 'lxc' || row.type === 'qemu') guest(evidence, row.vmid, rowFacts(row.type, row));
  if (!seesAll(request.as)) return;
  if (params.type === undefined || params.type === 'vm') {
    const of = (kind) => rows.filter((row) => row.type === kind).map((row) => Number(row.vmid));
    evidence.onlyOf = { lxc: of('lxc'), qemu: of('qemu') };
  }
}

function readStorage(evidence, { method, params, answer, request }, outcome, [id, section, ...rest]) {
  const { data } = answer;
  if (id === undefined) {
    for (const row of data) evidence.storages.set(row.storage, storageFacts(row));
    return;
  }
  if (section === 'status' && method === 'GET') evidence.storages.set(id, storageFacts(data));
  if (section === 'prunebackups' && method === 'GET')
    for (const row of data)
      evidence.volumes.set(row.volid, { ctime: row.ctime, protected: row.mark === 'protected' });
  if (section !== 'content') return;
  const volume = rest.join('/');
  if (volume === '' && method === 'GET') {
    for (const row of data) evidence.volumes.set(row.volid, volumeFacts(row));
    if (seesAll(request.as) && params.vmid === undefined)
      evidence.onlyVolumes.set(
        `${id}/${params.content ?? '*'}`,
        data.map((row) => row.volid),
      );
  }
  if (volume === '') return;
  const volid = volume.includes(':') ? volume : `${id}:${volume}`;
  if (method === 'GET') evidence.volumes.set(volid, volumeFacts(data));
  else if (method === 'PUT' || outcome === 'OK') evidence.volumes.set(volid, {});
}

function storageFacts(row) {
  return {
    type: row.type,
    ...(row.enabled === 0 ? { disable: 1 } : {}),
    online: row.active !== 0,
    content: row.content,
  };
}

function volumeFacts({ size, notes, protected: kept, format, ctime }) {
  return { size, notes, protected: kept === 1, format, ctime };
}

function readTask(evidence, { method, answer }, [upid, section]) {
  if (upid === undefined) return;
  if (method === 'DELETE') evidence.tasks.set(upid, {});
  if (method !== 'GET') return;
  if (section === 'status') evidence.tasks.set(upid, answer.data);
  if (section === 'log' && !/^unable to open file/.test(answer.data?.[0]?.t ?? ''))
    evidence.tasks.set(upid, { log: answer.data });
}

function readDefinition(evidence, { method, params, answer, request }, [id]) {
  const { data } = answer;
  if (method === 'GET' && id === undefined) {
    for (const row of data) evidence.storages.set(row.storage, row);
    if (seesAll(request.as)) evidence.onlyStorages = data.map((row) => row.storage);
  } else if (method === 'POST') evidence.storages.set(params.storage, null);
  else evidence.storages.set(id, method === 'GET' ? data : {});
}

function readPool(evidence, { method, params, answer, request }, [id]) {
  const pool = id ?? params.poolid;
  if (method === 'GET' && pool === undefined) {
    for (const row of answer.data) evidence.pools.set(row.poolid, { comment: row.comment });
    if (seesAll(request.as)) evidence.onlyPools = answer.data.map((row) => row.poolid);
  } else if (method === 'POST') evidence.pools.set(pool, null);
  else if (method === 'DELETE') evidence.pools.set(pool, { vms: [], storages: [] });
  else if (method === 'GET') {
    const { members = [], comment } = id === undefined ? (answer.data[0] ?? {}) : answer.data;
    for (const row of members)
      if (row.vmid !== undefined) guest(evidence, row.vmid, rowFacts(row.type, { ...row, pool }));
    evidence.pools.set(pool, {
      comment,
      vms: members.filter((row) => row.vmid !== undefined).map((row) => Number(row.vmid)),
      storages: members.filter((row) => row.storage !== undefined).map((row) => row.storage),
    });
  } else {
    const given = String(params.vms ?? '')
      .split(',')
      .filter(Boolean)
      .map(Number);
    const stores = String(params.storage ?? '')
      .split(',')
      .filter(Boolean);
    evidence.pools.set(
      pool,
      Number(params.delete ?? 0) === 1 ? { atLeast: given, storesAtLeast: stores } : { without: given },
    );
  }
}

function readAccess(evidence, { method, params, answer, request }, [section, id, sub, name]) {
  const { data } = answer;
  if (section === 'permissions' && params.userid === undefined && params.path === undefined)
    evidence.permissions = { of: request.as, at: data };
  if (section === 'acl' && method === 'GET' && seesAll(request.as)) evidence.acl = data;
  if (section === 'groups') readGroups(evidence, method, params, data, id, request);
  if (section !== 'users') return;
  if (id === undefined) {
    if (method === 'POST') evidence.users.set(params.userid, null);
    else {
      for (const row of data) evidence.users.set(row.userid, userFacts(row));
      if (seesAll(request.as)) evidence.onlyUsers = data.map((row) => row.userid);
    }
  } else if (sub !== 'token')
    evidence.users.set(id, method === 'GET' ? userFacts({ ...data, userid: id }) : {});
  else if (name === undefined) {
    for (const row of data) evidence.tokens.set(`${id}!${row.tokenid}`, row);
    evidence.onlyTokens = { user: id, names: data.map((row) => row.tokenid) };
  } else
    evidence.tokens.set(
      `${id}!${name}`,
      method === 'POST' ? null : method === 'GET' ? data : tokenFacts(data),
    );
}

function tokenFacts(data) {
  const { privsep, expire, comment } = data?.info ?? data ?? {};
  return { privsep, expire, comment };
}

function userFacts({ enable, expire, comment, email, firstname, lastname, tokens }) {
  return {
    enable: enable !== 0,
    expire,
    comment,
    email,
    firstname,
    lastname,
    tokens: Array.isArray(tokens) ? tokens : undefined,
  };
}

function readGroups(evidence, method, params, data, id, request) {
  if (id !== undefined) evidence.groups.set(id, {});
  else if (method === 'POST') evidence.groups.set(params.groupid, null);
  else {
    for (const row of data) evidence.groups.set(row.groupid, row);
    if (seesAll(request.as)) evidence.onlyGroups = data.map((row) => row.groupid);
  }
}

function readJobs(evidence, { method, answer }, [id]) {
  if (id === undefined) {
    if (method !== 'GET') return;
    for (const row of answer.data) evidence.jobs.set(row.id, row);
    evidence.onlyJobs = answer.data.map((row) => row.id);
  } else evidence.jobs.set(id, method === 'GET' && !Array.isArray(answer.data?.children) ? answer.data : {});
}

function readHa(evidence, { method, params, answer }, [sid]) {
  if (sid === undefined && method === 'GET') {
    for (const row of answer.data) evidence.ha.set(row.sid, row);
    evidence.onlyHa = answer.data.map((row) => row.sid);
  } else evidence.ha.set(sid ?? params.sid, method === 'POST' ? null : {});
}
