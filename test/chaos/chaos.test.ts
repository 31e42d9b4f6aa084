import { describe, expect, it } from 'vitest';
import { chaos, type Report, summary } from '../../scripts/chaos/index.mjs';
import { sweepOf } from '../../scripts/chaos/plan.mjs';
import { formatProblem } from '../../scripts/chaos/show.mjs';
import { parts } from './parts.js';

const none = '0 sent twice, 0 lost, 0 cannot tell, 0 hangs, 0 wrong';

/** What a run came to, with what went wrong where something did. */
function outcome(report: Report): string {
  return [...report.problems.map(formatProblem), summary(report)].join('\n');
}

describe('whatever goes wrong, the client knows what came of its calls', () => {
  it.each([1, 2])(
    'over TLS and in process (seed %i)',
    async (seed) => {
      const report = await chaos(parts, { mutations: 160, seed });
      const { cannotTell } = report;
      expect(outcome(report)).toContain(
        `chaos: 160 mutations, ${none.replace('0 cannot', `${cannotTell} cannot`)}`,
      );
      // What two calls change at once may not show which of them did it.
      expect(cannotTell, outcome(report)).toBeLessThanOrEqual(1);
    },
    120_000,
  );

  it('after every byte of a request and of its answer', async () => {
    const most = { request: 360, answer: 330 };
    const report = await chaos(parts, { stories: sweepOf({ kind: 'vzdump.create', seed: 5, ...most }) });
    expect(outcome(report)).toBe(`chaos: 690 mutations, ${none}`);
    for (const places of Object.values(report.cuts)) {
      // Requests with notes are longer than those without: the shortest of them is cut everywhere.
      const missed = Array.from({ length: 290 }, (_, at) => at).filter((at) => !places.has(at));
      expect(missed).toEqual([]);
    }
  }, 300_000);
});

it('plays the same for the same seed', async () => {
  const play = async (seed: number) => {
    const told: string[] = [];
    const tell = ({
      story,
      index,
      name,
      fault,
    }: {
      story: { number: number };
      index: number;
      name: string;
      fault: unknown;
    }) => void told.push(`${story.number} ${index} ${name} ${JSON.stringify(fault)}`);
    await chaos(parts, { mutations: 80, seed, line: 'inProcess', tell });
    return told.sort();
  };
  const first = await play(21);
  expect(await play(21)).toEqual(first);
  expect(await play(22)).not.toEqual(first);
});
