import { Client, fetchTransport } from '@felhom/proxmox';
import { type Command, Privileged, RecordingRunner } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Action, type ActionContext, plain } from '~/agent/daemon/actions/action.js';
import { type AnyAction, type Bind, binderOf } from '~/agent/daemon/actions/bind.js';
import { actions, bindAction } from '~/agent/daemon/actions/registry.js';
import { templateRunWith } from '~/agent/daemon/actions/templates.js';
import { processCommand } from '~/privileged/command.js';
import { siteOf } from '~/privileged/site.js';
import { samplesFor } from '../../../../scripts/fence/samples.mjs';
import { TemplateFolder } from '../../../privileged/support/templates.js';
import { actionSamples } from '../support/action-samples.js';
import { hostileSets, token } from '../support/hostile.js';

// A hostile set of parameters may end in two ways. It is refused, and nothing is asked and nothing is run. Or its text stands where a text for people
// may be: then all that is asked and run is what a good set asks and runs, but for that one value, whole and in its place.

/** Requests and commands, each as data in which every value stands by itself. */
let seen: string[][];
let host: SimulatedHost;
let folder: TemplateFolder;
let context: ActionContext;
let samples: ReturnType<typeof actionSamples>;

beforeAll(async () => {
  host = new SimulatedHost({ speed: 10_000 });
  folder = new TemplateFolder();
  folder.write('restart-stack', {
    argv: ['/usr/local/sbin/stack', { slot: 'vmid' }, { slot: 'how', prefix: '--how=' }, { slot: 'stack' }],
    slots: {
      vmid: { type: 'vmid' },
      how: { type: 'enum', values: ['gently', 'now'] },
      stack: { type: 'name', pattern: 'word' },
    },
  });
  const client = new Client({
    url: host.url,
    token: host.tokens.full,
    retries: 0,
    transport: fetchTransport(recordingFetch),
  });
  const { guests } = await client.guests.list();
  const idOf = (status: string) =>
    guests.find((guest) => guest.type === 'lxc' && guest.status === status && !guest.template)?.vmid ?? 0;
  samples = actionSamples(idOf('stopped'), idOf('running'));
  context = {
    client,
    privileged: new Privileged({ runner: recordingRunner(), ...folder.place }),
    node: host.node,
    id: 'test-command-1',
    signal: new AbortController().signal,
    started: async () => {},
    remember: async () => {},
  };
});
afterAll(async () => {
  await context.client.close();
  await host.close();
  folder[Symbol.dispose]();
});

/** Reads are answered by the simulated host. What would change it is written down, and refused there. */
const recordingFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname, searchParams } = new URL(request.url);
  const body = new URLSearchParams(await request.clone().text());
  const headers = [...request.headers].filter(([, value]) => value.includes(token)).flat();
  const pairs = [...searchParams, ...body].map(([key, value]) => `${key}=${value}`);
  seen?.push([
    'wire',
    request.method,
    ...pathname.split('/').map(decodeURIComponent),
    '?',
    ...pairs,
    ...headers,
  ]);
  return request.method === 'GET' ? host.fetch(request) : new Response('{"data":null}', { status: 500 });
};

/** Answers what reads as a host would on which each operation can be done. */
function recordingRunner(): RecordingRunner {
  const { operations } = samplesFor('/mnt');
  const all = ['lxc.createGolden', 'usb.mount', 'host.service', 'sensors.read', 'smart.read'];
  const answers = Object.assign({}, ...all.map((name) => operations[name]?.[0]?.answers));
  return new RecordingRunner({
    answer: (command) => {
      seen.push(wordsOf(command));
      const answer = answers[command.name];
      const said = typeof answer === 'function' ? answer(command, []) : answer;
      return typeof said === 'string' ? { stdout: said } : said;
    },
  });
}

const wordsOf = (command: Command): string[] =>
  command.kind === 'process'
    ? ['process', command.name, command.binary, ...command.argv]
    : ['files', command.name, ...command.files, JSON.stringify(command.params)];

