import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ParamsError, type Verdict } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { judgeCall } from '~/client/rights/can.js';
import type { Params } from '~/core/codec.js';
import { type Permissions, rightsAt } from '~/core/rights.js';
import { routeOf } from '../support/route-of.js';

const folder = fileURLToPath(new URL('../fixtures/recorded', import.meta.url));

interface Recording {
  seq: number;
  name: string;
  request: { method: string; path: string; query?: Params; body?: Params; json_body?: Params; as?: string };
  response: { status: number; reason: string; body?: { data?: unknown } };
}

const recordings = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl'))
  .flatMap((file) => readFileSync(`${folder}/${file}`, 'utf8').trim().split('\n'))
  .map((line): Recording => JSON.parse(line))
  .filter(({ request, response }) => request.path !== undefined && response.status !== undefined)
  .sort((a, b) => a.seq - b.seq);

/** What the host itself said that each caller may. */
function permissionsOf(identity: string): Permissions {
  if (identity === 'root@pam' || identity === 'noacl@pve!tt') return {};
  const found = recordings.find(
    ({ request, response }) =>
      request.path === '/api2/json/access/permissions' &&
      request.as === identity &&
      request.query === undefined &&
      response.status === 200,
  );
  if (found === undefined) throw new Error(`no permissions of ${identity}`);
  return found.response.body?.data as Permissions;
}

const identities: Readonly<Record<string, string>> = {
  'root@pam!root': 'root@pam!root',
  'root@pam ticket': 'root@pam',
  'agent@pve!selftest': 'agent@pve!selftest',
  'agent@pve!sep': 'agent@pve!sep',
  'audit@pve!ro': 'audit@pve!ro',
  'noacl@pve!tt': 'noacl@pve!tt',
};

/** Between these recordings somebody had more than the list of permissions above says: an entry was tried out. */
const changed = (seq: number, as: string) => as.startsWith('agent@pve') && seq > 836 && seq < 861;

interface Judged {
  name: string;
  status: number;
  reason: string;
  /** Undefined for a request that this package would not send. */
  verdict: Verdict | undefined;
}

async function judgeAll(): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { seq, name, request, response } of recordings) {
    const identity = identities[request.as ?? ''];
    const found = routeOf(request.method, request.path);
    if (identity === undefined || found === undefined || changed(seq, identity)) continue;
    const permissions = permissionsOf(identity);
    const params = { ...request.query, ...request.body, ...request.json_body, ...found.params };
    const ask = async (path: string) =>
      Object.fromEntries([...rightsAt(permissions, path)].map((privilege) => [privilege, true]));
    const verdict = await judgeCall(
      found.route,
      params,
      { identity, version: '9.2.11', permissions },
      ask,
    ).catch((error: unknown) => {
      if (!(error instanceof ParamsError)) throw error;
      return undefined;
    });
    judged.push({ name, ...response, verdict });
  }
  return judged;
}

/** Refused with a 403 although the rights are there. */
const notAboutRights: Readonly<Record<string, string>> = {
  lxc_create_unknown_pool: 'the pool does not exist, which is no question of rights; the notes say so',
};

/** Let through with a 200 although rights are missing. */
const refusedInTheTask: Readonly<Record<string, string>> = {
  restore_privileged_by_agent: 'the right to make a privileged container is asked for by the task',
};

/** A 403 that permissions alone do not foretell: the flags that are set now count, and whether it is privileged. */
const dependsOnTheContainer = [
  'agent_put_nesting_keyctl_unpriv',
  'agent_put_fuse_unpriv',
  'agent_put_mknod',
  'agent_put_force_rw_sys',
  'root_token_put_keyctl_unpriv',
  'root_token_put_fuse',
  'agent_put_nesting_priv',
  'root_token_put_keyctl_priv',
  'root_token_put_nesting_priv',
  'root_token_put_mount_priv',
  'agent_put_features_drop_keyctl',
  'agent_delete_features_with_keyctl',
];

describe('what a real host refused and let through', async () => {
  const judged = await judgeAll();
  const names = (some: readonly Judged[]) => some.map(({ name }) => name);

  it('is judged, nearly all of it', () => {
    expect(judged.length).toBeGreaterThan(700);
    expect(judged.filter(({ status }) => status === 403).length).toBeGreaterThanOrEqual(70);
  });

  it('a refusal is never taken for allowed', () => {
    const wrong = judged.filter(({ status, verdict }) => status === 403 && verdict?.allowed === true);
    expect(names(wrong)).toEqual(Object.keys(notAboutRights));
    expect(JSON.stringify(wrong[0]?.verdict)).toContain('pool');
  });

  it('a refusal is foretold, but where it depends on the container', () => {
    const unsure = judged.filter(({ status, verdict }) => status === 403 && verdict?.allowed === 'unknown');
    expect(names(unsure)).toEqual(dependsOnTheContainer);
  });

  it('what was let through is never taken for refused', () => {
    const wrong = judged.filter(({ status, verdict }) => status === 200 && verdict?.allowed === false);
    expect(names(wrong)).toEqual(Object.keys(refusedInTheTask));
    for (const { name } of wrong) {
      const task = recordings.find((recording) => recording.name === `${name}__task_status`);
      expect(JSON.stringify(task?.response.body)).toContain('Permission check failed (/, Sys.Modify)');
    }
  });

  it('what was let through is mostly known to be', () => {
    const through = judged.filter(({ status }) => status === 200);
    const sure = through.filter(({ verdict }) => verdict?.allowed === true);
    expect(sure.length / through.length).toBeGreaterThan(0.97);
  });

  it('names the path and the privileges that the host named', () => {
    let compared = 0;
    for (const { name, reason, verdict } of judged) {
      const [, path, list = ''] = /^Permission check failed \((\/[^,]*), ([\w.|]+)\)$/.exec(reason) ?? [];
      if (path === undefined || verdict?.allowed !== false || verdict.reason !== 'privileges') continue;
      const there = verdict.missing.filter((missing) => missing.path === path);
      const named = there.flatMap(({ privileges }) => privileges);
      expect(named, name).toEqual(expect.arrayContaining(list.split('|')));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(35);
  });

  it('what only root@pam may is told apart from missing privileges', () => {
    const ownWords = judged.filter(({ reason }) => /only allowed for root@pam|user != root@pam/.test(reason));
    const told = ownWords.filter(({ name }) => !dependsOnTheContainer.includes(name));
    expect(told.length).toBeGreaterThan(10);
    for (const { name, verdict } of told) expect(verdict, name).toMatchObject({ reason: 'root-only' });
    const ticket = judged.find(({ reason }) => reason.includes('need proper ticket'));
    expect(ticket?.verdict).toEqual({ allowed: false, reason: 'ticket-only' });
  });
});
