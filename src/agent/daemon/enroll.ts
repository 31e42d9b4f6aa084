import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { readPin } from '../../client/places.js';
import type { Trust } from '../../client/tls.js';
import { ParamsError } from '../../core/errors.js';
import { ConfigError } from '../config-error.js';
import { readConfigFile, secretModeProblem } from '../private-file.js';
import { HubError, IdentityError } from './errors.js';
import { fitting } from './https-link.js';
import { HubDoor, type HubTimeouts } from './hub-door.js';
import { hubUrl } from './hub-url.js';
import {
  dropEnrolmentKey,
  enrolmentKey,
  type Identity,
  identityFile,
  type OwnIdentity,
  readIdentity,
  writeIdentity,
} from './identity.js';
import { type MachineSources, machineFacts } from './machine.js';
import { bodyTypes, type KeyPair } from './protocol/body-signature.js';
import { jsonOf } from './protocol/command.js';
import { enrolAnswer, enrolled, enrolToken, hubKeyIdOf, tokenDigest } from './protocol/enrolment.js';
import { keyIdOf, open, payloadTypes } from './protocol/envelope.js';
import { keyOf, textOf } from './protocol/public-key.js';
import { assertOwnFolder } from './state-files.js';
import { lockState } from './state-lock.js';

/** What an enrolment needs to know. */
export interface EnrolOptions {
  /** `https://HOST[:PORT]`. */
  readonly hub: string;
  /** The file with the token, closed to others. */
  readonly tokenFile: string;
  /** How the hub proves who it is: fingerprints of its certificate, a CA (PEM), or the system's CAs where both are left out. */
  readonly fingerprints?: readonly string[] | undefined;
  readonly ca?: string | undefined;
  /** The Proxmox node that the agent acts for; the host's own name if left out. */
  readonly node?: string | undefined;
  /** The state folder. */
  readonly folder: string;
  /** Of the agent. */
  readonly version: string;
  /** In place of the enrolment that there is. */
  readonly again?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly machine?: MachineSources | undefined;
  readonly timeouts?: Partial<HubTimeouts> | undefined;
}

/**
 * Makes this host an agent of a hub: a key pair is made here, the hub gets the public one with the token, and says which agent it is from now on. The
 * token names the key that the hub's answer must be signed with, so who hands out the token decides whom the agent believes.
 *
 * If the answer is lost, the same call with the same token succeeds: the hub knows the key again. Nothing of an old enrolment is touched before the
 * new one is complete.
 *
 * @throws IdentityError where it is enrolled already and `again` is not set, or this machine has no id; HubError (`token`) where the hub does not take
 *   the token; ConnectionError; ConfigError and ParamsError for what is given; StateLockedError while an agent runs here
 */
export async function enroll(options: EnrolOptions): Promise<Identity> {
  const { folder, again = false } = options;
  const url = hubUrl(options.hub);
  const trust = readTrust(options);
  const token = readToken(options.tokenFile);
  const { bootId: _, ...machine } = await machineFacts(options.node, options.machine);
  await assertOwnFolder(folder);
  const lock = await lockState(folder);
  try {
    const current = await currentIdentity(folder, again);
    const key = await enrolmentKey(folder, current);
    const given = await ask(url, trust, { token, key, machine }, options).catch(async (error) => {
      // Only then the hub has certainly not taken this key: else the next try must bring it again.
      if (error instanceof HubError && error.why === 'token') await dropEnrolmentKey(folder);
      throw error;
    });
    const made: Identity = {
      version: 1,
      agent: given.agent,
      epoch: given.epoch,
      keyid: keyIdOf(key.publicKey),
      hub: { url: url.href, trust: plainTrust(trust), keys: given.keys },
      machine,
    };
    await writeIdentity(folder, made);
    return made;
  } finally {
    await lock.release();
  }
}