/** All that is asked and run for these parameters; undefined where they are refused before that. */
async function reachOf(bind: Bind, name: string, params: unknown): Promise<string[][] | undefined> {
  const bound = bind(name, 1, params);
  if ('reason' in bound) return undefined;
  seen = [];
  const { action: each, params: checked } = bound;
  for (const part of [each.precheck, each.state, each.run])
    await Promise.resolve(part?.(context, checked)).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Error);
    });
  return seen;
}

/** How each hostile set ended, and those that got further than they may. */
async function trial(bind: Bind, name: string, count: number) {
  const good = samples[name] ?? {};
  const usual = new Set((await reachOf(bind, name, good))?.map((words) => JSON.stringify(words)));
  const report = { usual: usual.size, refused: 0, inert: 0, escaped: [] as string[] };
  for (const { params, text, what } of hostileSets(good, count)) {
    const reached = await reachOf(bind, name, params);
    if (reached === undefined) {
      report.refused += 1;
      continue;
    }
    const harmless = (words: readonly string[]): boolean => {
      const own = words.map((word) => (text === undefined ? word : word.replaceAll(text.given, text.good)));
      const isWord = words.every((word) => !word.includes(text?.given ?? token) || !word.startsWith('-'));
      return isWord && usual.has(JSON.stringify(own)) && !own.some((word) => word.includes(token));
    };
    const bad = reached.find((words) => !harmless(words));
    if (bad === undefined) report.inert += 1;
    else report.escaped.push(`${what}: ${JSON.stringify(bad).slice(0, 300)}`);
  }
  return report;
}

const registryWith = (...more: readonly unknown[]): Bind =>
  binderOf(
    new Map([...actions, ...more.map((each) => [(each as AnyAction).name, each as AnyAction] as const)]),
  );

describe('500 hostile sets of parameters', () => {
  it('are tried on every action', () => {
    expect(Object.keys(samples).sort()).toEqual([...actions.keys()].sort());
  });

  it.each([...actions.keys()].sort())(
    'of %s reach no process and no wire',
    async (name) => {
      const bind = name === 'template.run' ? registryWith(templateRunWith(folder.place)) : bindAction;
      const { usual, refused, inert, escaped } = await trial(bind, name, 500);
      expect(escaped).toEqual([]);
      expect(refused + inert).toBe(500);
      // What a good one asks and runs is what a hostile one is held against.
      expect(usual > 0).toBe(name !== 'echo');
      // Free text is for people alone.
      const isFree = ['echo', 'guest.backup', 'guest.snapshot', 'lxc.create_golden', 'plan.run'].includes(
        name,
      );
      if (!isFree) expect(refused).toBeGreaterThan(450);
    },
    120_000,
  );

  it('hold the changes of good ones in what they are held against', async () => {
    const changes = async (name: string) =>
      (await reachOf(bindAction, name, samples[name]))?.map((words) => words.slice(0, 2).join(' ')) ?? [];
    expect(await changes('guest.backup')).toContain('wire POST');
    expect(await changes('host.service')).toContain('process service.restart');
    expect(await changes('disk.usb.mount')).toContain('process mount.mount');
    expect(await changes('lxc.create_golden')).toContain('process pct.create');
    expect(await changes('host.log')).toContain('process journal.read');
  });
});

