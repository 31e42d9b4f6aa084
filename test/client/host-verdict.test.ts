import {
  ConnectionError,
  type ConnectionKind,
  HttpError,
  ResponseShapeError,
  type Sent,
  TimeoutError,
  type TimeoutPhase,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { type Moves, mayMove, verdictOf } from '~/client/host-verdict.js';

const connection = (kind: ConnectionKind, sent: Sent) => new ConnectionError('x', { kind, sent });
const late = (phase: TimeoutPhase, sent: Sent) => new TimeoutError(phase, 5, { sent });
const http = (status: number) => new HttpError({ status, reason: 'x', text: 'x', route: 'GET /x' });

describe('what the end of a request says of its host', () => {
  it.each<[unknown, 'away' | 'there' | 'unclear']>([
    [connection('refused', 'no'), 'away'],
    [connection('unreachable', 'no'), 'away'],
    [connection('dns', 'no'), 'away'],
    [connection('reset', 'no'), 'away'],
    [connection('reset', 'unknown'), 'away'],
    // So PVE refuses an upload.
    [connection('reset', 'partial'), 'unclear'],
    [connection('aborted', 'no'), 'unclear'],
    [connection('closed', 'no'), 'unclear'],
    [connection('other', 'unknown'), 'unclear'],
    [late('connect', 'no'), 'away'],
    [late('headers', 'unknown'), 'unclear'],
    [late('body', 'unknown'), 'unclear'],
    [late('send', 'partial'), 'unclear'],
    [late('call', 'no'), 'unclear'],
    [new ResponseShapeError('GET /x', 'html', []), 'unclear'],
    [new TypeError('x'), 'unclear'],
    ...[400, 401, 403, 404, 429, 500, 501].map((status): [unknown, 'there'] => [http(status), 'there']),
    ...[502, 503, 504].map((status): [unknown, 'away'] => [http(status), 'away']),
  ])('%o', (error, verdict) => {
    for (const itself of [true, false])
      for (const others of [true, false]) expect(verdictOf(error, itself, others)).toBe(verdict);
  });

  it.each([595, 596, 597, 598, 599])('of pveproxy (%i) depends on whom it is about', (status) => {
    expect(verdictOf(http(status), true, true)).toBe('away');
    expect(verdictOf(http(status), false, true)).toBe('there');
    expect(verdictOf(http(status), true, false)).toBe('there');
  });

  it.each(['certificate', 'tls', 'pin'] as const)('of a %s counts where there are others', (kind) => {
    expect(verdictOf(connection(kind, 'no'), true, true)).toBe('away');
    expect(verdictOf(connection(kind, 'no'), true, false)).toBe('unclear');
  });
});

describe('another host is asked', () => {
  it.each<[unknown, Record<Moves, boolean>]>([
    [connection('refused', 'no'), { never: false, unsent: true, passing: true }],
    [connection('reset', 'no'), { never: false, unsent: true, passing: true }],
    [connection('pin', 'no'), { never: false, unsent: true, passing: true }],
    [late('connect', 'no'), { never: false, unsent: true, passing: true }],
    [connection('reset', 'unknown'), { never: false, unsent: false, passing: true }],
    [http(596), { never: false, unsent: false, passing: true }],
    [http(595), { never: false, unsent: false, passing: true }],
    [late('call', 'no'), { never: false, unsent: false, passing: false }],
    [late('headers', 'unknown'), { never: false, unsent: false, passing: false }],
    [connection('aborted', 'no'), { never: false, unsent: false, passing: false }],
    [connection('closed', 'no'), { never: false, unsent: false, passing: false }],
    [connection('other', 'unknown'), { never: false, unsent: false, passing: false }],
    [http(500), { never: false, unsent: false, passing: false }],
    [new ResponseShapeError('GET /x', 'truncated', []), { never: false, unsent: false, passing: true }],
    [new ResponseShapeError('GET /x', 'html', []), { never: false, unsent: false, passing: false }],
  ])('after %o', (error, expected) => {
    for (const moves of ['never', 'unsent', 'passing'] as const)
      expect(mayMove(error, moves)).toBe(expected[moves]);
  });
});
