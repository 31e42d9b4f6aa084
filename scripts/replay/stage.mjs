import { clean } from './clean.mjs';
import {
  aclRows,
  removeOtherTokens,
  sameRows,
  stageNamed,
  stagePermissions,
  stagePools,
  stageToken,
} from './stage-accounts.mjs';
import { stageGuest, stageNextId } from './stage-guests.mjs';
import { removeOtherVolumes, stageStorage, stageVolume } from './stage-storages.mjs';

// Sets the simulated host up as an answer says that the real one was: only where it is otherwise.

/**
 * @param {{ world: any, arrange: (world: any, spec: object) => void, api: (method: string, path: string, params?: object) => Promise<any> }} host
 * @param {import('./evidence.mjs').Evidence} evidence
 * @param {{ configAhead(vmid: number): Record<string, unknown> | undefined, mayHaveChanged(vmid: number): boolean,
 *   task(upid: string): { status?: any, log?: { t: string }[] } | undefined }} story
 * @returns {Promise<string[]>} What had to be changed.
 */
export async function stage(host, evidence, story) {
  const { world } = host;
  const changes = [];
  const change = (what, spec) => {
    changes.push(what);
    host.arrange(world, spec);
  };
  for (const [id, facts] of evidence.storages) stageStorage(world, id, facts, change);
  for (const [vmid, facts] of evidence.guests) stageGuest(world, vmid, facts, story, change);
  for (const [kind, vmids] of Object.entries(evidence.onlyOf ?? {}))
    for (const guest of [...world.guests.values()])
      if (guest.kind === kind && !vmids.includes(guest.vmid))
        change(`guest ${guest.vmid} goes`, { guests: { [guest.vmid]: null } });
  if (evidence.nextId !== undefined) stageNextId(world, evidence.nextId, change);
  for (const [volid, facts] of evidence.volumes) stageVolume(world, volid, facts, story, change);
  for (const [key, volids] of evidence.onlyVolumes) removeOtherVolumes(world, key, volids, change);
  stageNamed(world.accounts.users, 'users', evidence.users, evidence.onlyUsers, change);
  stageNamed(world.accounts.groups, 'groups', evidence.groups, evidence.onlyGroups, change);
  stagePools(world, evidence, change);
  for (const [id, facts] of evidence.tokens) stageToken(world, id, facts, change);
  if (evidence.onlyTokens !== undefined) removeOtherTokens(world, evidence.onlyTokens, change);
  if (evidence.acl !== undefined && !sameRows(evidence.acl, aclRows(world)))
    change('the access control list', {
      acl: evidence.acl.map((row) => ({ ...row, propagate: row.propagate === 1 })),
    });
  if (evidence.permissions !== undefined) stagePermissions(world, evidence.permissions, change);
  for (const [upid] of evidence.tasks) stageTask(world, upid, story, change);
  stageJobs(world, evidence, changes);
  await stageHa(host, evidence, changes);
  return changes;
}

function stageTask(world, upid, story, change) {
  if (world.tasks.find(upid) !== undefined) return;
  const { status, log = [] } = story.task(upid) ?? {};
  const lines = Array.from(
    { length: log.at(-1)?.n ?? 0 },
    (_, index) => log.find((line) => line.n === index + 1)?.t ?? '',
  );
  // What only says that there is nothing to see is the simulator's to say.
  const shown = lines.filter(
    (line) => !/^(?:no content|unable to open file|TASK (?:OK|ERROR|WARNINGS))/.test(line),
  );
  change(`task ${upid}`, {
    tasks: [clean({ upid, exitstatus: status?.exitstatus ?? endOf(lines), log: shown })],
  });
}

function endOf(lines) {
  const last = lines.at(-1) ?? '';
  return /^TASK ERROR: (.*)/.exec(last)?.[1] ?? /^TASK (WARNINGS: \d+)/.exec(last)?.[1] ?? 'OK';
}

function stageJobs(world, evidence, changes) {
  const { backups } = world.datacenter;
  for (const [id, facts] of evidence.jobs) {
    if (facts === null ? !backups.has(id) : backups.has(id)) continue;
    changes.push(`backup job ${id}`);
    if (facts === null) backups.delete(id);
    else
      backups.set(
        id,
        new Map(
          Object.entries({
            schedule: 'daily',
            storage: 'local',
            vmid: '100',
            enabled: '1',
            type: 'vzdump',
            ...withoutOwn(facts),
          }).map(([key, value]) => [key, String(value)]),
        ),
      );
  }
  for (const id of [...backups.keys()])
    if (evidence.onlyJobs !== undefined && !evidence.onlyJobs.includes(id)) {
      changes.push(`backup job ${id} goes`);
      backups.delete(id);
    }
}

function withoutOwn({ id: _, 'next-run': __, digest: ___, ...rest }) {
  return rest;
}

async function stageHa(host, evidence, changes) {
  if (
    evidence.ha.size === 0 &&
    evidence.onlyHa === undefined &&
    ![...evidence.guests.values()].some((facts) => facts.ha === true)
  )
    return;
  const have = (await host.api('GET', '/cluster/ha/resources'))?.map((row) => row.sid);
  if (have === undefined) return;
  const wanted = new Map(evidence.ha);
  for (const [vmid, facts] of evidence.guests)
    if (facts.ha) wanted.set(`${facts.kind === 'lxc' ? 'ct' : 'vm'}:${vmid}`, {});
  for (const sid of have)
    if (evidence.onlyHa !== undefined && !evidence.onlyHa.includes(sid)) wanted.set(sid, null);
  for (const [sid, facts] of wanted) {
    if ((facts === null) !== have.includes(sid)) continue;
    changes.push(`HA resource ${sid}`);
    await (facts === null
      ? host.api('DELETE', `/cluster/ha/resources/${sid}`)
      : host.api('POST', '/cluster/ha/resources', { sid }));
  }
}
