import { isUpid, parseUpid } from '../../core/upid.js';
import { type Caller, splitAuthId } from '../acl.js';
import { invalid } from '../errors.js';
import { type Context, Counted, type Route } from '../route.js';
import type { Params } from '../schema.js';
import type { Task } from '../tasks.js';
import type { World } from '../world.js';

/** The task list, and single tasks: status, log, stop. */

export const taskRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/tasks',
    permission: 'everyone',
    handler: listTasks,
  },
  {
    route: 'GET /nodes/{node}/tasks/{upid}',
    permission: 'everyone',
    handler: () => [{ name: 'status' }, { name: 'log' }],
  },
  {
    route: 'DELETE /nodes/{node}/tasks/{upid}',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const task = visibleTask(world, caller, params, 'Sys.Modify');
      world.tasks.stop(task);
    },
  },
  {
    route: 'GET /nodes/{node}/tasks/{upid}/status',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const task = visibleTask(world, caller, params, 'Sys.Audit');
      return {
        ...identity(task),
        ...ownerFields(task),
        status: task.endtime === undefined ? 'running' : 'stopped',
        ...(task.exitstatus === undefined ? {} : { exitstatus: task.exitstatus }),
      };
    },
  },
  {
    route: 'GET /nodes/{node}/tasks/{upid}/log',
    permission: 'everyone',
    protected: true,
    handler: readLog,
  },
];

/** A token sees only its own tasks, a user also those of its tokens; everything else needs a right on the node. */
function mayTouch(caller: Caller, owner: string): boolean {
  return owner === caller.authId || splitAuthId(owner).user === caller.authId;
}

function checkUpid(params: Params): string {
  const upid = params.text('upid');
  if (!isUpid(upid)) throw invalid({ upid: `unable to parse worker upid '${upid}'` });
  return upid;
}

function visibleTask(world: World, caller: Caller, params: Params, privilege: string): Task {
  const task = world.tasks.find(checkUpid(params));
  if (task === undefined) throw invalid({ upid: 'no such task' });
  if (!mayTouch(caller, task.owner)) caller.need(`/nodes/${world.node.name}`, privilege);
  return task;
}

function listTasks({ world, caller, params }: Context): unknown {
  const source = params.maybe('source') ?? 'archive';
  const seesAll = caller.has(`/nodes/${world.node.name}`, 'Sys.Audit');
  const rows = [
    ...(source === 'archive' ? [] : world.tasks.running),
    ...(source === 'active' ? [] : world.tasks.finished),
  ].filter((task) => (seesAll || mayTouch(caller, task.owner)) && isWanted(task, params));
  const start = params.maybeInt('start') ?? 0;
  const limit = params.maybeInt('limit') ?? 50;
  return new Counted(rows.slice(start, start + limit).map(listRow), rows.length);
}

function isWanted(task: Task, params: Params): boolean {
  const vmid = params.maybe('vmid');
  const type = params.maybe('typefilter');
  const user = params.maybe('userfilter');
  const since = params.maybeInt('since');
  const until = params.maybeInt('until');
  const statuses = params.list('statusfilter').map((status) => status.toLowerCase());
  return (
    (vmid === undefined || task.id === String(Number(vmid))) &&
    (type === undefined || task.type === type) &&
    (user === undefined || task.owner.toLowerCase().includes(user.toLowerCase())) &&
    (since === undefined || task.starttime >= since) &&
    (until === undefined || task.starttime <= until) &&
    (statuses.length === 0 || statuses.includes(statusType(task))) &&
    (!params.flag('errors') || ['error', 'unknown'].includes(statusType(task)))
  );
}

function statusType(task: Task): 'ok' | 'warning' | 'error' | 'unknown' {
  const status = task.exitstatus;
  if (status === undefined || status === 'unexpected status') return 'unknown';
  if (status === 'OK') return 'ok';
  return /^WARNINGS: \d+$/.test(status) ? 'warning' : 'error';
}

/** A running task still has its owner in one piece. */
function listRow(task: Task): object {
  if (task.endtime === undefined) return { ...identity(task), user: task.owner, status: 'RUNNING' };
  return { ...identity(task), ...ownerFields(task), status: task.exitstatus, endtime: task.endtime };
}

export function identity(task: Task): object {
  const { upid, node, pid, pstart, starttime, type, id } = task;
  return { upid, node, pid, pstart, starttime, type, id };
}

export function ownerFields(task: Task): object {
  const { user, token } = splitAuthId(task.owner);
  return { user, ...(token === undefined ? {} : { tokenid: token }) };
}

function readLog({ world, caller, params }: Context): unknown {
  const upid = checkUpid(params);
  // Whether there is such a log shows only to those who may see it.
  if (!mayTouch(caller, parseUpid(upid).user)) caller.need(`/nodes/${world.node.name}`, 'Sys.Audit');
  const lines = world.tasks.find(upid)?.lines ?? ['unable to open file - No such file or directory'];
  if (lines.length === 0) return new Counted([{ n: 1, t: 'no content' }], 1);
  const start = params.maybeInt('start') ?? 0;
  const limit = params.maybeInt('limit') ?? 50;
  const end = limit === 0 ? lines.length : start + limit;
  return new Counted(
    lines.slice(start, end).map((text, index) => ({ n: start + index + 1, t: text })),
    lines.length,
  );
}
