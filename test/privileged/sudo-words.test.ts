import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalIn, sudoError } from '~/privileged/sudo.js';

interface Recorded {
  name: string;
  argv: string[];
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

const file = new URL('../fixtures/recorded-cli/sudo.jsonl', import.meta.url);
const recorded = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** By the names of the recordings. What is missing is not sudo's refusal: the command has run, or nothing like it was asked. */
const refused: Record<string, RegExp> = {
  'password-or-not-allowed':
    /not-in-sudoers|password-required|\/no-n-no-tty|mixed-|not-allowed-(?:command|arguments|runas|with-space-arg|nolc)|\/command-not-found|no-args-rule-with-args|regex-rule-denied|digest-mismatch|sudoers-name-with-dot|unknown-runas/,
  'not-allowed': /not-allowed-after-authentication|explicit-deny/,
  environment: /env-E|env-assign/,
  'no-new-privileges': /no-new-privs/,
  broken: /sudoers-(?:syntax-error|world-writable|wrong-owner)$/,
  'program-missing': /not-found-with-ALL/,
};

describe("sudo's words, as they were recorded", () => {
  it.each(recorded.map((each) => [each.name, each] as const))('%s', (name, { exitCode, stdout, stderr }) => {
    const expected = Object.entries(refused).find(([, pattern]) => pattern.test(name))?.[0];
    expect(refusalIn({ exitCode: exitCode ?? undefined, stdout, stderr })?.reason).toBe(expected);
  });

  it('holds recordings of each kind', () => {
    for (const pattern of Object.values(refused))
      expect(recorded.some(({ name }) => pattern.test(name))).toBe(true);
    expect(recorded.length).toBeGreaterThan(70);
  });
});

describe('sudo, of other versions and places', () => {
  it.each([
    ['needs-tty', 'sudo: sorry, you must have a tty to run sudo\n'],
    [
      'not-allowed',
      'svc is not in the sudoers file.\nThis incident has been reported to the administrator.\n',
    ],
    ['not-allowed', 'svc is not in the sudoers file.  This incident will be reported.\n'],
    ['not-allowed', 'sudo: svc is not allowed to run sudo on vm.\n'],
    ['not-allowed', 'Sorry, user svc may not run sudo on vm.\n'],
    [
      'broken',
      '>>> /etc/sudoers.d/x: syntax error near line 1 <<<\nsudo: parse error in /etc/sudoers.d/x near line 1\nsudo: no valid sudoers sources found, quitting\n',
    ],
    ['broken', 'sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set\n'],
    [
      'broken',
      "sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set or an NFS file system without root privileges?\n",
    ],
    ['broken', 'sudo: PAM account management error: Authentication failure\nsudo: a password is required\n'],
    ['broken', 'sudo: account validation failure, is your account locked?\n'],
  ])('%s: %s', (reason, stderr) => {
    expect(refusalIn({ exitCode: 1, stdout: '', stderr })?.reason).toBe(reason);
  });

  it.each([
    ['a line of somebody else', 'sudo: a password is required\ncould not do it\n', 1, ''],
    ['a line of somebody else before', 'WARN: x\nsudo: a password is required\n', 1, ''],
    ['another exit code', 'sudo: a password is required\n', 2, ''],
    ['no exit code', 'sudo: a password is required\n', undefined, ''],
    ['output', 'sudo: a password is required\n', 1, 'x'],
    ['only a remark', 'sudo: unable to resolve host vm: Name or service not known\n', 1, ''],
    [
      'a mistake in a file that has nothing to do with it',
      '/etc/sudoers.d/x:1:4: syntax error\nx y\n   ^\n',
      1,
      '',
    ],
    ['nothing', '', 1, ''],
  ])('is not what spoke where there is %s', (_what, stderr, exitCode, stdout) => {
    expect(refusalIn({ exitCode, stdout, stderr })).toBeUndefined();
  });

  it('never takes a text without its words for a refusal', () => {
    const line = fc
      .string({ unit: 'binary' })
      .filter((text) => !/sudo|Sorry|^\/|^>>>|This incident/m.test(text));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const stderr = `sudo: a password is required\n${lines.join('\n')}x\n`;
        expect(refusalIn({ exitCode: 1, stdout: '', stderr })).toBeUndefined();
      }),
    );
  });

  it('has an error with what to do for each reason', () => {
    for (const [reason, hint] of [
      ['not-installed', 'apt install sudo'],
      ['password-or-not-allowed', 'NOPASSWD'],
      ['not-allowed', 'felhom-agent sudoers'],
      ['needs-tty', 'requiretty'],
      ['no-new-privileges', 'felhom-agent privd'],
      ['environment', 'env_delete'],
      ['broken', 'visudo -c'],
    ] as const)
      expect(sudoError(reason, ['-n', '--', '/bin/true'])).toMatchObject({
        code: 'PVE_SUDO',
        reason,
        hint: expect.stringContaining(hint),
        argv: ['-n', '--', '/bin/true'],
      });
  });
});
