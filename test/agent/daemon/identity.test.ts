import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IdentityError } from '~/agent/daemon/errors.js';
import {
  dropEnrolmentKey,
  enrolmentKey,
  type Identity,
  identityFile,
  keyFile,
  newKeyFile,
  openIdentity,
  readIdentity,
  writeIdentity,
} from '~/agent/daemon/identity.js';
import { cloneSigns, machineFacts, machineOfEnvironment } from '~/agent/daemon/machine.js';
import { keyIdOf } from '~/agent/daemon/protocol/envelope.js';
import { textOf } from '~/agent/daemon/protocol/public-key.js';
import { assertOwnFolder } from '~/agent/daemon/state-files.js';
import { machineOf, newFolder, pair } from './support/hub.js';

let folder: string;
let made: Identity;

beforeEach(async () => {
  folder = newFolder();
  const key = await enrolmentKey(folder, undefined);
  made = {
    version: 1,
    agent: 'pve1',
    epoch: 1,
    keyid: keyIdOf(key.publicKey),
    hub: {
      url: 'https://hub.example.com/',
      trust: { kind: 'pins', pins: [Array.from({ length: 32 }, () => 'AB').join(':')] },
      keys: [textOf(pair().publicKey)],
    },
    machine: { machineId: 'a'.repeat(64), host: 'pve1', node: 'pve1' },
  };
  await writeIdentity(folder, made);
});

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

async function problem(action: Promise<unknown>): Promise<IdentityError> {
  const error = await action.then(
    () => new Error('it worked'),
    (error) => error,
  );
  if (error instanceof IdentityError) return error;
  throw error;
}

