// Many mutations, with something going wrong in most of them, and what became of each.

import { planOf } from './plan.mjs';
import { Chance } from './random.mjs';
import { play } from './story.mjs';

/** Runs the suite. See index.d.mts. */
export async function chaos(parts, given = {}) {
  const options = {
    mutations: 1_000,
    seed: 1,
    parallel: 6,
    patience: 1_000,
    hang: 60_000,
    makeClient: (clientOptions) => new parts.Client(clientOptions),
    ...given,
  };
  const chance = new Chance(new parts.Random(options.seed));
  const all =
    options.stories ??
    planOf({ mutations: options.mutations, chance, only: { line: options.line, mode: options.mode } });
  const stories = options.only === undefined ? all : all.filter(({ number }) => number === options.only);
  const report = new Report(options.tell);
  const certificate = parts.createCertificate();
  const waiting = [...stories];
  const work = async () => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift())
      await play(parts, { story, certificate, options, tell: (result) => report.add(result) });
  };
  await Promise.all(Array.from({ length: options.parallel }, work));
  return report;
}

class Report {
  mutations = 0;
  twice = 0;
  lost = 0;
  cannotTell = 0;
  hangs = 0;
  wrong = 0;
  /** How many ended how. */
  endings = {};
  /** How many there were of each kind. */
  kinds = {};
  /** After how many bytes requests and answers were cut. */
  cuts = { request: new Set(), answer: new Set() };
  problems = [];
  #tell;

  constructor(tell = () => {}) {
    this.#tell = tell;
  }

  add(result) {
    const { ending, faults, name, cuts } = result;
    this.mutations += 1;
    this.endings[ending.kind] = (this.endings[ending.kind] ?? 0) + 1;
    this.kinds[name] = (this.kinds[name] ?? 0) + 1;
    for (const which of ['request', 'answer']) for (const at of cuts?.[which] ?? []) this.cuts[which].add(at);
    for (const [what, why] of faults) {
      this[what === 'hang' ? 'hangs' : what] += 1;
      this.problems.push({ what, why, ...result });
    }
    this.#tell(result);
  }

  /** True if nothing was sent twice, lost or wrong, nothing hung, and at most one in a thousand cannot be told. */
  get holds() {
    const { twice, lost, hangs, wrong, cannotTell, mutations } = this;
    return twice + lost + hangs + wrong === 0 && cannotTell <= mutations / 1_000;
  }
}

/** The line that a run ends with. */
export function summary({ mutations, twice, lost, cannotTell, hangs, wrong }) {
  return `chaos: ${mutations} mutations, ${twice} sent twice, ${lost} lost, ${cannotTell} cannot tell, ${hangs} hangs, ${wrong} wrong`;
}
