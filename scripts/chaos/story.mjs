// One host, one client, and a handful of mutations, one after the other.

import { endingOf, judge } from './judge.mjs';
import { guestKinds } from './kinds/guests.mjs';
import { settingKinds } from './kinds/settings.mjs';
import { storageKinds } from './kinds/storages.mjs';
import { isLogin } from './message.mjs';
import { Chance } from './random.mjs';
import { shares } from './shares.mjs';
import { openStage } from './stage.mjs';

const kinds = { ...guestKinds, ...storageKinds, ...settingKinds };
/** What a task carries out: somebody else can have one of the same kind, and it can be found without knowing what was before. */
const withTask = [
  ...Object.keys(guestKinds).filter((name) => !/\.update$/.test(name)),
  'storage.deleteVolume',
];
const findable = [...withTask, 'storage.upload'];

/** Plays a story. `tell` gets each mutation with its verdict. */
export async function play(parts, { story, certificate, options, tell }) {
  const chance = new Chance(new parts.Random(story.seed));
  const act = new Act(chance, story);
  let stage;
  const onRequest = async (request) => {
    const isFirst = act.twin && act.sends.length === 0;
    if (isFirst) await stage.twin(request, { as: act.turn, from: act.mark, to: `twin ${act.turn}` });
    // Only now, as the next call begins with this.
    act.sent(request);
  };
  const open = () => openStage(parts, { story, certificate, options, onRequest });
  stage = await open();
  try {
    let before;
    for (const [index, turn] of story.turns.entries()) {
      act.begin(index, stage);
      const main = turn.again && before !== undefined ? before : act.choose(turn.kind);
      // What no task carries out, and asks for what is there already, leaves no trace.
      before = withTask.includes(main.name) ? main : undefined;
      act.twin = turn.twin && withTask.includes(main.name);
      const calls = [main, ...companions(act, turn, main)];
      const results = await perform(stage, { act, turn, calls, parts });
      for (const [at, result] of results.entries())
        tell({ story, index, name: calls[at].name, fault: at === 0 ? turn.fault : undefined, ...result });
      if (results.some(({ ending }) => ending.kind === 'hang')) {
        void stage.close();
        stage = await open();
        before = undefined;
      } else pause(stage, turn.pause, chance);
    }
  } finally {
    await stage.close();
  }
}

/** What the same client asks for while the answer to the other call is still to come. */
function companions(act, { beside, fault }, main) {
  if (beside === undefined) return [];
  // Of two of the same without an answer nobody could say which is which.
  return [
    beside === 'same' && fault?.kind !== 'restart' && withTask.includes(main.name) ? main : act.choose(),
  ];
}

/** Begins one call after the other, each once the request of the one before is on its way: so it is known whose is whose. */
async function callAll(calls, act, begin) {
  const begun = [];
  for (const { call } of calls) {
    const first = act.sends.length;
    const ending = begin(call);
    begun.push({ ending, first });
    if (begun.length < calls.length) await Promise.race([ending, act.untilSent(first + 1)]);
  }
  const endings = await Promise.all(begun.map(({ ending }) => ending));
  return endings.map((ending, at) => {
    const { first } = begun[at];
    // Where the next one began with the same request, this one never sent any.
    return { ending, send: first === begun[at + 1]?.first ? undefined : act.sends[first] };
  });
}

async function perform(stage, { act, turn, calls, parts }) {
  const { host, line, client, time, user } = stage;
  const from = host.requests.length;
  line.arm(turn.fault, turn.reads);
  const ended = await time.within(
    callAll(calls, act, (call) => endingOf(() => call(client, {}), { parts, reconcile: stage.reconcile })),
    () => calls.map((_, at) => ({ ending: { kind: 'hang' }, send: act.sends[at] })),
  );
  line.disarm();
  await time.settle();
  const entries = host.requests
    .slice(from)
    .filter((entry) => entry.method !== 'GET' && entry.user === user && !isLogin(entry.path));
  return shares(ended, { entries, sends: act.sends.length, fault: turn.fault }).map((share) => ({
    ...share,
    ...judge(share),
    cuts: line.cuts,
  }));
}

function pause(stage, length, chance) {
  if (length === 'none') return;
  stage.time.advance(length === 'short' ? chance.between(800, 5_000) : 2_000);
  const busy = () => stage.world.tasks.running.length > 0;
  for (let round = 0; length === 'idle' && busy() && round < 600; round += 1) stage.time.advance(1_000);
}

/** What the kinds of mutations are told. */
class Act {
  /** The requests of this turn that change something, as they came by. */
  sends = [];
  twin = false;
  turn = 0;
  mark = '';
  random;
  world;
  node;
  #story;
  #made = 0;
  #vmid = 1_000;
  #kept = new Map();
  #waiting = [];

  constructor(chance, story) {
    this.random = chance;
    this.#story = story;
  }

  begin(turn, { world, host }) {
    this.sends = [];
    this.#waiting = [];
    this.turn = turn;
    this.world = world;
    this.node = host.node;
    this.mark = `mark-${this.#story.number}-${turn}`;
  }

  sent({ method, target, body }) {
    this.sends.push({ method, path: target.split('?')[0], body });
    for (const look of this.#waiting) look();
  }

  /** Resolves once so many requests have come by. */
  untilSent(count) {
    return new Promise((resolve) => {
      const look = () => this.sends.length >= count && resolve();
      this.#waiting.push(look);
      look();
    });
  }

  /** A mutation that fits the host as it is. */
  choose(wanted) {
    const names = this.#story.mode === 'inPlace' ? Object.keys(kinds) : findable;
    for (;;) {
      const name = wanted ?? this.random.pick(names);
      const call = kinds[name](this);
      if (call !== undefined && call !== '') return { name, call };
    }
  }

  /** A name that nothing else has. */
  name() {
    this.#made += 1;
    return `c${this.#story.number}x${this.#made}`;
  }

  isOwn(id) {
    return /^c\d+x/.test(id);
  }

  vmid() {
    this.#vmid += 1;
    return this.#vmid;
  }

  keep(kind, name) {
    this.#kept.set(kind, [...this.kept(kind), name]);
    return name;
  }

  /** What was not asked for yet, under this name: the next of a list. */
  next(what, list) {
    const count = this.kept(what).length;
    this.keep(what, count);
    return list[count];
  }

  kept(kind) {
    return this.#kept.get(kind) ?? [];
  }

  backups() {
    return [...this.world.storages.get('local').volumes.values()]
      .filter(({ content, volname }) => content === 'backup' && /vzdump-lxc/.test(volname))
      .map(({ volname }) => `local:${volname}`);
  }
}
