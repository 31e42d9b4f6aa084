import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type AgentConfig, ConfigError, readConfig } from '@felhom/proxmox/agent';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canary, canaryToken } from './canary.js';

const url = 'https://pve1.example.test:8006';
const pin = Array.from({ length: 32 }, () => 'AB').join(':');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felhom-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown, mode = 0o600): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(file, mode);
  return file;
}

function read(env: Record<string, string>, file?: string): AgentConfig {
  return readConfig({ env: { HOME: folder, XDG_CONFIG_HOME: folder, ...env }, file, folder });
}

/** The message of the error that reading ends with. */
function problem(env: Record<string, string>, file?: string): string {
  try {
    read(env, file);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).code).toBe('PVE_CONFIG');
    expect(inspect(error, { depth: 9 })).not.toContain(canary);
    expect(JSON.stringify(error)).not.toContain(canary);
    return (error as Error).message;
  }
  throw new Error('the configuration was accepted');
}

const minimal = { FELHOM_AGENT_URL: url, FELHOM_AGENT_TOKEN: canaryToken };

describe('the configuration', () => {
  it('from variables alone', () => {
    const config = read({
      ...minimal,
      FELHOM_AGENT_FINGERPRINT: `${pin} ${pin}`,
      FELHOM_AGENT_TIMEOUT: '2.5',
    });
    expect(config.clientOptions()).toEqual({
      url,
      token: canaryToken,
      fingerprint: [pin, pin],
      timeouts: { call: 2_500 },
    });
  });

  it('from a file alone, with paths relative to it', () => {
    write('token', `${canaryToken}\n`);
    const file = write('c.json', { url, tokenFile: 'token', fingerprint: pin });
    const config = readConfig({ env: {}, file, folder: '/' });
    expect(config.clientOptions().token).toBe(canaryToken);
    expect(config.file).toBe(file);
  });

  it('variables win, key by key', () => {
    const file = write('c.json', { url: 'https://other', token: 'a@pve!other=x', timeout: 9 });
    expect(read(minimal, file).clientOptions()).toEqual({
      url,
      token: canaryToken,
      timeouts: { call: 9_000 },
    });
  });

  it('a credential of the variables replaces every other one of the file', () => {
    const file = write('c.json', { url, user: 'root@pam', password: 'from-file' });
    expect(read({ FELHOM_AGENT_TOKEN: canaryToken }, file).clientOptions()).toEqual({
      url,
      token: canaryToken,
    });
  });

  it('a pin of the variables replaces the CA of the file', () => {
    const file = write('c.json', { url, token: canaryToken, caFile: 'missing.pem' });
    expect(read({ FELHOM_AGENT_FINGERPRINT: pin }, file).clientOptions()).toMatchObject({
      fingerprint: [pin],
    });
  });

  it('a user with a password from a file', () => {
    write('password', `${canary}\n`);
    const config = read({
      FELHOM_AGENT_URL: url,
      FELHOM_AGENT_USER: 'root@pam',
      FELHOM_AGENT_PASSWORD_FILE: 'password',
      FELHOM_AGENT_TOTP: '123456',
    });
    expect(config.clientOptions()).toEqual({ url, user: 'root@pam', password: canary, totp: '123456' });
    expect(config.credential).toBe('root@pam (password ********)');
  });

  it('printing it shows the identity and no secret', () => {
    const config = read(minimal);
    expect(config.credential).toBe('agent@pve!selftest=********');
    expect(inspect(config, { depth: 9, showHidden: true })).not.toContain(canary);
    expect(JSON.stringify(config)).not.toContain(canary);
  });

  it('an empty variable counts as not set', () => {
    expect(read({ ...minimal, FELHOM_AGENT_CA_FILE: '', FELHOM_AGENT_CONFIG: '' }).url).toBe(`${url}/`);
  });
});

