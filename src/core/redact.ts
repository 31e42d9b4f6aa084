import type { ApiToken } from './token.js';

/** What stands in the place of a secret wherever text leaves the package. */
export const masked = '********';

/** Names of parameters whose values are secrets (pve-access-control src/PVE/API2, pve-container src/PVE/API2/LXC.pm). */
const secretNames = new Set([
  'password',
  'confirmation-password',
  'cipassword',
  'otp',
  'totp',
  'tfa-challenge',
  'client-key',
  'encryption-key',
  'master-pubkey',
  'keyring',
  'secret',
  // Generic names, secret on some routes: metric servers, DNS and ACME plugins, TFA. Masking one too many in the text
  // of an error costs little.
  'key',
  'keys',
  'input-data',
  'token',
  'value',
  'data',
  'ssh-public-keys',
  // Of a remote migration: it holds the other host's token.
  'target-endpoint',
  'sshkeys',
  'env',
  'ticket',
  'vncticket',
  'csrfpreventiontoken',
  'authorization',
  'cookie',
]);

/** True for the name of a parameter or header whose value must never be shown. */
export function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase());
}

/** A secret value, and the secrets of API tokens inside it: a host may repeat one without the other. */
export function secretsIn(value: string): string[] {
  return [value, ...(value.match(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi) ?? [])];
}

/**
 * Knows the secrets of one client and masks them in any text, plain and percent-encoded. A backstop: code that
 * builds texts leaves secrets out in the first place.
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Very short secrets are left alone: masking every `a` would garble texts and hide nothing. */
  add(secret: string): void {
    for (const form of forms(secret)) this.#secrets.add(form);
  }

  /** Forgets a secret that is no longer valid, such as a ticket that was renewed. */
  delete(secret: string): void {
    for (const form of forms(secret)) this.#secrets.delete(form);
  }

  /** With `cut` the text goes on: the begin of a secret at its end is taken away too. */
  mask(text: string, cut = false): string {
    let out = text;
    // The longest first, so that a secret inside another one does not leave the rest of the longer one in the open.
    const secrets = [...this.#secrets].sort((a, b) => b.length - a.length);
    for (const secret of secrets) {
      if (out.includes(secret)) out = out.replaceAll(secret, masked);
    }
    return cut ? out.slice(0, out.length - Math.max(0, ...secrets.map((each) => overlap(out, each)))) : out;
  }
}

/** How many characters at the end of the text are the begin of the secret. */
function overlap(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}

/** Every form in which a secret may stand in a text; of one with several lines (keys) each line too. */
function forms(secret: string): string[] {
  const parts = [secret, ...secret.split(/[\r\n]+/)];
  return parts.filter((part) => part.length >= 4).flatMap(formsOf);
}

/** Plain, as it was sent, in a path, in a form body, in JSON. */
function formsOf(secret: string): string[] {
  const sent = secret.toWellFormed();
  const form = new URLSearchParams({ s: sent }).toString().slice(2);
  const encoded = [encodeURIComponent(sent), form];
  const lower = encoded.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [secret, sent, ...encoded, ...lower, JSON.stringify(sent).slice(1, -1)];
}

// Begins at the `=` and looks back from there: from the front, a long text without one takes quadratic time.
const token = /=(?<=[^\s:/='"]@[A-Za-z][\w.-]+![A-Za-z][\w.-]*=)[^\s'",;]+/g;

/** Masks everything in a text that has the form of an API token: `user@realm!id=********`. */
export function maskTokens(text: string): string {
  return text.replace(token, `=${masked}`);
}

/** How a token may be shown: `user@realm!id=********`. */
export function showToken(token: ApiToken): string {
  return `${token.identity}=${masked}`;
}
