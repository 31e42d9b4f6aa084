import { parseCalendarEvent } from './calendar-event.js';
import { commandBatch } from './command-batch.js';
import { matches } from './format-makers.js';
import { pem } from './pem.js';
import type { Format } from './schema.js';

const haNode = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?::\d+)?$/;
const noResource = 'value does not look like a valid ha resource id';
const label = '[a-z0-9][a-z0-9_-]*';

const calendarEvent: Format = (value) => {
  const event = parseCalendarEvent(value);
  return typeof event === 'string' ? `invalid calendar event '${value}' - ${event}\n` : undefined;
};

/** What the datacenter and its nodes are told, beside their networks. */
export const clusterFormats: Readonly<Record<string, Format>> = {
  // pve-common src/PVE/CalendarEvent.pm
  'pve-calendar-event': calendarEvent,
  // pve-ha-manager src/PVE/HA/Tools.pm: the node had another name and text before there were rules.
  'pve-ha-resource-id': matches(/^[a-z]+:\S+$/, noResource),
  'pve-ha-resource-or-vm-id': matches(/^(?:[a-z]+:\S+|\d+)$/, noResource),
  'pve-ha-node': matches(haNode, 'value does not look like a valid ha node'),
  'pve-ha-group-node': matches(haNode, 'value does not look like a valid ha group node'),
  // pve-manager PVE/Status/Graphite.pm, PVE/NodeConfig.pm, PVE/API2/Nodes.pm
  'graphite-path': matches(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    'value does not look like a valid graphite path',
  ),
  'pve-acme-domain': matches(
    new RegExp(`^${label}(?:\\.${label})+$`, 'i'),
    (value) => `value '${value}' does not look like a valid domain name!`,
  ),
  'pve-acme-alias': matches(
    /^[a-z0-9_][a-z0-9_-]*(?:\.[a-z0-9_][a-z0-9_-]*)+$/i,
    (value) => `value '${value}' does not look like a valid alias name!`,
  ),
  'pve-command-batch': commandBatch,
  // pve-common src/PVE/Certificate.pm
  'pem-certificate': pem('CERTIFICATE'),
  'pem-certificate-chain': pem('CERTIFICATE', true),
  'pem-string': pem('.*?'),
};
