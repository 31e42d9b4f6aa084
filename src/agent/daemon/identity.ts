import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { issuesOf } from '../../core/validate.js';
import { IdentityError } from './errors.js';
import { hubUrl } from './hub-url.js';
import type { KeyPair } from './protocol/body-signature.js';
import { agentId, epoch } from './protocol/command.js';
import { machine } from './protocol/enrolment.js';
import { keyIdOf } from './protocol/envelope.js';
import { keyOf, publicKeyText } from './protocol/public-key.js';
import { moveOver, readPrivate, removeFile, writePrivate } from './state-files.js';

const pem = z
  .string()
  .max(64 * 1024)
  .startsWith('-----BEGIN CERTIFICATE-----');
const pin = z
  .string()
  .regex(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/, 'a SHA-256 fingerprint is expected: AA:BB:…');

/** How the hub proves who it is by TLS: see `Trust` of the client. There is no way to skip the proof. */
const trust = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system') }),
  z.strictObject({ kind: z.literal('ca'), ca: z.array(pem).min(1).max(16) }),
  z.strictObject({ kind: z.literal('pins'), pins: z.array(pin).min(1).max(16) }),
]);

/** Who the agent is, and whom it believes. */
export const identity = z.strictObject({
  version: z.literal(1),
  agent: agentId,
  epoch,
  /** Of the agent's own key: a key file of another enrolment is noticed. */
  keyid: z.string().regex(/^[0-9a-f]{64}$/),
  hub: z.strictObject({
    url: z.string().refine(isHubUrl, 'https://HOST[:PORT] is expected'),
    trust,
    /** Its Ed25519 public keys. */
    keys: z.array(publicKeyText).min(1).max(8),
  }),
  /** Where it was enrolled. */
  machine,
});
export type Identity = z.infer<typeof identity>;

/** An identity with the keys that belong to it. */
export interface OwnIdentity {
  readonly identity: Identity;
  /** The agent's. The private one is on this host only. */
  readonly key: KeyPair;
  /** The hub's: what it signs counts if one of these is right for it. */
  readonly hubKeys: readonly KeyObject[];
}

export const identityFile = (folder: string): string => join(folder, 'identity.json');
export const keyFile = (folder: string): string => join(folder, 'agent.key');
/** A key that no identity names yet. */
export const newKeyFile = (folder: string): string => join(folder, 'agent.key.new');

/**
 * Reads who the agent is.
 *
 * @returns undefined where it is not enrolled
 * @throws IdentityError where a file lets others at it, is broken, or the key does not belong to the identity; StateError where it cannot be read
 */
export async function readIdentity(folder: string): Promise<OwnIdentity | undefined> {
  const file = identityFile(folder);
  const text = await readPrivate(file);
  if (text === undefined) return undefined;
  const checked = identity.safeParse(jsonOf(text));
  if (!checked.success) {
    const [issue] = issuesOf(checked.error);
    const where = issue === undefined || issue.path === '' ? 'it' : `\`${issue.path}\``;
    throw new IdentityError(
      'damaged',
      file,
      `${where} is not as it should be: ${issue?.message ?? 'no JSON'}`,
      {
        hint: 'Put it back from a copy, or enroll the agent anew: `felhom-agent enroll --again`.',
      },
    );
  }
  const { keyid, hub } = checked.data;
  // A crash may have come between the identity and the new name of its key.
  for (const read of [() => leftKey(folder), () => readKey(keyFile(folder))]) {
    const key = await read();
    if (key === undefined || keyIdOf(key.publicKey) !== keyid) continue;
    return { identity: checked.data, key, hubKeys: hub.keys.flatMap((text) => keyOf(text) ?? []) };
  }
  throw new IdentityError('key', keyFile(folder), 'the key that belongs to the identity is not there', {
    hint: 'It cannot be made again: enroll the agent anew, `felhom-agent enroll --again`.',
  });
}

/**
 * Reads who the agent is.
 *
 * @throws IdentityError (`missing`) where it is not enrolled, and what {@link readIdentity} throws
 */
export async function openIdentity(folder: string): Promise<OwnIdentity> {
  const found = await readIdentity(folder);
  if (found !== undefined) return found;
  throw new IdentityError('missing', identityFile(folder), 'this agent is not enrolled', {
    hint: 'The hub makes a token for it: `felhom-agent enroll --hub URL --token-file FILE`.',
  });
}

/**
 * A key for an enrolment: the one that an interrupted enrolment has left, so that the hub knows it again, or a new one, on the disk before anybody
 * hears of it.
 */
export async function enrolmentKey(folder: string, current: OwnIdentity | undefined): Promise<KeyPair> {
  const left = await leftKey(folder);
  if (left !== undefined) {
    if (current === undefined || keyIdOf(left.publicKey) !== current.identity.keyid) return left;
    // It is the agent's own already, and only its name is not.
    await moveOver(newKeyFile(folder), keyFile(folder));
  }
  const made = generateKeyPairSync('ed25519');
  const text = made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writePrivate(newKeyFile(folder), text);
  return made;
}

/** Forgets a key that the hub does not want. */
export function dropEnrolmentKey(folder: string): Promise<void> {
  return removeFile(newKeyFile(folder));
}

/**
 * Makes this the agent's identity, with the key of {@link enrolmentKey}. The name of the identity's file is the one moment: before it nothing is
 * changed, after it all is.
 */
export async function writeIdentity(folder: string, made: Identity): Promise<void> {
  await writePrivate(identityFile(folder), `${JSON.stringify(identity.parse(made), null, 2)}\n`);
  await moveOver(newKeyFile(folder), keyFile(folder));
}

/** The key that an enrolment has left. One that cannot be used is as good as none: a new one takes its place. */
async function leftKey(folder: string): Promise<KeyPair | undefined> {
  try {
    return await readKey(newKeyFile(folder));
  } catch (error) {
    if (error instanceof IdentityError) return undefined;
    throw error;
  }
}

async function readKey(file: string): Promise<KeyPair | undefined> {
  const text = await readPrivate(file);
  if (text === undefined) return undefined;
  try {
    const privateKey = createPrivateKey(text);
    if (privateKey.asymmetricKeyType === 'ed25519')
      return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch {
    // Said below. What the parser has to say may hold a part of the key.
  }
  throw new IdentityError('damaged', file, 'it is no Ed25519 key in PEM form', {
    hint: `Put it back from a copy; or remove it and enroll the agent anew: \`felhom-agent enroll --again\`.`,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isHubUrl(text: string): boolean {
  try {
    return hubUrl(text).href === text;
  } catch {
    return false;
  }
}
