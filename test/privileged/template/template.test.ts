import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParamsError } from '@felhom/proxmox';
import {
  CommandError,
  ExecRunner,
  FenceError,
  MissingProgramError,
  Privileged,
  RecordingRunner,
  RefusedError,
} from '@felhom/proxmox/privileged';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '~/privileged/registry.js';
import { type SlotType, schemaOf } from '~/privileged/template/slots.js';
import { fillTemplate, loadTemplate } from '~/privileged/template/template.js';
import { helper } from '../helper/stage.js';
import { TemplateFolder } from '../support/templates.js';

let folder: TemplateFolder;
let say: string;
let privileged: Privileged;

beforeEach(() => {
  folder = new TemplateFolder();
  say = folder.program('say');
  privileged = new Privileged({ runner: new ExecRunner({ mode: 'direct' }), ...folder.place });
});
afterEach(() => folder[Symbol.dispose]());

const run = (name: string, slots: Record<string, string | number> = {}) =>
  privileged.host.template({ name, slots });

describe('a local template', () => {
  it('is run with each value as one argument', async () => {
    folder.write('restart', {
      argv: [
        say,
        'a fixed; word $(x)',
        { slot: 'vmid' },
        { slot: 'how', prefix: '--how=' },
        { slot: 'vmid' },
      ],
      slots: { vmid: { type: 'vmid' }, how: { type: 'enum', values: ['now', 'later'] } },
    });
    const said = await run('restart', { vmid: 101, how: 'now' });
    expect(said).toMatchObject({
      exitCode: 0,
      stdout: 'a fixed; word $(x)\n101\n--how=now\n101\n',
      stderr: '',
    });
  });

  it('is told as a plan', async () => {
    folder.write('restart', { argv: [say, { slot: 'vmid' }], slots: { vmid: { type: 'vmid' } } });
    const plan = await privileged.plan.host.template({ name: 'restart', slots: { vmid: 101 } });
    expect(plan.commands).toMatchObject([
      { name: 'template.run', binary: say, argv: ['101'], changes: true },
    ]);
  });

  it('fails where its program fails, and ends at its own time', async () => {
    folder.write('broken', { argv: [folder.program('broken', 'echo no luck >&2; exit 3')] });
    await expect(run('broken')).rejects.toThrow('exit code 3: no luck');
    folder.write('slow', { argv: [folder.program('slow', 'exec sleep 60')], timeout: 1 });
    await expect(run('slow')).rejects.toMatchObject({ code: 'PVE_COMMAND', ended: 'timeout' });
    await expect(run('broken')).rejects.toBeInstanceOf(CommandError);
  });

  it('is not there, has another text than was seen, or has no program', async () => {
    await expect(run('none')).rejects.toMatchObject({ code: 'PVE_REFUSED', why: 'no-such-template' });
    folder.write('restart', { argv: [say] });
    const { digest } = loadTemplate('restart', folder.place);
    await privileged.host.template({ name: 'restart', slots: {}, digest });
    folder.write('restart', { argv: [say, 'more'] });
    const changed = privileged.host.template({ name: 'restart', slots: {}, digest });
    await expect(changed).rejects.toBeInstanceOf(RefusedError);
    await expect(changed).rejects.toMatchObject({ why: 'template-changed' });
    folder.write('restart', { argv: ['/nonexistent/program'] });
    await expect(run('restart')).rejects.toBeInstanceOf(MissingProgramError);
  });

  it.each(['../x', 'a/b', '/etc/passwd', '', '-x', 'A', 'x.json', 'x\0', '.x'])(
    'has no name %j',
    async (name) => {
      await expect(run(name)).rejects.toThrow(ParamsError);
    },
  );

  it('does not run what others may change', async () => {
    folder.write('restart', { argv: [say] });
    chmodSync(say, 0o777);
    await expect(run('restart')).rejects.toThrow('may be changed by others');
  });
});

