import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { payloadTypes, seal } from '~/agent/daemon/protocol/envelope.js';
import {
  type Heartbeat,
  heartbeat,
  heartbeatAnswer,
  hubStatement,
  intervalOf,
  limits,
} from '~/agent/daemon/protocol/heartbeat.js';

const digest = 'a'.repeat(64);
const result = {
  id: 'restart-101-a',
  command: digest,
  result: { outcome: 'succeeded' as const, value: { upid: 'x' } },
  digest,
  endedAt: 1_800_000_000_000,
};
const beat: Heartbeat = {
  agent: 'pve1',
  epoch: 1,
  sequence: 0,
  bootId: randomUUID(),
  version: '0.1.0',
  at: 1_800_000_000_000,
  health: { state: 'ok', uptime: 1.5, journal: { bytes: 0, limit: 1 } },
  degraded: [],
  halted: false,
  running: [],
  results: [result],
  received: [],
  rejected: [],
  wanted: [],
  approvals: [],
};
const hub = generateKeyPairSync('ed25519');
const statement = { agent: 'pve1', epoch: 1, sequence: 0, bootId: beat.bootId, time: 1_800_000_000_000 };
const signed = seal(payloadTypes.hub, Buffer.from(JSON.stringify(statement)), [hub]);
const answer = { signed, acks: [{ id: result.id, digest }], commands: [], approvals: [] };

describe('a heartbeat', () => {
  it('is what it is after a way over the wire', () => {
    expect(heartbeat.parse(JSON.parse(JSON.stringify(beat)))).toEqual(beat);
    expect(heartbeatAnswer.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
    expect(hubStatement.parse(statement)).toEqual({ ...statement, halt: false, readOnly: false, cancel: [] });
  });

  it.each<[string, object]>([
    ['a foreign key', { ...beat, shell: 1 }],
    ['a boot that is no UUID', { ...beat, bootId: 'x' }],
    [
      'more results than may be',
      { ...beat, results: Array.from({ length: limits.results + 1 }, () => result) },
    ],
    ['a result with another outcome', { ...beat, results: [{ ...result, result: { outcome: 'fine' } }] }],
    ['a result without its digest', { ...beat, results: [{ ...result, digest: undefined }] }],
    ['a sequence that counts down', { ...beat, sequence: -1 }],
  ])('is refused with %s', (_what, given) => {
    expect(heartbeat.safeParse(given).success).toBe(false);
  });

  it.each<[string, object]>([
    ['a foreign key', { ...answer, run: 'x' }],
    ['nothing signed', { ...answer, signed: undefined }],
    [
      'more commands than may be',
      { ...answer, commands: Array.from({ length: limits.commands + 1 }, () => signed) },
    ],
    ['an ack without a digest', { ...answer, acks: [{ id: result.id }] }],
  ])('has no answer with %s', (_what, given) => {
    expect(heartbeatAnswer.safeParse(given).success).toBe(false);
  });

  it.each([
    [undefined, 30],
    [0, 2],
    [30, 30],
    [1_000, 900],
    [Number.POSITIVE_INFINITY, 30],
  ])('comes again after what the hub wishes, within limits: %s is %i s', (wished, seconds) => {
    expect(intervalOf(wished)).toBe(seconds);
  });
});
