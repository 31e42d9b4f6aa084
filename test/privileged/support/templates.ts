import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of templates, which belong to whoever runs the test. */
export class TemplateFolder {
  readonly root = mkdtempSync(join(tmpdir(), 'felhom-templates-'));
  readonly templates = join(this.root, 'templates');
  // As root, root's; elsewhere the tester's own, beside root's for the folders above.
  readonly templateOwners = [0, process.getuid?.() ?? 0];

  constructor() {
    mkdirSync(this.templates, { mode: 0o755 });
  }

  /** What a Privileged, or a root helper, is to know of it. */
  get place() {
    return { templates: this.templates, templateOwners: this.templateOwners };
  }

  /** Writes a template, and gives its file. */
  write(name: string, template: object | string): string {
    const file = join(this.templates, `${name}.json`);
    const text = typeof template === 'string' ? template : JSON.stringify({ ...usual, ...template });
    writeFileSync(file, text, { mode: 0o644 });
    return file;
  }

  /** Writes a program that says its arguments, one a line. */
  program(name: string, script = 'for word in "$@"; do printf "%s\\n" "$word"; done'): string {
    const file = join(this.root, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const usual = { slots: {}, risk: 'MEDIUM', timeout: 30, changes: true };
