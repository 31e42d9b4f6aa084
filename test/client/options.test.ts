import { Client, type ClientOptions, defaultTimeouts, fetchTransport, ParamsError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { readOptions } from '~/client/options.js';
import { canary, token } from '../support/client.js';
import { certificate } from '../support/server.js';

const url = 'https://pve1:8006';
const { fingerprint, cert, key } = certificate();
const transport = fetchTransport(async () => undefined);

/** The places that the options are refused for. None of them may show a secret. */
function complaints(options: unknown): string[] {
  try {
    new Client(options as ClientOptions);
  } catch (error) {
    if (!(error instanceof ParamsError)) throw error;
    const shown = `${error.message}${error.stack}${JSON.stringify(error)}`;
    for (const secret of [canary, 's3cret']) expect(shown).not.toContain(secret);
    for (const issue of error.issues) expect(error.message).toContain(issue.message);
    return error.issues.map((issue) => issue.path);
  }
  return [];
}

/** What is said about one option. */
function complaint(options: unknown): string {
  try {
    new Client(options as ClientOptions);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('the url', () => {
  it.each([
    ['http', 'http://pve1:8006', /in the clear/],
    ['ftp', 'ftp://pve1', /ftp:\/\/ is not https/],
    ['a file', 'file:///etc/passwd', /not https/],
    ['a user and a password', 'https://root:s3cret@pve1', /user or password/],
    ['a user', 'https://s3cret@pve1', /user or password/],
    ['a query', 'https://pve1?token=s3cret', /`\?` or `#`/],
    ['a fragment, as the browser shows it', 'https://pve1:8006/#v1:0:18:4:::s3cret', /`\?` or `#`/],
    ['nothing', '', /empty/],
    ['blanks', '   ', /empty/],
    ['port 0', 'https://pve1:0', /port 0/],
    ['port 65536', 'https://pve1:65536', /not a URL/],
    ['a port that is no number', 'https://pve1:s3cret', /not a URL/],
    ['no host', 'https://', /not a URL/],
    ['one slash', 'https:/pve1:8006', /`\/\/`/],
    ['no slash', 'https:pve1', /`\/\/`/],
    ['a blank inside', 'https://pve 1', /blank/],
    ['a line break inside', 'https://pve1:80\n06', /line break/],
    ['a backslash', 'https://pve1:9000\\x', /`\\`/],
    ['an IPv6 address without brackets', 'https://fd00::1', /not a URL/],
    ['half an IPv6 address', 'https://[fd00::1', /not a URL/],
  ])('is refused: %s', (_what, wrong, message) => {
    expect(complaints({ url: wrong, token })).toEqual(['url']);
    expect(complaint({ url: wrong, token })).toMatch(message);
  });

  it.each([undefined, null, 8006, new URL(url), [], { url }])(
    'is refused if it is neither a text nor a list of them: %j',
    (wrong) => {
      expect(complaints({ url: wrong, token })).toEqual(['url']);
    },
  );
});

describe('a list of urls', () => {
  it.each<[string, unknown, string[]]>([
    ['one is wrong', ['https://a', 'http://b'], ['url.1']],
    ['two are wrong', ['https://', { url: 'http://b' }], ['url.0', 'url.1']],
    ['one is no text', ['https://a', 5], ['url.1']],
    ['one is there twice', ['https://a', 'a:8006/'], ['url.1']],
    [
      'a node is there twice',
      [
        { url: 'a', node: 'x' },
        { url: 'b', node: 'x' },
      ],
      ['url.1.node'],
    ],
    ['a node has a name that none has', [{ url: 'a', node: 'a.b' }], ['url.0.node']],
    ['a node is called localhost', [{ url: 'a', node: 'localhost' }], ['url.0.node']],
    ['a pin is wrong', ['https://b', { url: 'a', fingerprint: 'AA:BB' }], ['url.1.fingerprint']],
    ['there are no pins in a list', [{ url: 'a', fingerprint: [] }], ['url.0.fingerprint']],
    ['a key is misspelt', [{ url: 'a', nodes: 'x' }], ['url.0.nodes']],
    ['a url is missing', [{ node: 'x' }], ['url.0']],
  ])('is refused if %s', (_what, wrong, paths) => {
    expect(complaints({ url: wrong, token }).sort()).toEqual(paths);
  });

  it('takes no pins together with a transport of its own', () => {
    expect(complaints({ url: [{ url: 'a', fingerprint }], token, transport })).toEqual(['url.0.fingerprint']);
    expect(new Client({ url: ['a', 'b'], token, transport } as ClientOptions).url).toBe('https://a:8006/');
  });

  it('has pins of its entries, and the common ones for the others', () => {
    const { places, base } = readOptions({
      url: ['a', { url: 'https://b:443/x/', fingerprint: 'AB'.repeat(32), node: 'n1' }],
      token,
      fingerprint,
    });
    expect(base.href).toBe('https://a:8006/');
    expect(places).toMatchObject([
      { trust: { kind: 'pins', pins: [fingerprint] }, node: undefined },
      { trust: { kind: 'pins', pins: [Array(32).fill('AB').join(':')] }, node: 'n1' },
    ]);
  });
});

describe('the credentials', () => {
  it.each([
    ['empty', '', /empty/],
    ['blank', '  ', /empty/],
    ['with the header around it', `PVEAPIToken=${token}`, /without the word PVEAPIToken/],
    ['with a line break', `${token}\n`, /line break/],
    ['with a blank', `root@pam!t1 =${canary}`, /blank/],
    ['the secret alone', canary, /no `=`/],
    ['without the secret', 'root@pam!t1', /no `=`/],
    ['with an empty secret', 'root@pam!t1=', /not an API token/],
    ['without `!`', `root@pam=${canary}`, /no `!`/],
    ['without the realm', `root!t1=${canary}`, /no `@`/],
    ['with an id of one letter', `root@pam!t=${canary}`, /two characters/],
    ['with a colon in the user', `a:b@pam!t1=${canary}`, /not an API token/],
    ['with the parts in the wrong order', `t1!root@pam=${canary}`, /not an API token/],
  ])('are no token that is %s', (_what, wrong, message) => {
    expect(complaints({ url, token: wrong })).toEqual(['token']);
    expect(complaint({ url, token: wrong })).toMatch(message);
  });

  it.each([
    ['neither', {}],
    ['a token and a user', { token, user: 'root@pam', password: 's3cret' }],
    ['a token and a password', { token, password: 's3cret' }],
    ['a token and a second factor', { token, totp: '123456' }],
    ['a user without a password', { user: 'root@pam' }],
    ['a password without a user', { password: 's3cret' }],
    ['undefined everywhere', { token: undefined, user: undefined, password: undefined }],
  ])('are either a token or a user with a password, not %s', (_what, credentials) => {
    expect(complaints({ url, ...credentials })).toEqual(['token']);
  });

  it.each([
    ['user', { user: 'root', password: 's3cret' }],
    ['user', { user: '', password: 's3cret' }],
    ['user', { user: 'a b@pam', password: 's3cret' }],
    ['password', { user: 'root@pam', password: '' }],
    ['password', { user: 'root@pam', password: 5 }],
    ['totp', { user: 'root@pam', password: 's3cret', totp: 123456 }],
    ['token', { token: 5 }],
  ])('are named by what is wrong with them: %s', (path, credentials) => {
    expect(complaints({ url, ...credentials })).toEqual([path]);
  });

  it('may be a user whose name holds what looks like a realm', () => {
    expect(new Client({ url, user: 'me@home@pve', password: 'x' }).identity).toBe('me@home@pve');
    expect(new Client({ url, token: `a@b!c@pve!t1=${canary}` }).identity).toBe('a@b!c@pve!t1');
  });
});

describe('trust', () => {
  const hex = fingerprint.replaceAll(':', '');

  it.each([
    ['too short', hex.slice(2)],
    ['too long', `${hex}00`],
    ['SHA-1', 'AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD'],
    ['no hex', `${'zz'.repeat(32)}`],
    ['with colons in the wrong places', `${hex.slice(0, 3)}:${hex.slice(3)}`],
    ['in base64', Buffer.from(hex, 'hex').toString('base64')],
    ['empty', ''],
    ['several in one', `${hex},${hex}`],
  ])('takes no fingerprint that is %s', (_what, wrong) => {
    expect(complaints({ url, token, fingerprint: wrong })).toEqual(['fingerprint']);
    expect(complaints({ url, token, fingerprint: [fingerprint, wrong] })).toEqual(['fingerprint']);
    expect(complaint({ url, token, fingerprint: wrong })).toMatch(/SHA-256.*64 hex digits/);
  });

  it('takes no empty list of fingerprints: that would be trust in nobody, or in all', () => {
    expect(complaints({ url, token, fingerprint: [] })).toEqual(['fingerprint']);
    expect(complaints({ url, token, ca: [] })).toEqual(['ca']);
  });

  it.each([
    ['a file name', '/etc/pve/pve-root-ca.pem'],
    ['a private key', key],
    ['cut off', cert.slice(0, 100)],
    ['garbage in PEM form', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['empty', ''],
  ])('takes no `ca` that is %s', (_what, wrong) => {
    expect(complaints({ url, token, ca: wrong })).toEqual(['ca']);
    expect(complaints({ url, token, ca: [cert, wrong] })).toEqual(['ca']);
    expect(complaint({ url, token, ca: wrong })).toMatch(/PEM/);
    expect(complaint({ url, token, ca: wrong })).not.toMatch(/PRIVATE/);
  });

  it('is one of the kinds, not two', () => {
    expect(complaints({ url, token, fingerprint, ca: cert })).toEqual(['fingerprint']);
    expect(complaints({ url, token, fingerprint, transport })).toEqual(['transport']);
    expect(complaints({ url, token, ca: cert, transport })).toEqual(['transport']);
  });

  it.each(['rejectUnauthorized', 'insecure', 'verify', 'strictSSL'])('cannot be turned off (%s)', (name) => {
    expect(complaints({ url, token, [name]: false })).toEqual([name]);
  });
});

describe('the numbers', () => {
  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5, '1000', null])(
    'are no timeouts of %j',
    (wrong) => {
      for (const name of ['connect', 'headers', 'body', 'call'])
        expect(complaints({ url, token, timeouts: { [name]: wrong } })).toEqual([`timeouts.${name}`]);
    },
  );

  it.each([
    ['connections', 0],
    ['connections', 1.5],
    ['connections', Number.POSITIVE_INFINITY],
    ['connections', 10_000],
    ['retries', -1],
    ['retries', 11],
    ['retries', Number.NaN],
    ['maxBody', 0],
    ['maxBody', '64M'],
    ['timeouts', 1_000],
  ])('are refused: %s %j', (name, wrong) => {
    expect(complaints({ url, token, [name]: wrong })).toEqual([name]);
  });

  it('have defaults, which `undefined` leaves alone', () => {
    const given = { timeouts: { call: 5, body: undefined }, connections: undefined };
    const settings = readOptions({ url, token, ...given } as unknown as ClientOptions);
    expect(settings).toMatchObject({
      timeouts: { ...defaultTimeouts, call: 5 },
      connections: 8,
      retries: 2,
      maxBody: 64 * 1024 * 1024,
      trust: { kind: 'system' },
    });
  });
});

describe('the rest', () => {
  it.each([
    ['logger', { debug: () => {} }],
    ['logger', 'info'],
    ['clock', { now: (): number => 0 }],
    ['clock', Date],
    ['random', 0.5],
    ['transport', 'fetch'],
    ['tokn', token],
    ['timeout', 5],
  ])('is checked too: %s', (name, wrong) => {
    expect(complaints({ url, token, [name]: wrong })).toEqual([name]);
  });

  it('names all that is wrong at once', () => {
    const options = {
      url: 'http://pve1',
      token: `root=${canary}`,
      fingerprint: 'AA:BB',
      retries: -1,
      timeouts: { call: 0, cal: 1 },
      colour: 'red',
    };
    expect(complaints(options).sort()).toEqual(
      ['colour', 'fingerprint', 'retries', 'timeouts.cal', 'timeouts.call', 'token', 'url'].sort(),
    );
    expect(complaints({}).sort()).toEqual(['token', 'url']);
  });

  it.each([undefined, null, 'https://pve1', 5, []])('is one object, not %j', (options) => {
    expect(complaints(options)).toEqual(['']);
  });
});

describe('making a client', () => {
  it('connects to nothing, and shows where it would', () => {
    const client = new Client({ url: 'pve1', token, fingerprint });
    expect(client.url).toBe('https://pve1:8006/');
    expect(client.identity).toBe('robot@pve!tests');
  });
});
