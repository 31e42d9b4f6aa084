import { execFile, execFileSync } from 'node:child_process';
import { accessSync, chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** What is missing for tests with a real sudo; empty where they can run. */
export function missingForSudo(): string[] {
  const programs = [
    '/usr/bin/sudo',
    '/usr/sbin/visudo',
    '/usr/sbin/useradd',
    '/usr/sbin/userdel',
    '/usr/bin/setpriv',
  ];
  return [
    ...(process.getuid?.() === 0 ? [] : ['root']),
    ...programs.filter((path) => {
      try {
        accessSync(path);
        return false;
      } catch {
        return true;
      }
    }),
  ];
}

/** A user of this host that nobody else has, with rules of sudo; for as long as a test takes. */
export class SudoUser {
  readonly name: string;
  readonly uid: number;
  readonly #file: string;

  constructor(tag: string) {
    removeLeftovers();
    this.name = `felhom-t${process.pid}${tag}`;
    this.#file = `/etc/sudoers.d/felhom-t${process.pid}${tag}`;
    execFileSync('/usr/sbin/useradd', ['-M', '-N', '-s', '/usr/sbin/nologin', this.name]);
    this.uid = Number(execFileSync('/usr/bin/id', ['-u', this.name], { encoding: 'utf8' }));
  }

  /** Its file below /etc/sudoers.d. `USER` stands for its name. */
  rules(text: string, mode = 0o440): void {
    writeFileSync(this.#file, text.replaceAll('USER', this.name));
    chmodSync(this.#file, mode);
  }

  /**
   * Runs code in a process of its own that becomes this user, after `before`, and gives what it returns. `href` is the package; `run(binary, argv,
   * options)` runs by ExecRunner({ mode: 'sudo' }), and gives the outcome or the error.
   */
  async run(href: string, code: string, { before = '', prefix = [] as string[] } = {}): Promise<unknown> {
    const source = `
      import * as z from 'zod';
      const { ExecRunner } = await import('${href}/privileged/exec-runner.js');
      const { processCommand } = await import('${href}/privileged/command.js');
      const { siteOf } = await import('${href}/privileged/site.js');
      const make = (binary, argv, more = {}) => processCommand({
        name: 'test.sudo', program: 'pct', params: z.strictObject({}), changes: false, timeout: 30_000, argv: () => argv, ...more,
      })({}, siteOf({ programs: { pct: binary } }));
      // What is loaded with the first command may lie where the user cannot read.
      await new ExecRunner({ mode: 'direct' }).run(make('/bin/true', []));
      ${before}
      process.setgroups([]);
      process.setgid(100);
      process.setuid(${this.uid});
      const runner = new ExecRunner();
      const told = (error) => ({ ...JSON.parse(JSON.stringify(error)), ...(error instanceof Error ? { threw: true } : {}) });
      const run = (binary, argv, more, options) => runner.run(make(binary, argv, more), options).catch(told);
      const result = await (async () => { ${code} })();
      process.stdout.write(JSON.stringify(result ?? null));`;
    const argv = [...prefix, process.execPath, '--no-warnings', '--input-type=module', '--eval', source];
    const { stdout } = await promisify(execFile)(argv[0] ?? '', argv.slice(1), {
      env: { ...process.env, FELHOM_CANARY: 'canary' },
      timeout: 30_000,
    });
    return JSON.parse(stdout);
  }

  remove(): void {
    rmSync(this.#file, { force: true });
    execFileSync('/usr/sbin/userdel', [this.name], { stdio: 'ignore' });
  }
}

/** Of runs that were killed. */
function removeLeftovers(): void {
  for (const file of readdirSync('/etc/sudoers.d')) {
    const pid = /^felhom-t(\d+)[a-z]$/.exec(file)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    rmSync(`/etc/sudoers.d/${file}`, { force: true });
    try {
      execFileSync('/usr/sbin/userdel', [file], { stdio: 'ignore' });
    } catch {
      // It is gone.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
