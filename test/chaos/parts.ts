import { Client, fetchTransport, isPveError } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { createCertificate } from '~/simulator/certificate.js';
import { ManualClock } from '~/simulator/clock.js';
import { createEngine } from '~/simulator/create-engine.js';
import { openDoor } from '~/simulator/https-door.js';
import { Random } from '~/simulator/random.js';
import type { Parts } from '../../scripts/chaos/index.mjs';

export const parts: Parts = {
  Client,
  fetchTransport,
  isPveError,
  SimulatedHost,
  createEngine,
  ManualClock,
  Random,
  openDoor,
  createCertificate,
};
