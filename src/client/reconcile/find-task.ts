import type { Intent } from '../../core/intent.js';
import type { CallOptions } from '../../core/op.js';
import { parseUpid, type Upid } from '../../core/upid.js';
import { type ExpectedTask, expectedTask } from '../../core/worker-types.js';
import { tasks as table } from '../resources/tasks.js';
import type { Sender } from '../send.js';
import type { Moment } from './moment.js';

/** What the tasks of a node say about a call. */
export type TaskFinding =
  /** One task, and only this call can have started it. */
  | { found: 'one'; upid: Upid; evidence: string }
  /** No task that could be it. */
  | { found: 'none' }
  /** Something that may be it, or may not. */
  | { found: 'doubtful'; why: string };

/** A call without an answer may still get its task for so long. */
const openFor = 180_000;
/** More tasks of one kind and guest than this since the call was sent are not looked through. */
const most = 500;

/** Looks once for the task that a call started. */
export async function findTask(
  intent: Intent,
  task: ExpectedTask,
  moment: Moment,
  sender: Sender,
  options: CallOptions,
): Promise<TaskFinding> {
  const rows = await listed(intent, task, moment, sender, options);
  const others = new Set<string>([...(intent.others ?? []), ...sender.ledger.others(intent)]);
  const own = rows.filter((upid) => isOwn(upid, intent, task) && !others.has(upid));
  const young = own.filter((upid) => endOfSecond(upid) > moment.earliest);
  const [first] = young;
  if (first === undefined) {
    const [old] = own;
    if (old === undefined) return { found: 'none' };
    const why = `task ${old} seems to have started before the call was sent, but the clocks do not tell for sure`;
    return { found: 'doubtful', why };
  }
  const chosen = await choose(young, intent, task, sender, options);
  if (typeof chosen !== 'string') return chosen;
  const rival = rivalOf(chosen, intent, sender, moment);
  if (rival !== undefined) return { found: 'doubtful', why: rival };
  // Where the clocks differ by who knows how much, a task that is a little too old may be the previous one.
  const unsure = moment.latest - moment.earliest > 3_000 && endOfSecond(chosen) <= moment.latest;
  if (unsure)
    return {
      found: 'doubtful',
      why: `task ${chosen} may have started before the call was sent: a clock was set`,
    };
  const { type, id } = parseUpid(chosen);
  const about = id === '' ? '' : ` of ${id}`;
  const evidence = `${intent.identity} started one ${type}${about} on ${task.node} since the call was sent: ${chosen}`;
  return { found: 'one', upid: chosen, evidence };
}

function isOwn(upid: Upid, { identity }: Intent, task: ExpectedTask): boolean {
  const { type, id, user } = parseUpid(upid);
  return user === identity && task.types.includes(type) && task.isAbout(id);
}

/** Start times are whole seconds, cut off: it started before this. */
function endOfSecond(upid: string): number {
  return (parseUpid(upid).starttime + 1) * 1000;
}

async function listed(
  { identity }: Intent,
  task: ExpectedTask,
  moment: Moment,
  sender: Sender,
  options: CallOptions,
): Promise<Upid[]> {
  const since = Math.max(0, Math.floor((moment.earliest - moment.doubt) / 1000));
  const [type] = task.types.length === 1 ? task.types : [];
  const { data } = await sender.counted(
    table.list,
    {
      node: task.node,
      source: 'all',
      since,
      limit: most,
      // It is looked for in `user@realm!token`, and of a finished task a release may have only the user.
      userfilter: identity.split('!')[0] ?? identity,
      ...(type === undefined ? {} : { typefilter: type }),
      ...(task.vmid === undefined || type === 'vzdump' ? {} : { vmid: Number(task.vmid) }),
    },
    options,
  );
  // A task that ends while the list is made can be in it twice.
  return [...new Set(data.map(({ upid }) => upid as Upid))].filter(
    (upid) => endOfSecond(upid) > since * 1000,
  );
}

/** The one task of several that is the call's, by what its log says; else why it is not known. */
async function choose(
  tasks: readonly Upid[],
  intent: Intent,
  task: ExpectedTask,
  sender: Sender,
  options: CallOptions,
): Promise<Upid | TaskFinding> {
  const [only] = tasks;
  const { logShows } = task;
  const clear = tasks.length === 1 && only !== undefined;
  if (clear && (logShows === undefined || parseUpid(only).id !== '')) return only;
  if (logShows === undefined) return several(tasks);
  const judged = await Promise.all(
    tasks.map(async (upid) => {
      const params = { node: task.node, upid, start: 0, limit: 50 };
      const { data } = await sender.counted(table.log, params, options);
      return {
        upid,
        shows: logShows(
          data.map(({ t }) => t),
          intent.marker,
        ),
      };
    }),
  );
  const shown = judged.filter(({ shows }) => shows === true).map(({ upid }) => upid);
  const open = judged.filter(({ shows }) => shows === undefined).map(({ upid }) => upid);
  const [one] = shown;
  if (one !== undefined && shown.length === 1) return one;
  if (shown.length > 1) return several(shown);
  if (open.length === 0) return { found: 'none' };
  return clear ? only : several(open);
}

function several(tasks: readonly Upid[]): TaskFinding {
  return { found: 'doubtful', why: `${tasks.length} tasks could be it: ${tasks.join(', ')}` };
}

/** Why a task may be that of another call, whose answer is missing as well. */
function rivalOf(upid: Upid, intent: Intent, sender: Sender, moment: Moment): string | undefined {
  const lead = moment.earliest - intent.since;
  const rivals = sender.ledger.openBeside(intent).filter(({ intent: other }) => {
    const task = expectedTask(other.route, other.params);
    if (task === undefined || other.identity !== intent.identity) return false;
    const started = endOfSecond(upid) - (other.since + lead);
    const { node, type, id } = parseUpid(upid);
    const fits = task.node === node && task.types.includes(type) && task.isAbout(id);
    return fits && started > 0 && started < openFor;
  });
  if (rivals.length === 0) return undefined;
  const what = rivals.length === 1 ? 'another call' : `${rivals.length} other calls`;
  return `task ${upid} may be that of ${what} of this client without an answer`;
}
