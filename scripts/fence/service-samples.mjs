// Good parameters of what looks after services and runs local templates, with what their programs say.

/** What `systemctl show` prints of a service that runs. */
const shown = [
  'Id=pvestatd.service',
  'Names=pvestatd.service',
  'LoadState=loaded',
  'ActiveState=active',
  'SubState=running',
  'Result=success',
  'UnitFileState=enabled',
  'FragmentPath=/usr/lib/systemd/system/pvestatd.service',
  'MainPID=1234',
  'InvocationID=0123456789abcdef0123456789abcdef',
  'ActiveEnterTimestampMonotonic=12345678',
  '',
].join('\n');

const unit = 'pvestatd.service';
const properties =
  'Id,Names,LoadState,ActiveState,SubState,Result,UnitFileState,FragmentPath,DropInPaths,MainPID,InvocationID,ActiveEnterTimestampMonotonic,Job';
const log = { unit, lines: 50, since: 1_700_000_000, priority: 3 };

/** A template with a slot of each type; the program is put in its place. */
export const templates = {
  'restart-stack': {
    argv: [
      '/usr/local/sbin/stack',
      'restart',
      { slot: 'vmid' },
      { slot: 'wait', prefix: '--wait=' },
      { slot: 'how' },
      { slot: 'stack' },
      { slot: 'run' },
      { slot: 'disk' },
    ],
    slots: {
      vmid: { type: 'vmid' },
      wait: { type: 'int', min: 1, max: 600 },
      how: { type: 'enum', values: ['gently', 'now'] },
      stack: { type: 'name', pattern: 'word' },
      run: { type: 'uuid' },
      disk: { type: 'disk' },
    },
    risk: 'MEDIUM',
    timeout: 60,
    changes: true,
  },
};
const run = {
  name: 'restart-stack',
  slots: {
    vmid: 101,
    wait: 30,
    how: 'gently',
    stack: 'web',
    run: '6a2b9c1e-4f7d-4c3a-9b1e-0d5f8a7c6b21',
    disk: '1A2B-3C4D',
  },
};
const filled = [
  ...['restart', '101', '--wait=30', 'gently', 'web'],
  ...['6a2b9c1e-4f7d-4c3a-9b1e-0d5f8a7c6b21', '1A2B-3C4D'],
];

export const serviceCommands = {
  'service.show': [{ params: { unit }, argv: ['show', '--no-pager', '--property', properties, unit] }],
  'service.start': [{ params: { unit }, argv: ['--no-ask-password', 'start', unit] }],
  'service.stop': [{ params: { unit }, argv: ['--no-ask-password', 'stop', unit] }],
  'service.restart': [{ params: { unit }, argv: ['--no-ask-password', 'restart', unit] }],
  'journal.read': [
    {
      params: log,
      argv: [
        ...['--no-pager', '--quiet', '--output', 'short-iso', '--unit', unit, '--lines', '50'],
        ...['--since', '@1700000000', '--priority', '3'],
      ],
    },
  ],
  'template.run': [{ params: run, argv: filled }],
};

export const serviceOperations = {
  'host.service': [
    {
      params: { unit, do: 'restart' },
      answers: { 'service.show': shown },
      // Other verbs are other commands.
      alike: [{ do: 'start' }, { do: 'stop' }],
    },
  ],
  'host.serviceState': [{ params: { unit }, answers: { 'service.show': shown } }],
  'host.log': [{ params: log }],
  'host.template': [{ params: run }],
};