describe('where the file is looked for', () => {
  it('in XDG_CONFIG_HOME, and under .config of the home without it', () => {
    mkdirSync(join(folder, 'felhom-agent'));
    const file = write('felhom-agent/config.json', { url, token: canaryToken });
    expect(read({}).file).toBe(file);
    mkdirSync(join(folder, '.config', 'felhom-agent'), { recursive: true });
    const other = write('.config/felhom-agent/config.json', { url, token: canaryToken });
    expect(readConfig({ env: { HOME: folder }, folder }).file).toBe(other);
  });

  it('FELHOM_AGENT_CONFIG names it, and --config wins over that', () => {
    const [one, two] = [
      write('1.json', { url, token: canaryToken }),
      write('2.json', { url, token: canaryToken }),
    ];
    expect(read({ FELHOM_AGENT_CONFIG: '1.json' }).file).toBe(one);
    expect(read({ FELHOM_AGENT_CONFIG: one }, two).file).toBe(two);
  });

  it('not in the current folder', () => {
    write('felhom-agent.json', { url, token: canaryToken });
    write('config.json', { url, token: canaryToken });
    expect(problem({})).toContain('FELHOM_AGENT_URL');
  });
});

describe('a wrong configuration', () => {
  it.each([
    ['does not exist', () => join(folder, 'none.json'), 'none.json: does not exist'],
    ['is a directory', () => folder, 'a directory, not a file'],
    ['is empty', () => write('c.json', ''), 'c.json: empty'],
    ['is not JSON', () => write('c.json', `{ "token": "${canaryToken}", }`), 'c.json: not JSON'],
    ['is not JSON right after the token', () => write('c.json', `{"token": ${canary}`), 'c.json: not JSON'],
    ['is a list', () => write('c.json', []), 'c.json: a JSON object is expected'],
    [
      'has an unknown key',
      () => write('c.json', { url, token_file: 'x' }),
      'c.json: token_file: unknown key; is `tokenFile` meant?',
    ],
    ['has a strange key', () => write('c.json', { hub: 1 }), 'c.json: hub: unknown key; known are: url,'],
    ['has a value of a wrong type', () => write('c.json', { url: 1 }), 'c.json: url: a text is expected'],
    ['has a timeout of 0', () => write('c.json', { timeout: 0 }), 'c.json: timeout: at least one second'],
    [
      'has token and token file',
      () => write('c.json', { url, token: canaryToken, tokenFile: 'x' }),
      'c.json: tokenFile: together with',
    ],
    [
      'has a password without a user',
      () => write('c.json', { url, token: canaryToken, password: canary }),
      'c.json: password: without a user',
    ],
    [
      'has an http:// URL',
      () => write('c.json', { url: 'http://pve1', token: canaryToken }),
      'c.json: url: http:// would send the token in the clear',
    ],
    [
      'has no URL in `url`',
      () => write('c.json', { url: 'https://', token: canaryToken }),
      'c.json: url: not a URL',
    ],
    ['has half a token', () => write('c.json', { url, token: canary }), 'c.json: token: no `=` in it'],
    [
      'has a short fingerprint',
      () => write('c.json', { url, token: canaryToken, fingerprint: 'AB:CD' }),
      'c.json: fingerprint: not a SHA-256 fingerprint',
    ],
    [
      'names a CA file that is none',
      () => write('c.json', { url, token: canaryToken, caFile: write('ca', canary) }),
      'c.json: caFile: not a certificate in PEM form',
    ],
  ])('%s', (_, file, expected) => {
    expect(problem({}, file())).toContain(expected);
  });

  it.each([
    ['an unknown variable', { FELHOM_AGENT_TOKNE: canary }, 'FELHOM_AGENT_TOKNE: unknown variable'],
    ['a URL that is none', { FELHOM_AGENT_URL: 'https://a b' }, 'FELHOM_AGENT_URL: there is a blank'],
    [
      'a timeout that is no number',
      { FELHOM_AGENT_TIMEOUT: 'soon' },
      'FELHOM_AGENT_TIMEOUT: a number of seconds',
    ],
    ['a token that is none', { FELHOM_AGENT_TOKEN: canary }, 'FELHOM_AGENT_TOKEN: no `=` in it'],
    [
      'a token with a line break',
      { FELHOM_AGENT_TOKEN: `${canaryToken}\nx` },
      'FELHOM_AGENT_TOKEN: there is a blank or a line break',
    ],
    [
      'a user without a realm',
      { FELHOM_AGENT_TOKEN: '', FELHOM_AGENT_USER: 'root', FELHOM_AGENT_PASSWORD: canary },
      'FELHOM_AGENT_USER: not a user',
    ],
    [
      'a user without a password',
      { FELHOM_AGENT_TOKEN: '', FELHOM_AGENT_USER: 'root@pam' },
      'FELHOM_AGENT_USER: without a password',
    ],
    ['no credential at all', { FELHOM_AGENT_TOKEN: '' }, 'token: missing: who calls?'],
    [
      'a token file that is missing',
      { FELHOM_AGENT_TOKEN: '', FELHOM_AGENT_TOKEN_FILE: 'none' },
      '/none): does not exist',
    ],
    [
      'pin and CA',
      { FELHOM_AGENT_FINGERPRINT: pin, FELHOM_AGENT_CA_FILE: 'x' },
      'FELHOM_AGENT_CA_FILE: together with FELHOM_AGENT_FINGERPRINT',
    ],
  ])('%s', (_, env, expected) => {
    expect(problem({ ...minimal, ...env })).toContain(expected);
  });

  it('of broken JSON only the place is told, not even a piece of the text', () => {
    const place = /^ \/c\.json: not JSON(?: \(line \d+ column \d+\))?$/;
    for (const text of [
      `{"token": ${canary}`,
      `{"token": "${canary}" x}`,
      `${canary}`,
      `{"token": "${canary}`,
    ])
      expect(problem({}, write('c.json', text)).replace(folder, ' ')).toMatch(place);
  });

  it('names everything that is wrong in one go', () => {
    const found = problem({ FELHOM_AGENT_TIMEOUT: 'x', FELHOM_AGENT_A: '1', FELHOM_AGENT_B: '1' });
    expect(found.split('\n')).toHaveLength(3);
  });

  it('an empty token file, or one with more than the token', () => {
    const env = { FELHOM_AGENT_URL: url, FELHOM_AGENT_TOKEN_FILE: 'token' };
    write('token', '\n');
    expect(problem(env)).toContain('token): empty');
    write('token', `${canaryToken}\nsecond line\n`);
    expect(problem(env)).toContain('FELHOM_AGENT_TOKEN_FILE: there is a blank or a line break in it');
  });
});

