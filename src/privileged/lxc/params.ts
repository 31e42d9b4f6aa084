import * as z from 'zod';

// What may stand in an argument of pct. A value that begins with `-` could be taken for an option, one with a comma or a line break for
// more than one property; `pct` itself lets a relative mount point and a source that is missing through, and the start fails later.

const noControl = /^[^\p{Cc}\u2028\u2029]*$/u;

/** Id of a container. */
export { vmid } from '../../core/ids.js';

/** Id of a storage. */
export const storage = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9\-_.]*[A-Za-z0-9]$/, 'not a storage id');

const plainPath = /^(?:\/[A-Za-z0-9_+@~%.:-]+)+$/;
const dots = /(?:^|\/)\.{1,2}(?:\/|$)/;

/** An absolute path in plain characters, without `.` and `..`. */
export const path = z
  .string()
  .max(4096)
  .regex(plainPath, 'an absolute path of letters, digits and _ + @ ~ % . : - is expected')
  .refine((text) => !dots.test(text), 'a path must not hold `.` or `..`');

const volumeName = /^[A-Za-z][A-Za-z0-9\-_.]*[A-Za-z0-9]:[A-Za-z0-9][A-Za-z0-9._@:+/-]*$/;

/** Id of a volume, `STORAGE:NAME`. */
export const volume = z
  .string()
  .max(255)
  .regex(volumeName, 'not a volume id: STORAGE:NAME is expected')
  .refine((text) => !dots.test(text.slice(text.indexOf(':') + 1)), 'a volume must not hold `.` or `..`');

/** A volume to be made, `STORAGE:GiB`. */
export const newVolume = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9\-_.]*[A-Za-z0-9]:\d{1,9}(?:\.\d{1,6})?$/, 'STORAGE:GiB is expected');

/** What is unpacked: a volume of a storage, or a file of the host. */
export const archive = z.union([volume, path], 'a volume id or an absolute path is expected');

/** A name of the DNS. */
export const dnsName = z
  .string()
  .max(253)
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
    'not a DNS name',
  );

const label = (pattern: RegExp, what: string) => z.string().max(64).regex(pattern, what);

/** A word of a property: letters, digits and _ . - */
export const word = label(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'letters, digits and _ . - are expected');

export const pool = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9][A-Za-z0-9.\-_]*(?:\/[A-Za-z0-9][A-Za-z0-9.\-_]*){0,2}$/, 'not a name of a pool');

export const tag = label(/^[A-Za-z0-9_][A-Za-z0-9_\-+.]*$/, 'not a tag: letters, digits and _ - + . only');

export const timezone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_+-]*){0,3}$/, 'not a time zone');

/** Text for people: several lines, but no other control characters, and no `-` at its start. */
export const description = z
  .string()
  .max(8192)
  .regex(/^(?!-)[^\p{Cc}\u2028\u2029]*(?:[\n\t][^\p{Cc}\u2028\u2029]*)*$/u, {
    error: 'control characters and a `-` at the start are refused',
  });

/** Goes by the standard input, one line twice. */
export const password = z
  .string()
  .min(5, 'at least five characters')
  .max(256)
  .regex(noControl, 'control characters are refused');

const keyLine =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,3}(?: [^\p{Cc}]*)?$/u;

/** Public keys as in `authorized_keys`, one a line, without options before them. */
export const sshPublicKeys = z
  .string()
  .min(1)
  .max(64 * 1024)
  .refine(
    (text) =>
      text
        .trimEnd()
        .split('\n')
        .every((line) => keyLine.test(line)),
    'public keys of OpenSSH are expected, one a line',
  );

/** SHA-1 of a configuration, as pvesh gives it. */
export const digest = z.string().regex(/^[0-9a-f]{40}$/, 'not a digest');

/** `backup`, `create` and so on. */
export const lock = z
  .string()
  .regex(/^[a-z][a-z-]{0,31}$/, 'not a lock: the word of a `lock:` line is expected');

export const ipAddress = z.union([z.ipv4(), z.ipv6()], 'not an IP address');