describe('the trial of hostile sets', () => {
  /** `host.log` as it is not, in one way. */
  const mutant = (more: Partial<Action<{ unit: string }>>): Bind =>
    registryWith({ ...actions.get('host.log'), ...more } as unknown);
  const words = processCommand({
    name: 'test.words',
    program: 'journalctl',
    params: z.strictObject({ words: z.array(z.string()) }),
    changes: true,
    timeout: 1_000,
    argv: (given) => given.words,
  });
  const runWords = (given: string[]) => recordingRunner().run(words({ words: given }, siteOf()));
  const open = z.looseObject({ unit: z.string() });

  it('catches a schema that lets anything through, where nothing behind it looks', async () => {
    const bind = mutant({
      params: open,
      run: async (_context, { unit }) => plain(await runWords(['-u', unit])),
    });
    const { escaped } = await trial(bind, 'host.log', 500);
    // An option in the place of a unit.
    expect(escaped.some((line) => line.includes('"--h0st1le"'))).toBe(true);
  });

  it('catches a value that becomes several arguments', async () => {
    const unit = z.strictObject({
      unit: z.string().regex(/^[^-]/),
      lines: z.any(),
      since: z.any(),
      priority: z.any(),
    });
    const bind = mutant({
      params: unit as never,
      run: async (_context, params) => plain(await runWords(['-u', ...params.unit.split(' ')])),
    });
    expect(
      (await trial(bind, 'host.log', 500)).escaped.some((line) => line.includes('"-u","a","h0st1le"')),
    ).toBe(true);
  });

  it('catches a value that is not encoded on the wire', async () => {
    const bind = mutant({
      params: open,
      run: async (_context, { unit }) => {
        await recordingFetch(`${host.url}/api2/json/nodes/x/syslog?service=${unit}`);
        return null;
      },
    });
    const { escaped } = await trial(bind, 'host.log', 500);
    expect(escaped.some((line) => line.includes('"h0st1le=1"'))).toBe(true);
    expect(escaped.some((line) => line.includes('"service=../h0st1le"'))).toBe(false);
  });

  it('finds behind a schema that lets anything through the checks of whoever carries it out', async () => {
    const { escaped, refused, inert } = await trial(mutant({ params: open as never }), 'host.log', 500);
    expect(escaped).toEqual([]);
    expect(inert).toBeGreaterThan(300);
    expect(refused + inert).toBe(500);
  });
});

describe('secrets', () => {
  const canary = 'canary-7f3a-secret';

  it('of each action are named, and are in nothing that it gives', async () => {
    const key = `ssh-ed25519 ${'B'.repeat(68)} ${canary}`;
    const secret = { password: canary, 'ssh-public-keys': key };
    const golden = { ...samples['lxc.create_golden'], ...secret };
    const nested = { steps: [{ action: 'lxc.create_golden', version: 1, params: golden }] };
    for (const [name, params] of Object.entries({
      ...samples,
      'lxc.create_golden': golden,
      'plan.run': nested,
    })) {
      const bound = bindAction(name, 1, params);
      if ('reason' in bound) throw new Error(bound.detail);
      const { action: each, params: given } = bound;
      const isSecret = JSON.stringify(params).includes(canary);
      expect([name, each.secrets(given).some((text) => text.includes(canary))]).toEqual([name, isSecret]);
      if (!isSecret) continue;
      expect(each.secrets(given)).toEqual(expect.arrayContaining([canary, key]));
      const noted: unknown[] = [];
      const remember = async (facts: unknown) => void noted.push(facts);
      seen = [];
      const said = await Promise.resolve(each.run({ ...context, remember }, given)).catch(
        (error: unknown) => error,
      );
      const all = [
        said instanceof Error ? JSON.stringify({ ...said, message: said.message, stack: said.stack }) : said,
      ];
      expect(JSON.stringify([...all, noted, seen])).not.toContain(canary);
      expect(seen.map((each) => each[1])).toContain('pct.create');
    }
  });

  it('are named by every parameter that a command hides', () => {
    // An action whose parameters have such a key has to name it.
    const hidden = /^(?:password|secret|token|ssh-public-keys)$/;
    for (const [name, params] of Object.entries(samples)) {
      const keys = Object.keys(params).filter((each) => hidden.test(each));
      const bound = bindAction(name, 1, params);
      if ('reason' in bound) throw new Error(bound.detail);
      const named = bound.action.secrets(bound.params);
      for (const each of keys)
        expect([name, each, named.includes(String(params[each]))]).toEqual([name, each, true]);
    }
  });
});
