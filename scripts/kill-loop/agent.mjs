// An agent as a program of its own: the daemon as it is, with actions whose effects can be counted, and a heart that beats faster.
// Its settings are in FELHOM_KILL_LOOP, as JSON. With `sync` it kills itself right before or right after one of its syncs.
import { appendFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from '../recordings.mjs';
import { killActions } from './actions.mjs';

const settings = JSON.parse(process.env.FELHOM_KILL_LOOP);
const { folder, state, effects, client: clientOptions, node, machine, faster, sync, week } = settings;

if (sync !== undefined) await dieAtSync(sync);
const daemon = (name) => load(`agent/daemon/${name}.js`);
const [{ runDaemon }, { BeatSchedule }, { HttpsLink }, { openIdentity }] = await Promise.all(
  ['daemon', 'beat-schedule', 'https-link', 'identity'].map(daemon),
);
const [{ machineFacts, cloneSigns }, { loadPolicy }, { bindAction }, actionParts, { openLog }] =
  await Promise.all(['machine', 'policy/load', 'actions/registry', 'actions/action', 'pino-log'].map(daemon));
const [{ Client }, { Privileged, RecordingRunner }] = await Promise.all(
  ['index.js', 'privileged/index.js'].map((path) => load(path)),
);

/** What is half a minute for an agent is a moment here. */
class Faster extends BeatSchedule {
  first() {
    return super.first() / faster;
  }
  answered(wished) {
    return super.answered(wished) / faster;
  }
  failed() {
    return super.failed() / faster;
  }
}

const own = killActions(actionParts, effects);
const bind = (name, version, params) => {
  const action = own.get(name);
  if (action === undefined) return bindAction(name, version, params);
  const checked = action.params.safeParse(params);
  if (checked.success) return { action, params: checked.data, steps: undefined };
  return { reason: 'bad-params', detail: 'they do not fit', error: checked.error };
};
const mask = (text) => text;
const log = openLog({ stream: { write: (text) => appendFileSync(join(folder, 'log'), text) }, mask });
const client = new Client({ ...clientOptions, reconcile: true });
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const identity = await openIdentity(state);
const facts = await machineFacts(identity.identity.machine.node, machine);
process.stdout.write('ready\n');
await runDaemon(
  {
    folder: state,
    own: identity,
    bootId: facts.bootId,
    cloneSigns: cloneSigns(identity.identity.machine, facts),
    link: new HttpsLink(identity, { connect: 3_000, headers: 3_000, body: 3_000, all: 5_000 }),
    place: { client, privileged: new Privileged({ runner: new RecordingRunner() }), node },
    policy: () => loadPolicy(join(folder, 'policy.json'), [0, process.getuid()]),
    log,
    mask,
    version: '0.0.0',
    schedule: new Faster(),
    ...(week === undefined ? {} : { clocks: clocksOf(week) }),
    bind,
    grace: 5_000,
  },
  stop.signal,
);
await client.close();
log.close();

/** Clocks that run faster: both by the same, from the same moment on as the hub's. */
function clocksOf({ since, speed }) {
  const wall = () => since + (Date.now() - since) * speed;
  return { wall, monotonic: wall };
}

/** Every sync of a file goes through here, and the one that counts is the last thing that this process does. */
async function dieAtSync({ count, after }) {
  const file = await open('/dev/null');
  const prototype = Object.getPrototypeOf(file);
  await file.close();
  let seen = 0;
  for (const name of ['datasync', 'sync']) {
    const real = prototype[name];
    prototype[name] = async function () {
      seen += 1;
      const last = seen === count;
      if (last && !after) process.kill(process.pid, 'SIGKILL');
      await real.call(this);
      if (last) process.kill(process.pid, 'SIGKILL');
    };
  }
}
