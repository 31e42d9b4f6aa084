import * as z from 'zod';
import { issuesOf } from '../../core/validate.js';
import { HubError } from './errors.js';
import { HubDoor, type HubTimeouts } from './hub-door.js';
import type { HubAnswer, HubLink } from './hub-link.js';
import { hubUrl } from './hub-url.js';
import type { OwnIdentity } from './identity.js';
import { bodyTypes } from './protocol/body-signature.js';
import { jsonOf } from './protocol/command.js';
import { open, payloadTypes } from './protocol/envelope.js';
import { type Heartbeat, heartbeatAnswer, hubStatement, limits } from './protocol/heartbeat.js';

// A newer hub may say more than this agent knows: what is new is left out here. Never so in a command or an approval, where a key that is not known may
// be a condition of what is to be done.
const ack = heartbeatAnswer.shape.acks.element;
const answerOfAnyHub = z.object({
  ...heartbeatAnswer.shape,
  acks: z.array(z.object(ack.shape)).max(limits.results),
});
const statementOfAnyHub = z.object(hubStatement.shape);

/** The way to the hub over HTTPS. */
export class HttpsLink implements HubLink {
  readonly #own: OwnIdentity;
  readonly #door: HubDoor;

  constructor(own: OwnIdentity, timeouts?: Partial<HubTimeouts>) {
    const { url, trust } = own.identity.hub;
    this.#own = own;
    this.#door = new HubDoor(hubUrl(url), trust, timeouts);
  }

  async beat(heartbeat: Heartbeat, signal: AbortSignal): Promise<HubAnswer> {
    const { key } = this.#own;
    const { heartbeat: type } = bodyTypes;
    const { version } = heartbeat;
    const json = await this.#door.ask({ path: 'v1/heartbeat', type, body: heartbeat, key, version, signal });
    return this.#read(json, heartbeat);
  }

  close(): Promise<void> {
    return this.#door.close();
  }

  #read(json: unknown, { agent, epoch, sequence, bootId }: Heartbeat): HubAnswer {
    const answer = fitting(answerOfAnyHub, json, 'the answer of the hub');
    const opened = open(answer.signed, payloadTypes.hub, this.#own.hubKeys);
    if (opened === undefined || opened.signers.size === 0)
      throw new HubError('signature', 'the answer is not signed by a key of the hub', {
        hint: 'If the hub has new keys, enroll the agent anew: `felhom-agent enroll --again`.',
      });
    const statement = fitting(statementOfAnyHub, jsonOf(opened.payload), 'what the hub signed');
    const answered = { agent, epoch, sequence, bootId };
    for (const key of ['agent', 'epoch', 'sequence', 'bootId'] as const)
      if (statement[key] !== answered[key])
        throw new HubError('stale', `what the hub signed is for another heartbeat: its ${key} differs`);
    return { answer, statement };
  }
}

/** @throws HubError (`shape`), which names the place as far as the hub has no say in its name, and not what is there */
export function fitting<T>(schema: z.ZodType<T>, given: unknown, what: string): T {
  const checked = schema.safeParse(given);
  if (checked.success) return checked.data;
  const [issue] = issuesOf(checked.error);
  const place = issue !== undefined && /^[A-Za-z0-9.]{1,64}$/.test(issue.path) ? `${issue.path}: ` : '';
  throw new HubError('shape', `${what} is not as it should be: ${place}${issue?.message ?? ''}`);
}
