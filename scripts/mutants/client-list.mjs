// Mistakes that the client could make with calls whose answer is lost. Each is one exact replacement in one file of
// src/client, and the test files (of test/chaos) that should notice it.

const folder = 'test/chaos';
const mutant = (name, file, from, to) => ({
  name,
  file: `src/client/${file}`,
  from,
  to,
  folder,
  tests: ['chaos'],
});

export const clientMutants = [
  // What is sent again.
  mutant(
    'a POST is tried again',
    'retry.ts',
    '  if (!isRead) return false;\n',
    "  if ((error as { code?: unknown }).code === 'PVE_OUTCOME_UNKNOWN') return true;\n  if (!isRead) return false;\n",
  ),
  mutant(
    'what was written counts as not sent',
    'transport.ts',
    "this.#sent = streams ? 'partial' : 'unknown';",
    "this.#sent = streams ? 'partial' : 'no';",
  ),
  // What counts as refused.
  mutant('596 counts as refused', 'lost-answer.ts', 'status !== 595)', 'status !== 595 && status !== 596)'),
  mutant(
    'half an answer counts as refused',
    'lost-answer.ts',
    'return error instanceof ResponseShapeError;',
    'return false;',
  ),
  // What counts as its own.
  mutant(
    'the moment of sending is forgotten',
    'reconcile/moment.ts',
    'earliest: since + offset.low,',
    'earliest: 0,',
  ),
  mutant(
    'a task is known by its id only',
    'reconcile/find-task.ts',
    'return user === identity && task.types.includes(type) && task.isAbout(id);',
    'return task.isAbout(id) && user !== type && identity.length > 0;',
  ),
  mutant(
    'what was answered already counts again',
    'reconcile/find-task.ts',
    'isOwn(upid, intent, task) && !others.has(upid)',
    "isOwn(upid, intent, task) && !others.has('')",
  ),
  // What is said too early, or without a look at what was there.
  mutant(
    'nothing arrives late',
    'reconcile/reconcile.ts',
    'const settled = now >= intent.since + settle && looks > 1;',
    'const settled = now >= 0 && settle >= 0;',
  ),
  mutant(
    'what has not changed counts as changed',
    'reconcile/state.ts',
    'if (unchanged) return no(',
    'if (unchanged) return yes(',
  ),
];