describe('the file of a template', () => {
  const load =
    (name = 'restart') =>
    () =>
      loadTemplate(name, folder.place);

  it.each([
    ['its mode 0664 lets others', (file: string) => chmodSync(file, 0o664)],
    ['its mode 0777 lets others', () => chmodSync(folder.templates, 0o777)],
    ['its mode 0777 lets others', () => chmodSync(folder.root, 0o777)],
    [
      'it is a symbolic link',
      (file: string) => {
        renameSync(file, join(folder.root, 'elsewhere'));
        symlinkSync(join(folder.root, 'elsewhere'), file);
      },
    ],
    [
      'is no regular file',
      (file: string) => {
        renameSync(file, join(folder.root, 'elsewhere'));
        mkdirSync(file);
      },
    ],
  ])('is refused: %s', (why, spoil) => {
    spoil(folder.write('restart', { argv: [say] }));
    expect(load()).toThrow(FenceError);
    expect(load()).toThrow(why);
  });

  it('is refused below a link to a folder of others', () => {
    const open = join(folder.root, 'open');
    mkdirSync(join(open, 'inner'), { recursive: true });
    renameSync(folder.templates, join(open, 'inner', 'templates'));
    symlinkSync(join(open, 'inner', 'templates'), folder.templates);
    folder.write('restart', { argv: [say] });
    expect(loadTemplate('restart', folder.place).name).toBe('restart');
    chmodSync(open, 0o777);
    expect(load()).toThrow(`${open}: its mode 0777`);
  });

  it('is refused where it belongs to somebody else', () => {
    folder.write('restart', { argv: [say] });
    const place = { templates: folder.templates, templateOwners: [12_345] };
    expect(() => loadTemplate('restart', place)).toThrow(/it belongs to user \d+, and is to belong to root/);
  });

  it.each<[string, object | string]>([
    ['it is no JSON', '{'],
    ['argv', { argv: [] }],
    ['argv', { argv: ['relative/program'] }],
    ['argv', { argv: ['/bin/../bin/sh'] }],
    ['argv', { argv: [{ slot: 'x' }], slots: { x: { type: 'vmid' } } }],
    ['argv', { argv: ['/bin/true', 'a\nb'] }],
    ['argv', { argv: ['/bin/true', ['nested']] }],
    ['argv', { argv: ['/bin/true', ...Array.from({ length: 64 }, () => 'x')] }],
    ['a slot vmid that slots does not describe', { argv: ['/bin/true', { slot: 'vmid' }] }],
    ['no place for the slot vmid', { argv: ['/bin/true'], slots: { vmid: { type: 'vmid' } } }],
    ['risk', { argv: ['/bin/true'], risk: 'NONE' }],
    ['timeout', { argv: ['/bin/true'], timeout: 0 }],
    ['changes', { argv: ['/bin/true'], changes: 'no' }],
    ['env', { argv: ['/bin/true'], env: { PATH: '/tmp' } }],
    ['slots.x', { argv: ['/bin/true', { slot: 'x' }], slots: { x: { type: 'text' } } }],
    ['slots.x', { argv: ['/bin/true', { slot: 'x' }], slots: { x: { type: 'int', min: -1, max: 5 } } }],
    ['slots.x', { argv: ['/bin/true', { slot: 'x' }], slots: { x: { type: 'int', min: 6, max: 5 } } }],
    ['slots.x', { argv: ['/bin/true', { slot: 'x' }], slots: { x: { type: 'enum', values: ['-rf'] } } }],
    ['slots.x', { argv: ['/bin/true', { slot: 'x' }], slots: { x: { type: 'enum', values: ['a b'] } } }],
    ['slots.x', { argv: ['/bin/true', { slot: 'x' }], slots: { x: { type: 'name', pattern: '.*' } } }],
    ['slots', { argv: ['/bin/true'], slots: { __proto__x: { type: 'vmid' } } }],
  ])('is refused, which names %s: %j', (where, template) => {
    folder.write('restart', template);
    expect(load()).toThrow(FenceError);
    expect(load()).toThrow(where);
  });
});

describe('a slot that would decide what is run', () => {
  const slots = { x: { type: 'name', pattern: 'word' } };
  const x = { slot: 'x' };
  const attempt = (argv: unknown[]) => {
    folder.write('t', { argv, slots });
    return () => loadTemplate('t', folder.place);
  };

  it.each([
    [['/bin/sh', '-c', x]],
    [['/bin/sh', x]],
    [['/bin/sh', '-ec', x]],
    [['/bin/bash', '-euo', 'pipefail', '-c', x]],
    [['/bin/bash', '-e', x]],
    [['/bin/sh', '-c', { slot: 'x', prefix: 'exec ' }]],
    [['/usr/bin/perl', '-e', x]],
    [['/usr/bin/perl', '-e', 'print 1', '-e', x]],
    [['/usr/bin/python3.13', '-c', x]],
    [['/usr/bin/python3', '-m', x]],
    [['/usr/bin/node', '--eval', x]],
    [['/usr/bin/env', x]],
    [['/usr/bin/env', 'sh', '-c', x]],
    [['/usr/bin/timeout', '5', x]],
    [['/usr/bin/sudo', '-u', 'root', x]],
    [['/usr/bin/xargs', x]],
    [['/bin/busybox', 'sh', '-c', x]],
    [['/usr/bin/ssh', 'host', x]],
    [['/usr/sbin/pct', 'exec', '101', '--', 'sh', '-c', x]],
    [['/usr/sbin/pct', 'exec', '101', '--', '/usr/bin/python3', '-c', x]],
  ])('is refused: %j', (argv) => expect(attempt(argv)).toThrow('slot x would decide what'));

  it('is refused behind a link to a shell', () => {
    const link = join(folder.root, 'harmless');
    symlinkSync('/bin/sh', link);
    expect(attempt([link, '-c', x])).toThrow('slot x would decide what');
    expect(attempt([link, '/usr/local/bin/script', x])).not.toThrow();
  });

  it.each([
    [['/bin/sh', '/usr/local/bin/script.sh', x]],
    [['/bin/sh', '-e', '/usr/local/bin/script.sh', '-c', x]],
    [['/bin/sh', '-c', 'echo "$1"', 'sh', x]],
    [['/usr/bin/python3', '-I', '/usr/local/bin/script.py', x]],
    [['/usr/bin/timeout', '5', '/usr/local/bin/script', x]],
    [['/usr/sbin/pct', 'exec', x, '--', '/usr/bin/apt-get', 'update']],
    [['/usr/sbin/pvecm', 'delnode', 'node', x]],
    [['/usr/local/bin/stack', '-c', x, '-e', x]],
    [['/bin/sh', '-c', 'no slots at all']],
  ])('is an argument only: %j', (argv) => {
    folder.write('t', { argv, slots: argv.some((each) => typeof each !== 'string') ? slots : {} });
    expect(() => loadTemplate('t', folder.place)).not.toThrow();
  });
});

