import type { Caller } from '../acl.js';
import { fail, forbidden, invalid, notModelled } from '../errors.js';
import { plainFields } from '../plain-fields.js';
import type { Context, Route } from '../route.js';
import type { Fields } from '../schema.js';
import { type Sections, sectionRow, sectionsDigest } from '../sections.js';
import { homeOf, nodeNamed, type World } from '../world.js';

const changes: Fields = plainFields('comment disable:b rate:n remove_job=local|full schedule source');

export const replicationRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/replication',
    permission: 'everyone',
    handler: (context) => visible(context),
  },
  {
    route: 'POST /cluster/replication',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const vmid = guestOf(params.text('id'));
      needReplicate(caller, vmid);
      const home = homeOf(world, vmid);
      if (home === undefined) throw fail(`Guest '${vmid}' does not exist.`);
      const target = params.text('target');
      if (target === home.node.name) throw fail('Source and target must not be identical');
      if (nodeNamed(world, target) === undefined) throw fail(`Target '${target}' does not exist.`);
      throw notModelled('replication to another node');
    },
  },
  {
    route: 'GET /cluster/replication/{id}',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const name = params.text('id');
      caller.need(`/vms/${guestOf(name)}`, 'VM.Audit');
      const job = jobsOf(world).get(name);
      if (job === undefined) throw fail(`no such replication job '${name}'`);
      return { id: name, ...sectionRow(changes, job), digest: sectionsDigest(jobsOf(world)) };
    },
  },
  {
    route: 'PUT /cluster/replication/{id}',
    permission: 'everyone',
    protected: true,
    handler: missingJob,
  },
  {
    route: 'DELETE /cluster/replication/{id}',
    permission: 'everyone',
    protected: true,
    handler: (context) => {
      if (context.params.flag('keep') && context.params.flag('force'))
        throw invalid({ keep: "conflicts with parameter 'force'" });
      return missingJob(context);
    },
  },
  {
    route: 'GET /nodes/{node}/replication',
    permission: 'everyone',
    protected: true,
    handler: (context) => visible(context),
  },
  ...(['', '/status', '/log', '/schedule_now'] as const).map(
    (rest): Route => ({
      route: `${rest === '/schedule_now' ? 'POST' : 'GET'} /nodes/{node}/replication/{id}${rest}`,
      permission: 'everyone',
      ...(rest === '' ? {} : { protected: true }),
      handler: ({ caller, params }) => {
        if (rest === '') return ['schedule_now', 'log', 'status'].map((name) => ({ name }));
        const name = params.text('id');
        if (rest === '/schedule_now') needReplicate(caller, guestOf(name));
        else if (!caller.has(`/vms/${guestOf(name)}`, 'VM.Audit')) throw forbidden();
        throw fail(rest === '/schedule_now' ? `no such job '${name}'` : `no such replication job '${name}'`);
      },
    }),
  ),
];

function jobsOf(world: World): Sections {
  return world.datacenter.sections.of('replication');
}

function guestOf(name: string): number {
  return Number(name.split('-')[0]);
}

function needReplicate(caller: Caller, vmid: number): void {
  caller.need(`/vms/${vmid}`, 'VM.Replicate');
}

function visible({ world, caller }: Context): object[] {
  return [...jobsOf(world)]
    .filter(([name]) => caller.has(`/vms/${guestOf(name)}`, 'VM.Audit'))
    .map(([name, job]) => ({ id: name, ...sectionRow(changes, job) }));
}

function missingJob({ caller, params }: Context): never {
  const name = params.text('id');
  needReplicate(caller, guestOf(name));
  throw fail(`no such job '${name}'`);
}
