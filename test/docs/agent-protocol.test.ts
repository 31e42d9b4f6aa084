import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bodyTypes, isSignedBy, signatureHeader, signBody } from '~/agent/daemon/protocol/body-signature.js';
import { readCommand } from '~/agent/daemon/protocol/command.js';
import { enrolled, enrolRequest } from '~/agent/daemon/protocol/enrolment.js';
import { digestOf, keyIdOf, payloadTypes, seal, signedBytes } from '~/agent/daemon/protocol/envelope.js';
import { heartbeat, limits } from '~/agent/daemon/protocol/heartbeat.js';
import { textOf } from '~/agent/daemon/protocol/public-key.js';

const page = readFileSync(new URL('../../docs/agent-protocol.md', import.meta.url), 'utf8');

/** The text between the fences of that name. */
function block(name: string): string {
  const found = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)\\n\`\`\`$`, 'm').exec(page)?.[1];
  if (found === undefined) throw new Error(`the page has no block ${name}`);
  return found;
}

/** The key pair of a seed, by the DER that RFC 8410 has for it. */
function pairOf(seed: string) {
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(seed, 'hex'),
  ]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

describe('the worked example of docs/agent-protocol.md', () => {
  const agent = pairOf(block('agent-seed'));
  const hub = pairOf(block('hub-seed'));

  it('has the key and the key id of its seed', () => {
    expect(block('agent-key')).toBe(`${textOf(agent.publicKey)}\n${keyIdOf(agent.publicKey)}`);
  });

  it('has a heartbeat, of the length that it says, with its signature', () => {
    const body = Buffer.from(block('heartbeat'));
    heartbeat.parse(JSON.parse(body.toString()));
    const [name, value = ''] = block('signature').split(/: (.*)/s);
    expect(name).toBe(signatureHeader);
    expect(value).toBe(signBody(bodyTypes.heartbeat, body, agent));
    expect(isSignedBy(value, bodyTypes.heartbeat, body, agent.publicKey)).toBe(true);
    expect(page).toContain(`A heartbeat of it (${body.length} bytes`);
    const begin = /begin with `(DSSEv1 .*?)`/.exec(page)?.[1] ?? 'none';
    expect(signedBytes(bodyTypes.heartbeat, body).toString().startsWith(begin)).toBe(true);
  });

  it('has a command, with its digest and its envelope, which an agent takes', () => {
    const bytes = Buffer.from(block('command'));
    expect(page).toContain(`A command (${bytes.length} bytes)`);
    expect(block('digest')).toBe(digestOf(bytes));
    const envelope = JSON.parse(block('envelope'));
    expect(envelope).toEqual(seal(payloadTypes.command, bytes, [hub]));
    const reading = readCommand(envelope, { agent: 'pve1', epoch: 1, hub: [hub.publicKey] }, 1_800_000_100);
    expect(reading).toMatchObject({
      authentic: { digest: block('digest'), command: { action: 'guest.power' } },
    });
  });

  it('names each type, limit and field as they are', () => {
    for (const type of [...Object.values(bodyTypes), ...Object.values(payloadTypes)])
      expect(page).toContain(`\`${type}\``);
    for (const schema of [enrolRequest, enrolled])
      for (const field of Object.keys(schema.shape)) expect(page).toContain(`"${field}":`);
    const each = (row: string) => Number(new RegExp(`\\| ${row} +\\| (\\d+) each +\\|`).exec(page)?.[1]);
    expect(each('results, acks, cancels')).toBe(limits.results);
    expect(each('commands, approvals, `received`, `rejected`, `wanted`')).toBe(limits.commands);
    expect([limits.body, limits.shortest, limits.longest]).toEqual([1024 * 1024, 2, 15 * 60]);
  });
});
