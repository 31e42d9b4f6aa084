import { ParamsError } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showToken } from '~/core/redact.js';
import { authorization, parseToken } from '~/core/token.js';

const uuid = '5f3c1d2e-0000-4000-8000-c0f0e0d0b0a0';

describe('an API token', () => {
  it.each([
    [`root@pam!ci=${uuid}`, 'root@pam!ci', uuid],
    [`a!b@c@corp.lan!x.y-z_1=${uuid}`, 'a!b@c@corp.lan!x.y-z_1', uuid],
    // PVE splits at the last `=`, and a secret is a UUID, so a user name may hold one.
    [`a=b@pve!ci=${uuid}`, 'a=b@pve!ci', uuid],
    [`pveapitokens@pve!ci=${uuid}`, 'pveapitokens@pve!ci', uuid],
  ])('is read from %j', (text, identity, secret) => {
    expect(parseToken(text)).toEqual({ identity, secret });
  });

  it.each([
    ['', /empty/],
    ['  \n', /empty/],
    [`PVEAPIToken=root@pam!ci=${uuid}`, /without the word/],
    [`pveapitoken root@pam!ci=${uuid}`, /without the word/],
    [` root@pam!ci=${uuid}`, /blank/],
    [`root@pam!ci=${uuid}\n`, /blank or a line break/],
    [`root@pam!ci=${uuid}\r\nCookie: x`, /blank or a line break/],
    [`root@pam!ci`, /no `=`/],
    [`root@pam=${uuid}`, /no `!`/],
    [`root!ci=${uuid}`, /no `@`/],
    [`root@pam!c=${uuid}`, /two characters/],
    [`root@pam!1ci=${uuid}`, /not an API token/],
    [`root@pam!ci=`, /not an API token/],
    [`ro/ot@pam!ci=${uuid}`, /not an API token/],
    [`root@pam!ci=${uuid};x`, /not an API token/],
    [`root@pam!ci=é${uuid}`, /not an API token/],
    [`ro\ud800t@pam!ci=${uuid}`, /not an API token/],
  ])('is not %j', (text, why) => {
    const error = errorOf(text);
    expect(error.issues).toEqual([{ path: 'token', message: expect.stringMatching(why) }]);
  });

  it('is not in the error, nor a part of it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), (part) => {
        for (const text of [part, `root@pam!c=${part}`, `PVEAPIToken=${part}`, `root@pam!ci=${part} `]) {
          const shown = JSON.stringify(errorOf(text).toJSON()) + String(errorOf(text).stack);
          // A part that is in the fixed words of the message by chance proves nothing.
          if (!JSON.stringify(errorOf('x').toJSON()).includes(part))
            expect(shown.split('\n')[0]).not.toContain(part);
        }
      }),
    );
  });

  it('goes out in one header that PVE decodes to itself', () => {
    const identity = fc
      .string({ unit: fc.constantFrom('a', '%', 'é', '+', '&', "'", '(', '~', ';', '='), minLength: 1 })
      .map((name) => `${name}@pve!ci`);
    fc.assert(
      fc.property(identity, (who) => {
        const header = authorization({ identity: who, secret: uuid });
        expect(header).toMatch(/^PVEAPIToken=[\x21-\x3a\x3c-\x7e]+$/);
        // As pve-http-server does it: up to the next `;`, decoded once, split at the last `=`.
        const decoded = decodeURIComponent(header.slice('PVEAPIToken='.length).split(';')[0] ?? '');
        expect(decoded).toBe(`${who}=${uuid}`);
      }),
    );
  });

  it('is shown without its secret', () => {
    expect(showToken({ identity: 'root@pam!ci', secret: uuid })).toBe('root@pam!ci=********');
  });
});

function errorOf(text: string): ParamsError {
  try {
    parseToken(text);
  } catch (error) {
    if (error instanceof ParamsError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(text)} was taken`);
}
