// A hub for felhom-agent, to try it and to read: npm run hub -- WORD … (docs/agent-protocol.md).
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Envelope } from '@felhom/proxmox/agent';
import { type Asked, describe, isSure, plain, sign } from './approve.ts';
import { keyPairIn, trialFolder } from './files.ts';
import { operatorSocket, serve } from './serve.ts';
import { type Call, callHub } from './server.ts';
import { trial } from './trial.ts';

const help = `A hub for felhom-agent, to try it.

  serve [--port N] [--host ADDRESS] [--interval SECONDS] [--cert FILE --key FILE]
  token AGENT [--out FILE]               a token for one enrolment, in a file (AGENT.token)
  queue AGENT ACTION key=value… [--wait] [--expires SECONDS]
  list                                   agents and commands
  show ID                                a command, and what became of it
  cancel ID
  halt AGENT                             until \`felhom-agent resume\` on its host
  key FILE                               makes an approver's key, prints the line for the policy
  approve ID [--as FILE] [--yes]         signs with an approver's key
  reject ID [--as FILE]
  trial                                  a hub and an agent of a simulated host, in one

  --folder DIR is where the hub keeps all (that of the trial, if left out)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: join(trialFolder, 'hub') },
    port: { type: 'string', default: '8443' },
    host: { type: 'string', default: '127.0.0.1' },
    interval: { type: 'string', default: '30' },
    cert: { type: 'string' },
    key: { type: 'string' },
    out: { type: 'string' },
    expires: { type: 'string', default: '300' },
    wait: { type: 'boolean', default: false },
    as: { type: 'string', default: join(trialFolder, 'approver.key') },
    yes: { type: 'boolean', default: false },
  },
});
const folder = resolve(values.folder);
const [word = 'help', first = '', ...rest] = positionals;
const ask = <T>(call: Call, ...args: unknown[]) => callHub<T>(operatorSocket(folder), call, ...args);
const say = (line: string) => console.log(line);

try {
  process.exitCode = await carryOut();
} catch (error) {
  console.error(`hub: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function carryOut(): Promise<number> {
  if (word === 'serve') return untilEnded();
  if (word === 'trial') return trial(say, { signal: trialEnds() });
  if (word === 'list') return list();
  if (word === 'key') return approverKey(resolve(first === '' ? 'approver.key' : first));
  if (first === '' || word === 'help') {
    say(help);
    return word === 'help' ? 0 : 2;
  }
  if (word === 'token') return token(first, resolve(values.out ?? `${first}.token`));
  if (word === 'queue') return queue(first, rest);
  if (word === 'show') return show(first);
  if (word === 'approve' || word === 'reject') return judge(first, word);
  if (word === 'cancel' || word === 'halt') {
    await ask(word, first);
    return 0;
  }
  say(help);
  return 2;
}

function trialEnds(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGTERM', () => controller.abort());
  // A terminal tells all of its programs of a Ctrl-C, the agent too: then it has ended by itself.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) controller.abort();
  });
  return controller.signal;
}

async function untilEnded(): Promise<number> {
  const { cert, key } = values;
  const tls = cert !== undefined && key !== undefined ? { cert, key } : undefined;
  const [port, interval] = [Number(values.port), Number(values.interval)];
  const running = await serve({ folder, host: values.host, port, interval, tls });
  say(`hub on ${running.url}, signs with the key ${running.keyid}`);
  say(`certificate ${running.fingerprint}`);
  await new Promise<void>((end) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => end());
  });
  await running.close();
  return 0;
}

async function token(agent: string, out: string): Promise<number> {
  writeFileSync(out, `${await ask<string>('token', agent)}\n`, { mode: 0o600, flag: 'wx' });
  say(`${out}: good for one enrolment of ${agent}, for a day`);
  say(`on its host: felhom-agent enroll --hub URL --token-file ${out} --fingerprint FINGERPRINT`);
  return 0;
}

async function queue(agent: string, [action = '', ...pairs]: string[]): Promise<number> {
  const params = Object.fromEntries(pairs.map(paramOf));
  const lives = Number(values.expires);
  const requester = userInfo().username;
  const id = await ask<string>('queue', { agent, action, params, requester, lives });
  say(id);
  return values.wait ? follow(id) : 0;
}

/** `vmid=101`: numbers, flags and lists as JSON, all else as text. */
function paramOf(pair: string): [string, unknown] {
  const at = pair.indexOf('=');
  if (at < 1) throw new Error(`${plain(pair)}: key=value is expected`);
  const [key, text] = [pair.slice(0, at), pair.slice(at + 1)];
  try {
    return [key, JSON.parse(text)];
  } catch {
    return [key, text];
  }
}

/** Tells how far a command has come, until it has ended. */
async function follow(id: string): Promise<number> {
  for (let before = ''; ; await sleep(200)) {
    const shown = await ask<Asked & { state: string }>('show', id);
    const { command, state } = shown;
    if (command.report !== undefined || command.rejected !== undefined || state === 'expired')
      return show(id);
    if (state !== before)
      say(`${state}${shown.request === undefined ? '' : `: npm run hub -- approve ${id}`}`);
    before = state;
  }
}

async function show(id: string): Promise<number> {
  const shown = await ask<Asked & { state: string }>('show', id);
  const { report } = shown.command;
  const { value, error } = report?.result ?? {};
  say(`${shown.command.action} on ${shown.command.agent}: ${plain(shown.state)}`);
  if (value !== undefined) say(`  ${plain(value)}`);
  if (error !== undefined) say(`  ${plain(error.code)}: ${plain(error.message)}`);
  if (shown.request !== undefined) for (const line of describe(shown).lines) say(line);
  return shown.state === 'succeeded' ? 0 : 1;
}

async function list(): Promise<number> {
  const { agents, commands } = await ask<{ agents: object[]; commands: object[] }>('list');
  for (const agent of agents) say(`agent ${plain(agent)}`);
  for (const command of commands) say(`command ${plain(command)}`);
  return 0;
}

function approverKey(file: string): number {
  const { publicKey } = keyPairIn(file);
  const text = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  say(`${file}: keep it where the hub is not. For the policy of each host:`);
  say(`"approvers": { ${JSON.stringify(userInfo().username)}: ${JSON.stringify(text)} }`);
  return 0;
}

async function judge(id: string, verdict: 'approve' | 'reject'): Promise<number> {
  const asked = await ask<Asked>('show', id);
  const { lines, request } = describe(asked);
  for (const line of lines) say(line);
  const sure = verdict === 'reject' || values.yes || (await isSure('Sign an approval of this?'));
  if (!sure) return 1;
  const envelope: Envelope = sign(asked, request, verdict, keyPairIn(resolve(values.as)));
  await ask('approval', envelope);
  say(verdict === 'approve' ? 'approved' : 'rejected');
  return 0;
}
