// What an answer about containers and virtual machines tells of them.

import { seesAll } from './host.mjs';

export const guestPath = /^\/nodes\/[^/]+\/(lxc|qemu)\/(\d+)(\/.*)?$/;

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

export function guest(evidence, vmid, facts) {
  evidence.guests.set(Number(vmid), { ...evidence.guests.get(Number(vmid)), ...facts });
}

export function readGuest(evidence, exchange, outcome, [, kind, vmid, rest = '']) {
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

export function readGuests(evidence, { method, path, params, answer, request }, outcome) {
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

export function rowFacts(kind, row) {
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
