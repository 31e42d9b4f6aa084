import * as z from 'zod';
import { op } from '../../core/op.js';
import { record, text, word } from '../../core/wire.js';
import { onNode, startsTask } from './params.js';

/** The units that PVE lets be looked at and driven (pve-manager PVE/API2/Services.pm); no other is reachable. */
const names = [
  'chrony',
  'corosync',
  'cron',
  'ksmtuned',
  'lxcfs',
  'postfix',
  'proxmox-firewall',
  'pve-cluster',
  'pve-firewall',
  'pve-ha-crm',
  'pve-ha-lrm',
  'pve-lxc-syscalld',
  'pvedaemon',
  'pvefw-logger',
  'pveproxy',
  'pvescheduler',
  'pvestatd',
  'qmeventd',
  'spiceproxy',
  'sshd',
  'syslog',
  'systemd-journald',
  'systemd-timesyncd',
] as const;

const state = record({
  service: text,
  name: text.optional(),
  desc: text.optional(),
  /** systemd's SubState; of a one-shot unit that is done, its result. */
  state: word<'running' | 'dead' | 'exited' | 'failed' | 'unknown'>(),
  /** systemd's ActiveState. */
  'active-state': word<'active' | 'inactive' | 'failed' | 'activating' | 'unknown'>().optional(),
  /** `not-found` where the unit is not installed. */
  'unit-state': word<'enabled' | 'disabled' | 'static' | 'masked' | 'not-found' | 'unknown'>().optional(),
});

const onService = z.strictObject({ ...onNode, service: z.enum(names) });
const audit = { needs: [{ path: '/nodes/{node}', all: ['Sys.Audit'] }] };
const modify = { needs: [{ path: '/nodes/{node}', all: ['Sys.Modify'] }] };

/** System services of a node. A restart of `pveproxy` or `pvedaemon` cuts connections, also the one that asked for it. */
export const services = {
  /** All of them, also those that are not installed (`unit-state` is `not-found`). */
  list: op('GET /nodes/{node}/services', z.strictObject(onNode), z.array(state), audit),
  /** One of them. */
  state: op('GET /nodes/{node}/services/{service}/state', onService, state, audit),
  /** Starts it. Task `srvstart`; one that is not installed fails there. */
  start: op('POST /nodes/{node}/services/{service}/start', onService, startsTask, modify),
  /** Stops it. Task `srvstop`, which fails for `pveproxy`, `pvedaemon` and `pve-cluster`. */
  stop: op('POST /nodes/{node}/services/{service}/stop', onService, startsTask, modify),
  /** Stops and starts it. Task `srvrestart`. `reload` interrupts less. */
  restart: op('POST /nodes/{node}/services/{service}/restart', onService, startsTask, modify),
  /** Makes it read its configuration again, or restarts it if it cannot. Task `srvreload`. */
  reload: op('POST /nodes/{node}/services/{service}/reload', onService, startsTask, modify),
};
