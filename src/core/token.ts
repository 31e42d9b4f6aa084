import { ParamsError } from './errors.js';

/** An API token, taken apart. */
export interface ApiToken {
  /** `user@realm!tokenid`: who calls; no secret. */
  identity: string;
  secret: string;
}

// User part, realm and token id as PVE::AccessControl has them; a user name may itself hold `@` and `!`.
const pattern = /^([^\s:/]+@[A-Za-z][\w.-]+![A-Za-z][\w.-]+)=([\x21-\x3a\x3c-\x7e]+)$/;

const header = /^(?:Authorization:\s*)?PVEAPIToken[=\s]/i;

/**
 * Reads `USER@REALM!TOKENID=SECRET`.
 * @throws ParamsError that says what is wrong and does not hold the text.
 */
export function parseToken(text: string): ApiToken {
  // A whole header would pass for a token of a user with a strange name.
  const [, identity, secret] = header.test(text) || !text.isWellFormed() ? [] : (pattern.exec(text) ?? []);
  if (identity !== undefined && secret !== undefined) return { identity, secret };
  throw new ParamsError([{ path: 'token', message: problem(text) }]);
}

function problem(text: string): string {
  const form = 'USER@REALM!TOKENID=SECRET is expected';
  if (text.trim() === '') return `empty: ${form}`;
  if (header.test(text)) return `give the token without the word PVEAPIToken: ${form}`;
  if (text !== text.trim() || /\s/.test(text)) return `there is a blank or a line break in it: ${form}`;
  if (!text.includes('=')) return `no \`=\` in it: ${form}`;
  if (!text.includes('!')) return `no \`!\` in it: ${form}`;
  if (!text.includes('@')) return `no \`@\` in it: ${form}`;
  return `not an API token: ${form}; the token id has at least two characters`;
}

/** The value of the Authorization header. PVE decodes percent signs in it once. */
export function authorization(token: ApiToken): string {
  const encoded = `${token.identity}=${token.secret}`.replace(/[%;]|[^\x21-\x7e]/gu, encodeURIComponent);
  return `PVEAPIToken=${encoded}`;
}