describe('the mode of a file with a secret', () => {
  const modes: [number, boolean][] = [
    [0o600, true],
    [0o400, true],
    [0o640, true],
    [0o660, false],
    [0o604, false],
    [0o602, false],
    [0o601, false],
    [0o644, false],
    [0o777, false],
  ];

  it.each(modes)('a token file of mode %o: allowed %s', (mode, allowed) => {
    write('token', canaryToken, mode);
    const env = { FELHOM_AGENT_URL: url, FELHOM_AGENT_TOKEN_FILE: 'token' };
    if (allowed) expect(read(env).clientOptions().token).toBe(canaryToken);
    else expect(problem(env)).toMatch(/its mode 0\d{3} lets .* chmod 600/);
  });

  it.each(modes)('a configuration with a token, of mode %o: allowed %s', (mode, allowed) => {
    const file = write('c.json', { url, token: canaryToken }, mode);
    if (allowed) expect(read({}, file).url).toBe(`${url}/`);
    else expect(problem({}, file)).toContain('holds a secret');
  });

  it('counts for the file behind a symbolic link', () => {
    symlinkSync(write('real', canaryToken, 0o644), join(folder, 'token'));
    expect(problem({ FELHOM_AGENT_URL: url, FELHOM_AGENT_TOKEN_FILE: 'token' })).toContain('0644');
  });

  it('a password in a file that all may read', () => {
    expect(problem({}, write('c.json', { url, user: 'root@pam', password: canary }, 0o644))).toContain(
      '0644',
    );
  });

  it('a configuration without a secret may be read by all, and changed by none of them', () => {
    write('token', canaryToken);
    expect(read({}, write('a.json', { url, tokenFile: 'token' }, 0o644)).url).toBe(`${url}/`);
    expect(problem({}, write('b.json', { url, tokenFile: 'token' }, 0o646))).toContain(
      'change where the token is sent',
    );
  });
});
