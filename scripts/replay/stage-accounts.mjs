// Users, tokens, pools and rights as an answer says that they were.

import { randomUUID } from 'node:crypto';
import { clean } from './clean.mjs';

export function stageNamed(map, part, wanted, only, change) {
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

export function stagePools(world, evidence, change) {
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

export function stageToken(world, id, facts, change) {
  const [user, name] = [id.slice(0, id.lastIndexOf('!')), id.slice(id.lastIndexOf('!') + 1)];
  const old = world.accounts.users.get(user)?.tokens.get(name);
  const tokens = (spec) => ({ users: { [user]: { tokens: { [name]: spec } } } });
  if (facts === null) {
    if (old !== undefined) change(`token ${id} goes`, tokens(null));
  } else if (old === undefined) change(`token ${id}`, tokens(tokenSpec(facts)));
  else if (Object.keys(facts).length > 0 && isOtherToken(old, facts))
    change(`token ${id}`, tokens(tokenSpec({ privsep: Number(old.privsep), ...clean(facts) })));
}

export function removeOtherTokens(world, { user, names }, change) {
  for (const name of [...(world.accounts.users.get(user)?.tokens.keys() ?? [])])
    if (!names.includes(name))
      change(`token ${user}!${name} goes`, { users: { [user]: { tokens: { [name]: null } } } });
}

/** An entry for a path of its own shows in what its holder may do. */
export function stagePermissions(world, { of, at }, change) {
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

export function aclRows(world) {
  return world.accounts.acl.map((entry) => ({ ...entry, propagate: entry.propagate ? 1 : 0 }));
}

export function sameRows(one, other) {
  const sorted = (rows) =>
    rows
      .map((row) => JSON.stringify(Object.entries(row).sort()))
      .sort()
      .join();
  return sorted(one) === sorted(other);
}
