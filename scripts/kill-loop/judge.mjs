// Holds what the hub was told against what was done.

/** Outcomes that say that nothing was done, or not all of it. */
const undone = new Set(['failed', 'refused', 'cancelled', 'expired']);

/** See judge.d.mts. */
export function judge({ commands, received, reports, effects, kills, workers }) {
  const verdict = {
    lost: 0,
    twice: 0,
    wrong: 0,
    conflicting: 0,
    interrupted: 0,
    most: kills * workers,
    problems: [],
  };
  const problem = (what, id, text) => {
    verdict[what] += 1;
    verdict.problems.push(`${what}: ${id} (${commands.get(id)?.kind ?? 'nobody sent it'}): ${text}`);
  };
  for (const id of new Set([...received, ...reports.keys()])) {
    const told = [...(reports.get(id)?.values() ?? [])];
    const { done = 0, failed = 0 } = effects.get(id) ?? {};
    const [first] = told;
    if (first === undefined) {
      problem('lost', id, 'it was received, and nobody told how it ended');
      continue;
    }
    if (told.length > 1) problem('conflicting', id, told.map(({ outcome }) => outcome).join(' and '));
    const { outcome } = first;
    if (outcome === 'succeeded' && done === 0) problem('wrong', id, 'succeeded without an effect');
    else if (outcome === 'succeeded' && failed > 0) problem('wrong', id, 'succeeded, and its effect failed');
    else if (undone.has(outcome) && done > 0) problem('wrong', id, `${outcome}, and was done`);
    // Nobody ended it, and nobody knows how it ended: as bad as interrupted.
    if (outcome === 'interrupted' || outcome === 'unknown') verdict.interrupted += 1;
  }
  for (const [id, { done = 0, failed = 0 }] of effects) {
    if (done + failed > 1) problem('twice', id, `done ${done} times, failed ${failed} times`);
    if (!commands.has(id)) problem('wrong', id, 'nobody asked for it');
  }
  return verdict;
}

/** Nothing was lost, done twice or told wrongly, and no more was interrupted than the kills account for. */
export function holds({ lost, twice, wrong, conflicting, interrupted, most }) {
  return lost + twice + wrong + conflicting === 0 && interrupted <= most;
}

/** The line that a run ends with. */
export function summary({ lost, twice, wrong, conflicting, interrupted }) {
  return `kill-loop: ${lost} lost, ${twice} twice, ${wrong} false, ${conflicting} conflicting, ${interrupted} interrupted`;
}
