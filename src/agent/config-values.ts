import * as z from 'zod';

const text = z.string('a text is expected').min(1, 'empty');

/** The keys of the configuration, as the file has them. Durations in seconds. */
export const valuesShape = z.strictObject({
  /** `https://HOST[:8006]`. */
  url: text.optional(),
  /** `USER@REALM!TOKENID=SECRET`. */
  token: text.optional(),
  /** A file that holds the token and nothing else. */
  tokenFile: text.optional(),
  /** `user@realm`, with a password in place of a token. */
  user: text.optional(),
  password: text.optional(),
  passwordFile: text.optional(),
  /** The current code of the second factor. */
  totp: text.optional(),
  /** SHA-256 fingerprint(s) of the server's certificate. */
  fingerprint: z.union([text, z.array(text).min(1)], 'a text or a list of texts is expected').optional(),
  /** A file with the certificate authority (PEM) that signed the server's certificate. */
  caFile: text.optional(),
  /** Seconds for one call, retries included. */
  timeout: z
    .number('a number of seconds is expected')
    .min(1, 'at least one second is expected')
    .max(86_400, 'at most a day (86400 seconds) is expected')
    .optional(),
});

export type Values = z.infer<typeof valuesShape>;
export type Key = keyof Values;

/** Keys that say one thing in several ways: whoever sets one of them replaces them all. */
export const groups: readonly (readonly Key[])[] = [
  ['url'],
  ['token', 'tokenFile', 'user', 'password', 'passwordFile', 'totp'],
  ['fingerprint', 'caFile'],
  ['timeout'],
];

/** Keys whose value is a secret. */
export const secretKeys: readonly Key[] = ['token', 'password', 'totp'];

/** Keys whose value is the path of a file. */
export const fileKeys = ['tokenFile', 'passwordFile', 'caFile'] as const satisfies readonly Key[];

/** Where a value comes from. */
export interface Origin {
  /** How messages name it: `FELHOM_AGENT_URL`, `/etc/felhom-agent/config.json: url`. */
  place: string;
  /** The folder that a relative path starts from. */
  folder: string;
}

/** Values with their origins. */
export interface Sourced {
  values: Values;
  origins: ReadonlyMap<Key, Origin>;
}
