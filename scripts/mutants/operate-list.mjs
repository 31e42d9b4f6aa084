// Mistakes that operating the agent could make: its halt, status, log and installation.

const mutant = (name, path, from, to, test) => {
  const folder = path.startsWith('daemon/') ? 'test/agent/daemon' : `test/agent/${path.split('/')[0]}`;
  return { name: `operating: ${name}`, file: `src/agent/${path}`, from, to, folder, tests: [test] };
};

export const operateMutants = [
  mutant(
    'root writes a halt through a link',
    'daemon/halt.ts',
    `.\${randomBytes(8).toString('hex')}\`;\n  const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);`,
    '.new`;\n  randomBytes(8);\n  const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o644);',
    'operate',
  ),
  mutant(
    'a halt believes a status from before',
    'daemon/halt-and-wait.ts',
    ' && status.at >= Math.floor(since)',
    '',
    'operate',
  ),
  mutant(
    'a halt does not look at what runs',
    'daemon/halt-and-wait.ts',
    '(said && left.length === 0)',
    'said',
    'operate',
  ),
  mutant(
    'a status is read through a link',
    'daemon/status.ts',
    'constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK',
    'constants.O_RDONLY | constants.O_NONBLOCK',
    'operate',
  ),
  mutant(
    'names in a log are not masked',
    'daemon/log-fields.ts',
    '[logText(key, mask), inner(part)]',
    '[key, inner(part)]',
    'pino-log',
  ),
  mutant(
    'a log is without limit',
    'daemon/log-limit.ts',
    '    if (same.count > this.#limits.same) return false;\n',
    '',
    'pino-log',
  ),
  mutant(
    'a policy of the host is overwritten',
    'install/carry-out.ts',
    "step.do === 'file' && step.keep ? 'kept' : 'change'",
    "'change'",
    'install',
  ),
  mutant(
    'a file that others are let at is no matter',
    'setup/folder-checks.ts',
    '(stats.mode & 0o077) !== 0 && !open.test(entry.name)',
    'false && !open.test(entry.name)',
    'setup',
  ),
];
