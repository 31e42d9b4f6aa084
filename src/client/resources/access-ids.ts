import * as z from 'zod';

// Grammars of pve-access-control src/PVE/Auth/Plugin.pm and src/PVE/AccessControl.pm.

const user = /^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/;

/** A user with its realm: `felhom@pve`. */
export const userid = z
  .string()
  .regex(user, 'not a user id: USER@REALM is expected')
  .min(3)
  .max(64, 'a user id has at most 64 characters');

/** The name of a token without its user: `agent` of `felhom@pve!agent`. */
export const tokenid = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9.\-_]+$/,
    "not a token's name: at least two letters, digits, . - _ and starting with a letter (without the user)",
  );

/** A token with its user: `felhom@pve!agent`. */
export const fullTokenid = z
  .string()
  .regex(
    /^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+![A-Za-z][A-Za-z0-9.\-_]+$/,
    'not a token id: USER@REALM!TOKENID is expected',
  );

/** A user or a token. */
export const authid = z.union([fullTokenid, userid], 'USER@REALM or USER@REALM!TOKENID is expected');

const plain = (what: string) =>
  z.string().regex(/^[A-Za-z0-9.\-_]+$/, `not a ${what}: letters, digits, . - _ are expected`);

export const groupid = plain('group id');
export const roleid = plain('role id');
export const realm = plain('realm');

/** A path of the access control list: `/`, `/vms/100`, `/storage/local`, `/pool/POOL`, … */
export const aclPath = z.string().startsWith('/', 'a path such as / or /vms/100 is expected');

/** Seconds since the epoch; 0 is never. */
export const expire = z.number().int().min(0);

/** Several of them. PVE has them in one text, where a comma or a semicolon in a name would make two. */
export function several<T extends z.ZodType<string>>(id: T) {
  return z.array(id.refine((text) => !/[,;]/.test(text), 'a name with , or ; cannot be in a list')).min(1);
}
