import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs that print what a test says: real executables in a folder of their own. */
export class Stubs {
  readonly folder = mkdtempSync(join(tmpdir(), 'felhom-stub-'));

  /** Makes a program that answers every call alike, and writes down its arguments. */
  program(name: string, answer: { stdout?: string | Buffer; stderr?: string; exitCode?: number }): string {
    const { stdout = '', stderr = '', exitCode = 0 } = answer;
    writeFileSync(join(this.folder, `${name}.out`), stdout);
    writeFileSync(join(this.folder, `${name}.err`), stderr);
    return this.script(
      name,
      `cat ${this.folder}/${name}.out; cat ${this.folder}/${name}.err >&2; exit ${exitCode}`,
    );
  }

  /** Makes a program of a shell script. */
  script(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
