import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stubs } from './stub.js';

/** What a unit is, in the words of `systemctl show`. */
export type Unit = Record<string, string>;

const running: Unit = {
  LoadState: 'loaded',
  ActiveState: 'active',
  SubState: 'running',
  Result: 'success',
  UnitFileState: 'enabled',
  InvocationID: '0'.repeat(31).concat('1'),
  MainPID: '100',
  Job: '',
};

/**
 * A stand-in for systemctl that is a real program: units are files, and it starts, stops and restarts them. Like the real one, it answers
 * `show` with 0 for a unit that is not there.
 */
export class StubSystemd {
  readonly stubs = new Stubs();
  readonly systemctl: string;
  readonly journalctl: string;

  constructor() {
    const { folder } = this.stubs;
    const set = (key: string, value: string) => `sed -i "s/^${key}=.*/${key}=${value}/" "$file"`;
    const start = [
      'if [ -e "$file.fails" ]; then',
      ...[set('ActiveState', 'failed'), set('SubState', 'failed'), set('Result', 'exit-code')],
      'else',
      ...[set('ActiveState', 'active'), set('SubState', 'running'), set('Result', 'success')],
      'fi',
      'n=$(cat "$folder/count"); echo $((n + 1)) > "$folder/count"',
      `sed -i "s/^InvocationID=.*/InvocationID=$(printf %032x $n)/" "$file"`,
    ].join('\n  ');
    this.systemctl = this.stubs.script(
      'systemctl',
      [
        `folder=${folder}`,
        'echo "$@" >> "$folder/calls"',
        '[ "$1" = --no-ask-password ] && shift',
        'verb=$1; for unit in "$@"; do :; done; file="$folder/$unit"',
        'if [ "$verb" = show ]; then',
        '  if [ -L "$file" ]; then file="$(readlink -f "$file")"; fi',
        '  if [ -e "$file" ]; then cat "$file"; else printf "Id=%s\\nNames=%s\\nLoadState=not-found\\nActiveState=inactive\\n" "$unit" "$unit"; fi',
        '  exit 0',
        'fi',
        '[ -e "$file.refuses" ] && { echo "Job for $unit failed." >&2; exit 1; }',
        'case "$verb" in',
        `stop) ${set('ActiveState', 'inactive')}; ${set('SubState', 'dead')};;`,
        `start|restart)\n  ${start};;`,
        '*) exit 9;;',
        'esac',
      ].join('\n'),
    );
    this.journalctl = this.stubs.script('journalctl', `echo "$@" >> ${folder}/calls; cat ${folder}/journal`);
    writeFileSync(join(folder, 'count'), '2\n');
    writeFileSync(join(folder, 'calls'), '');
    writeFileSync(join(folder, 'journal'), '');
  }

  get programs(): { systemctl: string; journalctl: string } {
    return { systemctl: this.systemctl, journalctl: this.journalctl };
  }

  /** Makes a unit, or changes it. */
  unit(name: string, more: Unit = {}): void {
    const file = join(this.stubs.folder, name);
    const known = existsSync(file) ? this.of(name) : { Id: name, Names: name, ...running };
    const lines = Object.entries({ ...known, ...more }).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(file, lines.join(''));
  }

  of(name: string): Unit {
    const lines = readFileSync(join(this.stubs.folder, name), 'utf8').trimEnd().split('\n');
    return Object.fromEntries(
      lines.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
    );
  }

  /** Lets it fail: systemctl itself (`refuses`), or the service when it is started (`fails`). */
  spoil(name: string, how: 'refuses' | 'fails'): void {
    writeFileSync(join(this.stubs.folder, `${name}.${how}`), '');
  }

  journal(text: string): void {
    writeFileSync(join(this.stubs.folder, 'journal'), text);
  }

  /** The arguments of each call that was not `show`. */
  get calls(): string[] {
    const all = readFileSync(join(this.stubs.folder, 'calls'), 'utf8').split('\n');
    return all.filter((line) => line !== '' && !line.startsWith('show '));
  }

  [Symbol.dispose](): void {
    this.stubs.remove();
  }
}