async function currentIdentity(folder: string, again: boolean): Promise<OwnIdentity | undefined> {
  if (again)
    // What cannot be used any more is no reason not to get a new one.
    return readIdentity(folder).catch((error) => {
      if (error instanceof IdentityError) return undefined;
      throw error;
    });
  const current = await readIdentity(folder);
  if (current === undefined) return undefined;
  const { agent, epoch, hub } = current.identity;
  throw new IdentityError(
    'enrolled',
    identityFile(folder),
    `it is agent ${agent} of ${hub.url} already (enrolment ${epoch})`,
    {
      hint: 'If it is to be enrolled anew, with a new key: `--again`.',
    },
  );
}

interface Asked {
  readonly token: string;
  readonly key: KeyPair;
  readonly machine: Identity['machine'];
}

async function ask(url: URL, trust: Trust, { token, key, machine }: Asked, options: EnrolOptions) {
  const { version, timeouts, signal = new AbortController().signal } = options;
  const door = new HubDoor(url, trust, timeouts);
  try {
    const publicKey = textOf(key.publicKey);
    const json = await door.ask({
      path: 'v1/enroll',
      type: bodyTypes.enroll,
      body: { token, publicKey, machine, version },
      key,
      version,
      signal,
    });
    return readAnswer(json, token, publicKey);
  } finally {
    await door.close();
  }
}

const answerOfAnyHub = z.object(enrolAnswer.shape);
const enrolledByAnyHub = z.object(enrolled.shape);

function readAnswer(json: unknown, token: string, publicKey: string) {
  const { signed } = fitting(answerOfAnyHub, json, 'the answer of the hub');
  // The key is in what it signs: that is looked at first, and believed only if the token names that key.
  const claimed = enrolledByAnyHub.safeParse(jsonOf(Buffer.from(signed.payload, 'base64')));
  const key = claimed.data?.keys
    .map(keyOf)
    .find((one) => one !== undefined && keyIdOf(one) === hubKeyIdOf(token));
  const opened = key === undefined ? undefined : open(signed, payloadTypes.enrolled, [key]);
  if (claimed.data === undefined || opened === undefined || opened.signers.size === 0)
    throw new HubError('signature', 'the answer is not signed by the hub that made the token', {
      hint: 'Check that URL and token are of one hub.',
    });
  if (claimed.data.token !== tokenDigest(token) || claimed.data.publicKey !== publicKey)
    throw new HubError('stale', 'what the hub signed is for another token, or for another key');
  return claimed.data;
}

function readToken(file: string): string {
  const { text, mode } = readConfigFile(file, file);
  const problem = secretModeProblem(mode);
  if (problem !== undefined) throw new ConfigError([{ path: file, message: problem }]);
  const token = enrolToken.safeParse(text.replace(/\r?\n$/, ''));
  if (token.success) return token.data;
  throw new ConfigError([
    { path: file, message: 'no token of a hub is in it: felhom1.KEYID.SECRET is expected' },
  ]);
}

function readTrust({ fingerprints = [], ca }: EnrolOptions): Trust {
  if (fingerprints.length > 0 && ca !== undefined)
    throw new ParamsError([
      { path: 'ca', message: 'give a fingerprint or a CA: a fingerprint replaces the chain check' },
    ]);
  if (fingerprints.length > 0)
    return { kind: 'pins', pins: fingerprints.map((pin) => readPin(pin, 'fingerprint')) };
  if (ca === undefined) return { kind: 'system' };
  try {
    new X509Certificate(ca);
  } catch {
    throw new ParamsError([
      { path: 'ca', message: 'not a certificate in PEM form (-----BEGIN CERTIFICATE-----)' },
    ]);
  }
  return { kind: 'ca', ca: [ca.trim()] };
}

function plainTrust(trust: Trust): Identity['hub']['trust'] {
  if (trust.kind === 'ca') return { kind: 'ca', ca: [...trust.ca] };
  return trust.kind === 'pins' ? { kind: 'pins', pins: [...trust.pins] } : { kind: 'system' };
}
