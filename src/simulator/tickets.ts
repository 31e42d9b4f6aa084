import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type SimulatorClock, seconds } from './clock.js';
import { ApiError } from './errors.js';

/** How long a ticket is good for, and how far in the future one may be. */
const life = 7200;
const skew = 300;
const vncLife = 40;
const vncSkew = 20;

/** Signs and checks login tickets and the tokens against cross-site requests. */
export class Tickets {
  readonly #clock: SimulatorClock;
  #key = randomBytes(32);

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  /** What its signatures are made with. */
  get state(): Buffer<ArrayBuffer> {
    return this.#key;
  }

  set state(key: Buffer<ArrayBuffer>) {
    this.#key = key;
  }

  /** Makes every ticket so far worthless. */
  revoke(): void {
    this.#key = randomBytes(32);
  }

  /** `PVE:user@realm:TIME::SIGNATURE`. A challenge ticket has the open second factor in place of the user. */
  issue(user: string, challenge?: string): string {
    const subject = challenge === undefined ? user : `!tfa!${challenge}`;
    const text = `PVE:${subject}:${this.#stamp()}`;
    return `${text}::${this.#sign('ticket', text, challenge === undefined ? '' : user)}`;
  }

  /** The user of a ticket, or undefined if it is forged, expired or still waits for a second factor. */
  userOf(ticket: string): string | undefined {
    const { subject, valid } = this.#read(ticket, '');
    return valid && !subject.startsWith('!tfa!') ? subject : undefined;
  }

  /** Whether a ticket is this user's open challenge. */
  isChallenge(ticket: string, user: string): boolean {
    const { subject, valid } = this.#read(ticket, user);
    return valid && subject.startsWith('!tfa!');
  }

  csrfToken(user: string): string {
    const stamp = this.#stamp();
    return `${stamp}:${this.#sign('csrf', `${stamp}:${user}`).replace(/=+$/, '')}`;
  }

  isCsrfToken(token: string, user: string): boolean {
    const [stamp = '', signature = ''] = token.split(':');
    const expected = this.#sign('csrf', `${stamp}:${user}`).replace(/=+$/, '');
    return this.#fresh(stamp) && same(signature, expected);
  }

  /** `PVEVNC:TIME::SIGNATURE`: good for one user, one path and one port, and not for long. */
  issueVnc(user: string, path: string, port: number): string {
    const text = `PVEVNC:${this.#stamp()}`;
    return `${text}::${this.#sign('vnc', text, user, path, String(port))}`;
  }

  /** Throws PVE's 401 for any but a ticket for this user, path and port. */
  checkVnc(ticket: string, user: string, path: string, port: number): void {
    const [, text = '', stamp = '', signature = ''] =
      /^(PVEVNC:([0-9A-F]{8}))::([A-Za-z0-9+/=]+)$/.exec(ticket) ?? [];
    const age = seconds(this.#clock) - Number.parseInt(stamp, 16);
    const isGood =
      same(signature, this.#sign('vnc', text, user, path, String(port))) && age > -vncSkew && age < vncLife;
    if (!isGood) throw new ApiError(401, 'permission denied - invalid PVEVNC ticket');
  }

  #read(ticket: string, user: string): { subject: string; valid: boolean } {
    const match = /^(PVE:(.+):([0-9A-F]{8}))::([A-Za-z0-9+/=]+)$/.exec(ticket);
    if (match === null) return { subject: '', valid: false };
    const [, text = '', subject = '', stamp = '', signature = ''] = match;
    return { subject, valid: same(signature, this.#sign('ticket', text, user)) && this.#fresh(stamp) };
  }

  #fresh(stamp: string): boolean {
    const age = seconds(this.#clock) - Number.parseInt(stamp, 16);
    return age >= -skew && age <= life;
  }

  #stamp(): string {
    return seconds(this.#clock).toString(16).toUpperCase().padStart(8, '0');
  }

  #sign(...parts: string[]): string {
    return createHmac('sha512', this.#key).update(parts.join('\0')).digest('base64');
  }
}

/** The six digits of a time based one-time password (RFC 6238, SHA-1, 30 s). */
export function totpCode(key: Buffer, clock: SimulatorClock): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(clock.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0x0f;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** Compares secrets without telling by the time it takes how much of them is right. */
export function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
