import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditEvent, ExecRunner, Privileged } from '~/privileged/index.js';

/** How a stub ends one run. */
export interface Answer {
  stdout?: string;
  stderr?: string;
  exitCode?: number;
  signal?: string;
  /** Waits for SIGTERM, and then does this. */
  onTerm?: { stdout?: string; stderr?: string; exitCode: number };
}

/** One run of a stub. */
export interface StubRun {
  tool: string;
  argv: string[];
  stdin: string;
  env: Record<string, string>;
  /** What is in the files that it was handed. */
  handed: string[];
}

const script = `#!${process.execPath}
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const tool = path.basename(__filename);
const argv = process.argv.slice(2);
const at = (name) => path.join(__dirname, name);
const key = ['pct', 'pvesm'].includes(tool) ? tool + ' ' + argv[0] : tool === 'pvesh' ? 'pvesh ' + argv[1].split('/').pop() : tool;
const log = fs.readFileSync(at('log.jsonl'), 'utf8').split('\\n').filter(Boolean).map((line) => JSON.parse(line));
const before = log.filter((run) => run.key === key).length;
const handed = argv.filter((word) => word.startsWith('/proc/self/fd/')).map((word) => fs.readFileSync(word, 'utf8'));
const stdin = fs.readFileSync(0, 'utf8');
const env = { ...process.env };
fs.appendFileSync(at('log.jsonl'), JSON.stringify({ key, tool, argv, stdin, env, handed }) + '\\n');
const answers = JSON.parse(fs.readFileSync(at('answers.json'), 'utf8'))[key];
if (answers === undefined) {
  fs.writeSync(2, 'no answer for ' + key);
  process.exit(99);
}
const { stdout = '', stderr = '', exitCode = 0, signal, onTerm } = answers[Math.min(before, answers.length - 1)];
const say = (out, err) => {
  if (out) fs.writeSync(1, out);
  if (err) fs.writeSync(2, err);
};
if (onTerm) {
  process.on('SIGTERM', () => {
    say(onTerm.stdout, onTerm.stderr);
    process.exit(onTerm.exitCode);
  });
  setInterval(() => {}, 1000);
}
say(stdout, stderr);
if (signal) process.kill(process.pid, signal);
else if (!onTerm) process.exitCode = exitCode;
`;

const tools = ['pct', 'pvesh', 'pvesm', 'findmnt', 'umount', 'losetup'] as const;

/** A folder with stand-ins for PVE's programs, each of which is a real executable that plays what it is told to. */
export class StubHost implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'felhom-stub-'));
  readonly audit: AuditEvent[] = [];
  readonly privileged: Privileged;

  /** Answers by program and verb (`pct create`, `pvesh config`), the last of which stays. */
  constructor(answers: Record<string, Answer | Answer[]>) {
    const lists = Object.entries({ ...quiet, ...answers }).map(([key, given]) => [key, [given].flat()]);
    writeFileSync(join(this.folder, 'answers.json'), JSON.stringify(Object.fromEntries(lists)));
    writeFileSync(join(this.folder, 'log.jsonl'), '');
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "commonjs" }');
    for (const tool of tools) writeFileSync(join(this.folder, tool), script, { mode: 0o700 });
    this.privileged = new Privileged({
      runner: new ExecRunner({ mode: 'direct' }),
      programs: Object.fromEntries(tools.map((tool) => [tool, join(this.folder, tool)])),
      audit: (event) => this.audit.push(event),
    });
  }

  get runs(): StubRun[] {
    return readFileSync(join(this.folder, 'log.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  /** The runs of what changes something. */
  get changes(): string[][] {
    const reading = /^(?:config|status|pending|list)$/;
    return this.runs
      .filter(({ tool, argv }) => tool === 'umount' || (tool === 'pct' && !reading.test(argv[0] ?? '')))
      .map(({ tool, argv }) => [tool, ...argv]);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

const heading = 'Name         Type     Status     Total (KiB)      Used (KiB) Available (KiB)        %\n';

export function storageTable(...rows: [name: string, available: number, status?: string][]): string {
  return (
    heading +
    rows
      .map(
        ([name, available, status = 'active']) => `${name} dir ${status} 264212084 0 ${available} 12.56%\n`,
      )
      .join('')
  );
}

export function volumeTable(...volumes: string[]): string {
  return `Volid Format Type Size VMID\n${volumes
    .map((volume) => `${volume} raw rootdir 1073741824 ${/(\d+)\//.exec(volume)?.[1]}\n`)
    .join('')}`;
}

/** A host with room, without guests, mounts and tasks. */
const quiet: Record<string, Answer> = {
  'pct list': {},
  'pct pending': {},
  'pct status': { stdout: 'status: stopped\n' },
  'pct config': { exitCode: 2, stderr: "Configuration file 'nodes/pve1/lxc/400.conf' does not exist\n" },
  'pvesh tasks': { stdout: '[]\n' },
  'pvesm status': { stdout: storageTable(['local', 73194544]) },
  'pvesm list': { stdout: volumeTable() },
  findmnt: { exitCode: 1 },
  losetup: {},
};
