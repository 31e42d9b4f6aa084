// What the words of a refusal tell: of the API, or of a task that failed.

import { guest, guestPath } from './evidence-guests.mjs';

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

export function readText(evidence, text, exchange) {
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
