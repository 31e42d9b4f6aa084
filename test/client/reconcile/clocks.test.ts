import { type Client, type ClientOptions, fetchTransport, type Transport } from '@felhom/proxmox';
import { beforeEach, describe, expect, it } from 'vitest';
import { LossyHost, lost } from '../../support/reconcile.js';

let lossy: LossyHost;
let node: string;
beforeEach(() => {
  lossy = new LossyHost();
  node = lossy.node;
});

/** A client whose clock is ahead of the host's (or behind). */
function skewed(ms: number, options: Partial<ClientOptions> = {}): Client {
  const clock = { now: () => lossy.host.now + ms, sleep: lossy.clock.sleep.bind(lossy.clock) };
  return lossy.as('full', { clock, ...options });
}

async function run(client: Client): Promise<void> {
  await client.tasks.wait(await client.lxc.start({ node, vmid: 101 }));
  await client.tasks.wait(await client.lxc.stop({ node, vmid: 101 }));
}

/** Without Sys.Audit on the node, its clock may not be asked for. */
function mayNotAskTheTime(): void {
  lossy.host.faults.add({
    on: 'GET /nodes/{node}/time',
    fault: { kind: 'status', status: 403, when: 'before' },
  });
}

const hour = 3_600_000;

describe.each([0, hour, -hour, 400])('a clock that differs by %i ms from the host’s', (skew) => {
  describe.each([
    ['that tells its time', () => {}],
    ['that does not', mayNotAskTheTime],
  ] as const)('on a node %s', (_what, arrange) => {
    it.each([
      ['after other answers', true],
      ['in the first call of all', false],
    ] as const)('does not hide the task, %s', async (_when, answered) => {
      arrange();
      const client = skewed(skew);
      if (answered) await client.version();
      const error = await lossy.lose(lost.dropped, () => client.lxc.start({ node, vmid: 101 }));
      expect(await client.reconcile(error)).toMatchObject({ outcome: 'happened' });
    });

    it('does not make an older task the call’s', async () => {
      arrange();
      // Another process with the same token: this client knows nothing of its tasks.
      await run(lossy.as('full'));
      const client = skewed(skew);
      lossy.host.advance(10_000);
      await client.version();
      const error = await lossy.lose(lost.droppedBefore, () => client.lxc.start({ node, vmid: 101 }));
      expect(await client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
    });
  });

  it('does not make one of the last seconds the call’s, but leaves it open', async () => {
    await lossy.as('full').lxc.start({ node, vmid: 101 });
    lossy.host.advance(3_000);
    const client = skewed(skew);
    await client.version();
    const error = await lossy.lose(lost.droppedBefore, () => client.lxc.start({ node, vmid: 101 }));
    expect((await client.reconcile(error)).outcome).toBe('cannot-tell');
  });
});

it('a clock of the host that was set after the call does not hide its task', async () => {
  for (const by of ['2h', -7_200_000] as const) {
    lossy = new LossyHost();
    await lossy.client.version();
    const error = await lossy.lose(lost.happened, () =>
      lossy.client.lxc.start({ node: lossy.node, vmid: 101 }),
    );
    lossy.host.conditions.clockJump(by);
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'happened' });
  }
});

it('a clock of the host that was set between the last answer and the call leaves it open which task is which', async () => {
  await lossy.client.version();
  lossy.host.advance(10 * 60_000);
  lossy.host.conditions.clockJump(-15 * 60_000);
  const error = await lossy.lose(lost.dropped, () => lossy.client.lxc.start({ node, vmid: 101 }));
  expect(await lossy.client.reconcile(error)).toMatchObject({
    outcome: 'cannot-tell',
    why: expect.stringContaining('a clock was set'),
  });
});

describe('a node whose clock is not that of the one that answers at the URL', () => {
  /** Answers go through a node that is an hour ahead. */
  const through = (): Client => {
    const inner = fetchTransport(lossy.host.fetch);
    const transport: Transport = async (request) => {
      const answer = await inner(request);
      const date = new Date(Date.parse(answer.headers['date'] ?? '') + hour).toUTCString();
      return { ...answer, headers: { ...answer.headers, date } };
    };
    return lossy.as('full', { transport });
  };

  it.each([lost.happened, lost.dropped])('does not hide the task (%o)', async (fault) => {
    const client = through();
    await client.version();
    const error = await lossy.lose(fault, () => client.lxc.start({ node, vmid: 101 }));
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'happened' });
  });
});

it('a task of another service is not the call’s', async () => {
  const error = await lossy.lose(lost.did_not, () =>
    lossy.client.nodes.services.restart({ node, service: 'cron' }),
  );
  await lossy.as('full').nodes.services.restart({ node, service: 'sshd' });
  expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
});

describe('in a cluster', () => {
  it('the task is looked for on the node that runs it', async () => {
    lossy = new LossyHost({ nodes: 3 });
    const other =
      (await lossy.client.nodes.list()).map((row) => row.node).find((name) => name !== lossy.node) ?? '';
    const [guest] = await lossy.client.lxc.list({ node: other });
    const call = () => lossy.client.lxc.stop({ node: other, vmid: guest?.vmid ?? 0 });
    const happened = await lossy.lose(lost.happened, call);
    const result = await lossy.client.reconcile(happened);
    expect(result).toMatchObject({ outcome: 'happened', upid: expect.stringContaining(`UPID:${other}:`) });
    const down = await lossy.lose(lost.did_not, () =>
      lossy.client.lxc.start({ node: other, vmid: guest?.vmid ?? 0 }),
    );
    lossy.host.conditions.nodeDown({ node: other });
    expect(await lossy.client.reconcile(down)).toMatchObject({ outcome: 'cannot-tell' });
  });
});

it('a user who logged in is known without a token', async () => {
  const client = lossy.with({ user: 'root@pam', password: lossy.host.logins.root.password });
  // The login is a POST, too.
  await client.version();
  const mine = await lossy.lose(lost.happened, () => client.lxc.start({ node, vmid: 101 }));
  expect(mine.intent.identity).toBe('root@pam');
  expect(await client.reconcile(mine)).toMatchObject({ outcome: 'happened' });
});
