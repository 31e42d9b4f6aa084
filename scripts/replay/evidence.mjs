// What an answer tells of the state that the host was in when it was asked. Recordings are parts of a longer story: what
// a request that is not among them did to the host shows only in later answers. From these, and never from a name or a
// number of a recording, comes the state in which a request is replayed.

import { guest, guestPath, readGuest, readGuests, rowFacts } from './evidence-guests.mjs';
import { seesAll } from './host.mjs';
import { readText } from './refusals.mjs';

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

function readSuccess(evidence, exchange, outcome) {
  const found = guestPath.exec(exchange.path);
  if (found !== null) readGuest(evidence, exchange, outcome, found);
  else if (/^\/nodes\/[^/]+\/(lxc|qemu)$/.test(exchange.path)) readGuests(evidence, exchange, outcome);
  else readRest(evidence, exchange, outcome);
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