describe('the value of a slot', () => {
  const types: SlotType[] = [
    { type: 'vmid' },
    { type: 'int', min: 0, max: 600 },
    { type: 'enum', values: ['now', 'later'] },
    ...(['word', 'dns-name', 'storage', 'snapshot', 'unit'] as const).map(
      (pattern): SlotType => ({ type: 'name', pattern }),
    ),
    { type: 'uuid' },
    { type: 'disk' },
  ];
  const good = [101, 0, 'now', 'web_1', 'web.example.com', 'local-zfs', 'before', 'web.service'];

  it.each(types.slice(0, 8).map((slot, index) => [slot, good[index]] as const))(
    '%o may be %j',
    (slot, value) => {
      expect(schemaOf(slot).safeParse(value).success).toBe(true);
    },
  );

  it('is, whatever it is given as, one word of plain characters that is no option and no path', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.stringMatching(/^[-./a-z0-9=\s$(){}\0]{0,12}$/),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), value, (slot, given) => {
        const checked = schemaOf(slot).safeParse(given);
        if (checked.success) expect(String(checked.data)).toMatch(/^[A-Za-z0-9][A-Za-z0-9_.:@+-]*$/);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    [{ x: '--help' }, 'slots.x'],
    [{ x: 'no\0' }, 'slots.x'],
    [{}, 'slots.x: a value is expected'],
    [{ x: 'later', y: 'more' }, 'slots.y: t has no such slot'],
    [{ x: 'never' }, 'slots.x'],
    [{ x: 'now', constructor: 'y' }, 'slots.constructor'],
  ])('is refused before anything runs: %j', async (slots, where) => {
    folder.write('t', { argv: [say, { slot: 'x' }], slots: { x: types[2] } });
    const runner = new RecordingRunner();
    const refused = new Privileged({ runner, ...folder.place }).host.template({ name: 't', slots });
    await expect(refused).rejects.toThrow(ParamsError);
    await expect(refused).rejects.toThrow(where);
    expect(runner.commands).toEqual([]);
  });

  it('is filled in where the template has it, and nowhere else', () => {
    folder.write('t', {
      argv: [say, { slot: 'x' }, '{x}', '$x'],
      slots: { x: types[2] },
    });
    expect(fillTemplate(loadTemplate('t', folder.place), { x: 'later' })).toEqual(['later', '{x}', '$x']);
  });
});

describe('a template by the root helper', () => {
  it('is the one that the helper reads, whatever the client believes', async () => {
    const theirs = new TemplateFolder();
    const slots = { vmid: { type: 'vmid' } };
    folder.write('t', { argv: [say, 'of the client', { slot: 'vmid' }], slots });
    theirs.write('t', { argv: [theirs.program('say'), 'of root', { slot: 'vmid' }], slots });
    const { runner, lines } = await helper({ commands, site: theirs.place });
    const asked = new Privileged({ runner, ...folder.place });
    const said = await asked.host.template({ name: 't', slots: { vmid: 101 } });
    expect(said.stdout).toBe('of root\n101\n');
    expect(lines.join()).toContain('template.run {"name":"t","slots":{"vmid":101}}');
    // What the client has seen is not what root has.
    const { digest } = loadTemplate('t', folder.place);
    await expect(asked.host.template({ name: 't', slots: { vmid: 101 }, digest })).rejects.toMatchObject({
      code: 'PVE_REFUSED',
      why: 'template-changed',
    });
    writeFileSync(join(theirs.templates, 't.json'), '{}');
    await expect(asked.host.template({ name: 't', slots: { vmid: 101 } })).rejects.toBeInstanceOf(FenceError);
    theirs[Symbol.dispose]();
  });
});
