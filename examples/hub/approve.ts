// The approver's side: shows what is to be approved, and signs it with a key that the hub does not have.
import { createInterface } from 'node:readline/promises';
import {
  type Approval,
  type ApprovalRequest,
  digestOf,
  type Envelope,
  type KeyPair,
  payloadTypes,
  protocolSchemas,
  sealEnvelope,
} from '@felhom/proxmox/agent';
import type { Command } from './state.ts';

/** What is to be approved, as the hub tells it. None of it is believed without a look. */
export interface Asked {
  command: Command;
  request: (ApprovalRequest & { left: number }) | undefined;
}

/** Nothing that moves the cursor or turns text around: of all else than plain ASCII, the code. */
export function plain(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The lines that a person has to see before they sign. They are read from the very bytes whose digest is signed.
 *
 * @throws where the bytes are not those that the agent asks about
 */
export function describe({ command, request }: Asked): { lines: string[]; request: ApprovalRequest } {
  if (request === undefined) throw new Error('the agent does not ask for an approval of this');
  const bytes = Buffer.from(command.envelope.payload, 'base64');
  if (digestOf(bytes) !== request.digest)
    throw new Error('the hub shows other bytes than the agent asks about');
  const { id, agent, epoch, action, version, params, requester } = protocolSchemas.command.parse(
    JSON.parse(bytes.toString()),
  );
  if (id !== request.id || agent !== command.agent || epoch !== command.epoch)
    throw new Error('the hub names another command than the bytes are');
  const rows: [string, unknown][] = [
    ['agent', agent],
    ['action', `${action} (version ${version})`],
    ['params', params],
    ['asked by', requester],
    ['risk', request.risk],
    ['because', request.reasons],
    ['digest', request.digest],
    ['state', request.state ?? 'none: it changes nothing that has one'],
    ['left', `${Math.floor(request.left / 1000)} s`],
  ];
  return { lines: rows.map(([name, value]) => `  ${name.padEnd(9)} ${plain(value)}`), request };
}

/** Signs a verdict for one request of one agent, for this state of what it would change. */
export function sign(
  { command }: Asked,
  request: ApprovalRequest,
  verdict: Approval['verdict'],
  key: KeyPair,
): Envelope {
  const { id, digest, nonce, state } = request;
  const { agent, epoch } = command;
  const approval: Approval = {
    agent,
    epoch,
    id,
    digest,
    nonce,
    verdict,
    ...(state === undefined ? {} : { state }),
  };
  return sealEnvelope(payloadTypes.approval, Buffer.from(JSON.stringify(approval)), [key]);
}

/** Asks the person at the terminal. */
export async function isSure(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(?:es)?$/i.test(answer.trim());
}