describe('the identity', () => {
  it('is what was written, in two files that nobody else may read', async () => {
    const { identity, key, hubKeys } = await openIdentity(folder);
    expect(identity).toEqual(made);
    expect(keyIdOf(key.publicKey)).toBe(made.keyid);
    expect(hubKeys.map(textOf)).toEqual(made.hub.keys);
    expect([modeOf(identityFile(folder)), modeOf(keyFile(folder))]).toEqual(['600', '600']);
    expect(readdirSync(folder).sort()).toEqual(['agent.key', 'identity.json']);
    expect(readFileSync(keyFile(folder), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(readFileSync(identityFile(folder), 'utf8')).not.toContain('PRIVATE');
  });

  it('is none in an empty folder, which is said', async () => {
    const empty = newFolder();
    expect(await readIdentity(empty)).toBeUndefined();
    const error = await problem(openIdentity(empty));
    expect([error.code, error.why, error.hint]).toEqual([
      'PVE_IDENTITY',
      'missing',
      expect.stringContaining('felhom-agent enroll'),
    ]);
  });

  it.each([
    [identityFile, 0o640],
    [identityFile, 0o604],
    [keyFile, 0o660],
    [keyFile, 0o620],
  ])('is refused where others are let at a file of it (%o)', async (file, mode) => {
    chmodSync(file(folder), mode);
    const error = await problem(openIdentity(folder));
    expect([error.why, error.hint]).toEqual(['mode', expect.stringContaining(`chmod 600 ${file(folder)}`)]);
  });

  it('is refused as a link', async () => {
    const other = newFolder();
    renameSync(keyFile(folder), join(other, 'agent.key'));
    symlinkSync(join(other, 'agent.key'), keyFile(folder));
    expect((await problem(openIdentity(folder))).message).toContain('it is a symbolic link');
  });

  it.each<[string, (text: string) => string]>([
    ['no JSON', (text) => text.slice(1)],
    ['an unknown key', (text) => text.replace('{', '{"insecure":true,')],
    ['http', (text) => text.replace('https:', 'http:')],
    ['a trust that is none', (text) => text.replace('"pins"', '"none"')],
    ['no keys', (text) => text.replace(/"keys": \[[^\]]*\]/, '"keys": []')],
    ['a later version', (text) => text.replace('"version": 1', '"version": 2')],
  ])('is refused with %s', async (_what, change) => {
    const text = change(readFileSync(identityFile(folder), 'utf8'));
    writeFileSync(identityFile(folder), text, { mode: 0o600 });
    const error = await problem(openIdentity(folder));
    expect([error.why, error.hint]).toEqual(['damaged', expect.stringContaining('--again')]);
  });

  it('is refused with the key of another, and what is in a broken key is not told', async () => {
    const other = newFolder();
    await enrolmentKey(other, undefined);
    const own = readFileSync(keyFile(folder));
    copyFileSync(newKeyFile(other), keyFile(folder));
    expect((await problem(openIdentity(folder))).why).toBe('key');
    rmSync(keyFile(folder));
    expect((await problem(openIdentity(folder))).why).toBe('key');
    const secret = own.toString().split('\n')[1] ?? '';
    writeFileSync(keyFile(folder), own.toString().replace('BEGIN PRIVATE', 'BEGIN'), { mode: 0o600 });
    const error = await problem(openIdentity(folder));
    expect([error.why, JSON.stringify(error.toJSON()).includes(secret.slice(8, 40))]).toEqual([
      'damaged',
      false,
    ]);
  });
});

describe('a crash', () => {
  it('between the identity and the name of its key leaves the new identity whole', async () => {
    const next = await enrolmentKey(folder, await readIdentity(folder));
    const newer = { ...made, epoch: 2, keyid: keyIdOf(next.publicKey) };
    const old = readFileSync(keyFile(folder));
    const fresh = readFileSync(newKeyFile(folder));
    await writeIdentity(folder, newer);
    // As if it had ended right before the last step.
    writeFileSync(newKeyFile(folder), fresh, { mode: 0o600 });
    writeFileSync(keyFile(folder), old);
    const found = await openIdentity(folder);
    expect([found.identity.epoch, keyIdOf(found.key.publicKey)]).toEqual([2, newer.keyid]);
    // The next enrolment brings a key of its own, and loses that one not.
    const third = await enrolmentKey(folder, found);
    expect(keyIdOf(third.publicKey)).not.toBe(newer.keyid);
    expect(keyIdOf((await openIdentity(folder)).key.publicKey)).toBe(newer.keyid);
  });

  it('before the identity leaves the old one, and the same key for the next try', async () => {
    const current = await readIdentity(folder);
    const first = await enrolmentKey(folder, current);
    expect((await openIdentity(folder)).identity).toEqual(made);
    expect(keyIdOf((await enrolmentKey(folder, current)).publicKey)).toBe(keyIdOf(first.publicKey));
    await dropEnrolmentKey(folder);
    expect(keyIdOf((await enrolmentKey(folder, current)).publicKey)).not.toBe(keyIdOf(first.publicKey));
  });

  it('in the middle of writing leaves a draft, which nobody believes', async () => {
    writeFileSync(`${identityFile(folder)}.draft`, '{"version":1,"agent":"evil"', { mode: 0o644 });
    writeFileSync(`${newKeyFile(folder)}.draft`, 'x', { mode: 0o644 });
    expect((await openIdentity(folder)).identity).toEqual(made);
    await enrolmentKey(folder, undefined);
    await writeIdentity(folder, {
      ...made,
      keyid: keyIdOf((await enrolmentKey(folder, undefined)).publicKey),
    });
    expect(modeOf(identityFile(folder))).toBe('600');
    expect(readdirSync(folder).sort()).toEqual(['agent.key', 'identity.json']);
  });

  it.each([0o644, 0o600])('with half a new key (mode %o) costs nothing but that key', async (mode) => {
    writeFileSync(newKeyFile(folder), '-----BEGIN PRIV', { mode });
    const current = await openIdentity(folder);
    expect(current.identity).toEqual(made);
    const key = await enrolmentKey(folder, current);
    await writeIdentity(folder, { ...made, epoch: 2, keyid: keyIdOf(key.publicKey) });
    expect((await openIdentity(folder)).identity.epoch).toBe(2);
  });
});

describe('the machine', () => {
  it('says who it is, and its id itself to nobody', async () => {
    const id = '0123456789abcdef0123456789abcdef';
    const boot = '22222222-2222-4222-8222-222222222222';
    const facts = await machineFacts(undefined, machineOf({ id, boot, hostname: 'pve1.example.com' }));
    expect(facts).toEqual({
      machineId: expect.stringMatching(/^[0-9a-f]{64}$/),
      host: 'pve1',
      node: 'pve1',
      bootId: boot,
    });
    expect(JSON.stringify(facts)).not.toContain(id);
    expect((await machineFacts('pve2', machineOf({ id }))).node).toBe('pve2');
    const named = { ...machineOf(), ...machineOfEnvironment({ FELHOM_AGENT_MACHINE_ID: id }) };
    expect((await machineFacts(undefined, named)).machineId).toBe(facts.machineId);
    expect((await machineFacts(undefined, machineOf({ id }))).machineId).toBe(facts.machineId);
    expect((await machineFacts(undefined, machineOf())).machineId).not.toBe(facts.machineId);
  });

  it.each(['', 'uninitialized', '0'.repeat(32), 'x'.repeat(32)])('needs an id: %j is none', async (id) => {
    const error = await problem(machineFacts(undefined, machineOf({ id })));
    expect([error.why, error.hint]).toEqual(['machine', expect.stringContaining('systemd-machine-id-setup')]);
  });

  it('needs an id of its start, files that are there, and a name', async () => {
    expect((await problem(machineFacts(undefined, machineOf({ boot: '1' })))).why).toBe('machine');
    const nowhere = { ...machineOf(), machineIdFile: '/nonexistent/machine-id' };
    expect((await problem(machineFacts(undefined, nowhere))).message).toContain('no id of its own');
    expect((await problem(machineFacts(undefined, machineOf({ hostname: 'a_b' })))).message).toContain(
      'name',
    );
  });

  it('is a copy where id, name or node are others, and the reasons are told', async () => {
    const facts = await machineFacts(undefined, machineOf());
    const { bootId: _, ...enrolled } = facts;
    expect(cloneSigns(enrolled, facts)).toEqual([]);
    // A start of the same host is none.
    expect(cloneSigns(enrolled, await machineFacts(undefined, machineOf()))).toEqual([]);
    const other = await machineFacts('pve3', machineOf({ id: 'b2'.repeat(16), hostname: 'pve2' }));
    expect(cloneSigns(enrolled, other)).toEqual([
      expect.stringContaining('/etc/machine-id'),
      expect.stringContaining('pve2, and pve1 was enrolled'),
      expect.stringContaining('the node pve3'),
    ]);
    expect(cloneSigns(enrolled, { ...facts, machineId: other.machineId })).toHaveLength(1);
  });
});

it('root leaves no files in a folder of somebody else', async () => {
  const { uid } = statSync(folder);
  await assertOwnFolder(folder, uid);
  await assertOwnFolder(join(folder, 'not-there'), uid);
  const error = await problem(assertOwnFolder(folder, uid + 1));
  expect([error.why, error.hint]).toEqual(['owner', expect.stringContaining(`--reuid ${uid}`)]);
});
