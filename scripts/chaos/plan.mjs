// What goes wrong with which mutation: decided by the seed alone, before anything is asked.

/** How many mutations one host sees, before the next one comes. */
const storyLength = 40;

// A stall costs the client's patience in real time: there are few of them.
const sweepLength = 95;

const end = (chance) => chance.weighed({ end: 20, reset: 20, stall: 1 });
const statuses = [502, 503, 504, 595, 596, 597, 598, 599];
const when = (chance) => (chance.chance(0.5) ? 'before' : 'after');
// 595 is told by a proxy that never reached the other side.
const status = (chance) => {
  const at = when(chance);
  const code = chance.pick(at === 'before' ? statuses : statuses.filter((one) => one !== 595));
  return { kind: 'status', status: code, reason: 'Chaos', when: at };
};
const late = (chance) => ({ kind: 'late', ms: chance.pick([1, 500, 2_000]) });

const overTls = {
  'cut-request': [30, (chance, count) => ({ kind: 'cut-request', at: count('request'), end: end(chance) })],
  'cut-answer': [30, (chance, count) => ({ kind: 'cut-answer', at: count('answer'), end: end(chance) })],
  'hang-up': [6, (chance) => ({ kind: 'hang-up', when: when(chance), end: end(chance) })],
  status: [12, status],
  page: [4, (chance) => ({ kind: 'page', status: chance.pick([200, 502, 503]), when: when(chance) })],
  half: [4, () => ({ kind: 'half' })],
  restart: [4, (chance) => ({ kind: 'restart', when: chance.pick(['before', 'during', 'after']) })],
  refuse: [3, (chance) => ({ kind: 'refuse', times: chance.between(1, 4) })],
  drip: [1, () => ({ kind: 'drip' })],
  late: [2, late],
  none: [8, () => undefined],
};

const inside = {
  drop: [12, (chance) => ({ kind: 'drop', when: when(chance) })],
  status: [12, status],
  body: [
    6,
    (chance) => ({ kind: 'body', body: chance.pick(['{"data":"UPI', '', '<html></html>', '{"data":']) }),
  ],
  cut: [6, (chance) => ({ kind: 'cut', at: chance.between(0, 60) })],
  delay: [2, (chance) => ({ kind: 'delay', ms: chance.between(1, 9_000) })],
  late: [2, late],
  none: [8, () => undefined],
};

/** Of a read of the client's, while it finds out what happened. */
const ofReads = {
  wire: [
    { kind: 'status', status: 596, reason: 'Chaos', when: 'after' },
    { kind: 'hang-up', end: 'reset' },
    { kind: 'half' },
    { kind: 'restart', when: 'after' },
  ],
  inProcess: [
    { kind: 'status', status: 596, when: 'after' },
    { kind: 'drop', when: 'before' },
    { kind: 'body', body: '{"data":[{"upid"' },
  ],
};

function draw(table, chance, count) {
  const weights = Object.fromEntries(Object.entries(table).map(([name, [weight]]) => [name, weight]));
  return table[chance.weighed(weights)][1](chance, count);
}

function turnOf(line, chance, count) {
  return {
    fault: draw(line === 'wire' ? overTls : inside, chance, count),
    reads: chance.chance(0.08)
      ? [...Array.from({ length: chance.between(0, 2) }), chance.pick(ofReads[line])]
      : [],
    // Somebody else does the same, under another name.
    twin: chance.chance(0.08),
    again: chance.chance(0.12),
    // The same client asks for something else meanwhile, or for the same.
    beside: chance.chance(0.1) ? chance.pick(['same', 'other']) : undefined,
    pause: chance.weighed({ none: 2, short: 4, idle: 10 }),
  };
}

/** See plan.d.mts. */
export function sweepOf({ kind, request, answer, seed }) {
  const cuts = (name, length) =>
    Array.from({ length }, (_, at) => ({
      kind,
      fault: { kind: name, at, end: at % 2 === 0 ? 'end' : 'reset' },
      reads: [],
      twin: false,
      again: false,
      pause: 'idle',
    }));
  const turns = [...cuts('cut-request', request), ...cuts('cut-answer', answer)];
  const facts = { line: 'wire', mode: 'afterwards', markers: false, settle: 5_000, skew: 0, user: 'token' };
  const stories = [];
  for (let at = 0; at < turns.length; at += sweepLength)
    stories.push({
      ...facts,
      number: stories.length,
      seed: seed + at,
      turns: turns.slice(at, at + sweepLength),
    });
  return stories;
}

/**
 * The stories of a run, with what goes wrong in each: cuts go on from byte to byte, so that enough of them have been
 * everywhere.
 */
export function planOf({ mutations, chance, only }) {
  const counts = { request: 0, answer: 0 };
  const count = (what) => counts[what]++;
  const stories = [];
  for (let left = mutations; left > 0; ) {
    const line = only.line ?? (chance.chance(0.75) ? 'wire' : 'inProcess');
    // How the client finds out: within the call; when it is asked, for which what was there before is not known, so that only
    // calls with a task can be told; or by another client that got it as JSON.
    const mode = only.mode ?? chance.weighed({ inPlace: 14, afterwards: 3, elsewhere: 3 });
    const turns = [];
    for (let room = Math.min(left, storyLength); room > 0; ) {
      const turn = turnOf(line, chance, count);
      // Another client does not know what else this one was answered meanwhile.
      turns.push(room === 1 || mode === 'elsewhere' ? { ...turn, beside: undefined } : turn);
      const calls = turns.at(-1).beside === undefined ? 1 : 2;
      room -= calls;
      left -= calls;
    }
    stories.push({
      number: stories.length,
      line,
      seed: chance.between(1, 2 ** 31 - 1),
      mode,
      markers: chance.chance(0.5),
      // Milliseconds before it is believed that something did not happen: mostly fewer than by default, for speed.
      settle: chance.chance(0.15) ? 60_000 : 5_000,
      skew: chance.pick([0, 0, 0, 400, -1_500, 90_000, -3_600_000]),
      user: chance.chance(0.2) ? 'ticket' : 'token',
      turns,
    });
  }
  return stories;
}
