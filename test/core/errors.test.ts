import { inspect } from 'node:util';
import * as sdk from '@felhom/proxmox';
import { isPveError, type PveError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';

const route = 'GET /nodes/{node}/lxc';
const facts = { status: 500, reason: 'no', text: 'no', route };
const detail = {
  path: '/vms/100',
  privileges: ['VM.Audit'],
  mode: 'all' as const,
  rootOnly: false,
  ticketOnly: false,
  fix: 'pveum …',
};
const upid = 'UPID:n:000001E5:00024E96:6B00632D:vzstart:100:a@pam:';
const intent = (digest: string, since: number): sdk.Intent => ({
  route: 'POST /nodes/{node}/lxc/{vmid}/status/start',
  path: '/nodes/n/lxc/100/status/start',
  params: { node: 'n', vmid: '100' },
  secret: [],
  identity: 'a@pam',
  since,
  digest,
  id: 'i1',
});
const cause = Object.assign(new Error('broken'), { code: 'ECONNRESET' });

/** One of each class, with all that it can hold, its literal code and its ancestors. */
const errors: readonly { error: PveError; code: string; chain: string[]; fields: object }[] = [
  {
    error: new sdk.ParamsError([{ path: 'vmid', message: 'missing' }], { route, cause }),
    code: 'PVE_PARAMS',
    chain: ['ParamsError'],
    fields: { route, issues: [{ path: 'vmid', message: 'missing' }] },
  },
  {
    error: new sdk.SourceError('failed', { size: 10, read: 5, cause }),
    code: 'PVE_SOURCE',
    chain: ['SourceError'],
    fields: { why: 'failed', size: 10, read: 5 },
  },
  {
    error: new sdk.ConnectionError('lost', { kind: 'reset', sent: 'unknown', cause, hint: 'try again' }),
    code: 'PVE_CONNECTION',
    chain: ['ConnectionError'],
    fields: { kind: 'reset', sent: 'unknown', hint: 'try again' },
  },
  {
    error: new sdk.TimeoutError('headers', 45_000, { sent: 'unknown', cause }),
    code: 'PVE_TIMEOUT',
    chain: ['TimeoutError', 'ConnectionError'],
    fields: { kind: 'timeout', sent: 'unknown', phase: 'headers', timeout: 45_000 },
  },
  {
    error: new sdk.TlsPinError(['AA'], 'BB'),
    code: 'PVE_TLS_PIN',
    chain: ['TlsPinError', 'ConnectionError'],
    fields: { kind: 'pin', sent: 'no', expected: ['AA'], seen: 'BB' },
  },
  {
    error: new sdk.AbortedError({ sent: 'no', cause }),
    code: 'PVE_ABORTED',
    chain: ['AbortedError', 'ConnectionError'],
    fields: { kind: 'aborted', sent: 'no' },
  },
  {
    error: new sdk.HttpError({ ...facts, errors: { vmid: 'no\n' } }, { hint: 'look' }),
    code: 'PVE_HTTP',
    chain: ['HttpError'],
    fields: { ...facts, errors: { vmid: 'no\n' }, hint: 'look' },
  },
  {
    error: new sdk.AuthenticationError(facts),
    code: 'PVE_AUTHENTICATION',
    chain: ['AuthenticationError', 'HttpError'],
    fields: facts,
  },
  {
    error: new sdk.PermissionError(facts, detail),
    code: 'PVE_PERMISSION',
    chain: ['PermissionError', 'HttpError'],
    fields: { ...facts, ...detail },
  },
  {
    error: new sdk.NotFoundError(facts, 'guest'),
    code: 'PVE_NOT_FOUND',
    chain: ['NotFoundError', 'HttpError'],
    fields: { ...facts, kind: 'guest' },
  },
  {
    error: new sdk.LockedError(facts, 'backup'),
    code: 'PVE_LOCKED',
    chain: ['LockedError', 'HttpError'],
    fields: { ...facts, lock: 'backup' },
  },
  {
    error: new sdk.ConflictError(facts, 'digest'),
    code: 'PVE_CONFLICT',
    chain: ['ConflictError', 'HttpError'],
    fields: { ...facts, kind: 'digest' },
  },
  {
    error: new sdk.ProxyError(facts),
    code: 'PVE_PROXY',
    chain: ['ProxyError', 'HttpError'],
    fields: facts,
  },
  {
    error: new sdk.ResponseShapeError(route, 'shape', [{ path: 'vmid', message: 'no number' }], { cause }),
    code: 'PVE_RESPONSE_SHAPE',
    chain: ['ResponseShapeError'],
    fields: { route, why: 'shape', issues: [{ path: 'vmid', message: 'no number' }] },
  },
  {
    error: new sdk.OutcomeUnknownError(intent('d1', 5), { cause }),
    code: 'PVE_OUTCOME_UNKNOWN',
    chain: ['OutcomeUnknownError'],
    fields: { route: intent('d1', 5).route, digest: 'd1', since: 5, intent: intent('d1', 5) },
  },
  {
    error: new sdk.DidNotHappenError(intent('d1', 5), { cause, evidence: 'no task' }),
    code: 'PVE_DID_NOT_HAPPEN',
    chain: ['DidNotHappenError'],
    fields: { route: intent('d1', 5).route, intent: intent('d1', 5), evidence: 'no task' },
  },
  {
    error: new sdk.TaskError(upid, 'job errors', { log: ['a', 'b'], permission: detail, cause }),
    code: 'PVE_TASK',
    chain: ['TaskError'],
    fields: { upid, exitstatus: 'job errors', log: ['a', 'b'], permission: detail },
  },
  {
    error: new sdk.BackupError(new sdk.TaskError(upid, 'job errors', { log: ['a'], cause }), {
      guests: [],
      skipped: [101],
    }),
    code: 'PVE_BACKUP',
    chain: ['BackupError', 'TaskError'],
    fields: { upid, exitstatus: 'job errors', log: ['a'], guests: [], skipped: [101] },
  },
  {
    error: new sdk.RestoreRefusedError([{ path: 'mp0', message: 'a bind mount' }], { rootOnly: true }),
    code: 'PVE_RESTORE_REFUSED',
    chain: ['RestoreRefusedError'],
    fields: { issues: [{ path: 'mp0', message: 'a bind mount' }], rootOnly: true },
  },
  {
    error: new sdk.TaskTimeoutError(upid, 1_000, { cause }),
    code: 'PVE_TASK_TIMEOUT',
    chain: ['TaskTimeoutError'],
    fields: { upid, timeout: 1_000 },
  },
];

const classes = Object.values(sdk).filter(
  (value): value is typeof sdk.PveError & (abstract new () => PveError) =>
    typeof value === 'function' && value.prototype instanceof sdk.PveError,
);

describe('the error classes', () => {
  it('are all here, and each has a code of its own', () => {
    expect(new Set(errors.map(({ error }) => error.constructor))).toEqual(new Set(classes));
    expect(new Set(errors.map(({ error }) => error.code)).size).toBe(errors.length);
  });
});

describe.each(errors)('$chain.0', ({ error, code, chain, fields }) => {
  it('has its literal code, and its name', () => {
    expect(error.code).toBe(code);
    // The name that everything in Node gives to an abort.
    expect(error.name).toBe(code === 'PVE_ABORTED' ? 'AbortError' : error.constructor.name);
    expect(error.constructor.name).toBe(chain[0]);
  });

  it('is an instance of its ancestors, and of no other class', () => {
    const ancestors = classes.filter((candidate) => error instanceof candidate).map(({ name }) => name);
    expect(ancestors.sort()).toEqual([...chain].sort());
    expect(error).toBeInstanceOf(sdk.PveError);
    expect(error).toBeInstanceOf(Error);
    expect(isPveError(error)).toBe(true);
  });

  it('has its fields, its cause, and a message', () => {
    expect(error).toMatchObject(fields);
    expect(error.cause === undefined || error.cause === cause).toBe(true);
    expect(error.message).not.toBe('');
    expect(error.stack).toContain(error.message);
  });

  it('is plain data in a log, complete and without undefined', () => {
    const json = error.toJSON();
    expect(JSON.parse(JSON.stringify(error))).toStrictEqual(json);
    expect(json).toMatchObject({ ...fields, code, name: error.name, message: error.message });
    expect(json['cause']).toEqual(
      error.cause === undefined ? undefined : { name: 'Error', message: 'broken', code: 'ECONNRESET' },
    );
    const own = Object.keys(error).filter(
      (key) => Object.getOwnPropertyDescriptor(error, key)?.value !== undefined,
    );
    expect(Object.keys(json)).toEqual(expect.arrayContaining(own));
  });

  it('is shown without its brand, its message once', () => {
    const shown = inspect(error);
    expect(shown).toContain(code);
    expect(shown).not.toContain('Symbol');
    const [start = ''] = error.message.split('\n');
    // A cause that has the same words is another error.
    expect(
      inspect(error, { depth: 0 }).split(`${error.constructor.name}: ${start}`).length,
    ).toBeLessThanOrEqual(2);
  });
});

describe('an error', () => {
  it('keeps the whole chain of causes as data', () => {
    const proxy = new sdk.ProxyError({ ...facts, status: 596 });
    const unknown = new sdk.OutcomeUnknownError(intent('d', 1), { cause: proxy });
    expect(unknown.toJSON()['cause']).toEqual(proxy.toJSON());
    expect(unknown.cause).toBe(proxy);
  });

  it('has no cause where there was none, rather than an undefined one', () => {
    expect('cause' in new sdk.HttpError(facts)).toBe(false);
    expect('cause' in new sdk.TaskTimeoutError(upid, 1)).toBe(false);
  });

  it('of another copy of the package is known by a symbol that both have', () => {
    const brand = Symbol.for('@felhom/proxmox/PveError');
    const foreign = Object.defineProperty(new Error('from elsewhere'), brand, { value: true });
    expect(foreign).not.toBeInstanceOf(sdk.PveError);
    expect(isPveError(foreign)).toBe(true);
    expect(brand in new sdk.HttpError(facts)).toBe(true);
  });

  it.each([undefined, null, 'PVE_HTTP', {}, new Error('no'), { code: 'PVE_HTTP', name: 'HttpError' }])(
    'of this package is not %o',
    (value) => {
      expect(isPveError(value)).toBe(false);
    },
  );

  it('narrows by its code', () => {
    const error: sdk.HttpError = new sdk.LockedError(facts, 'backup');
    expect(error.code === 'PVE_LOCKED' && error instanceof sdk.LockedError ? error.lock : undefined).toBe(
      'backup',
    );
  });

  it('says each complaint of a parameter check once, and tidily', () => {
    const error = new sdk.HttpError({
      ...facts,
      text: 'Parameter verification failed.',
      errors: { a: 'x\n', b: 'y' },
    });
    expect(error.message).toBe(`${route}: 500 Parameter verification failed. (a: x; b: y)`);
    expect(error.errors).toEqual({ a: 'x\n', b: 'y' });
  });
});
