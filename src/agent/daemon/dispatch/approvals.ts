import { randomBytes } from 'node:crypto';
import type { Risk } from '../policy/schema.js';
import { type ApprovalRequest, approvalLife, type SignedApproval } from '../protocol/approval.js';

/** What waits to be approved. */
export interface Asked {
  readonly id: string;
  readonly digest: string;
  /** Left out where a secret is in them. */
  readonly bytes: string | undefined;
  readonly state: string | undefined;
  readonly risk: Risk;
  readonly reasons: readonly string[];
}

/** An approval that still counts. */
export interface Granted {
  readonly by: readonly string[];
  /** What the command is to change, as it was when it was asked for. */
  readonly state: string | undefined;
}

interface Request {
  readonly asked: Asked;
  readonly nonce: string;
  /** By the clock that does not jump. */
  readonly at: number;
  by: readonly string[] | undefined;
}

/** What became of an approval that came in. */
export type Taken =
  | { readonly kind: 'approved' | 'rejected'; readonly id: string; readonly by: readonly string[] }
  | { readonly kind: 'void'; readonly why: string };

/**
 * Approvals, each for one command, one moment and one state of the host. They are in memory only: a restart asks anew, with another nonce.
 * Their time is counted by a clock that does not jump.
 */
export class Approvals {
  readonly #agent: { agent: string; epoch: number };
  readonly #elapsed: () => number;
  readonly #requests = new Map<string, Request>();

  /** @param elapsed Milliseconds of a clock that does not jump. */
  constructor(agent: { agent: string; epoch: number }, elapsed: () => number) {
    this.#agent = agent;
    this.#elapsed = elapsed;
  }

  /** A request of this command lives: nothing is to be asked. */
  isAsked(id: string): boolean {
    return this.#live(id) !== undefined;
  }

  /** Asks for an approval, in place of an earlier request for the same command. */
  ask(asked: Asked): void {
    const nonce = randomBytes(32).toString('base64url');
    this.#requests.set(asked.id, { asked, nonce, at: this.#elapsed(), by: undefined });
  }

  /** Every request that lives and has no answer, as it goes to the hub. */
  requests(): ApprovalRequest[] {
    const open = [...this.#requests.keys()].map((id) => this.#live(id));
    return open.flatMap((request) => {
      if (request === undefined || request.by !== undefined) return [];
      const { id, digest, bytes, state, risk, reasons } = request.asked;
      return {
        id,
        digest,
        ...(bytes === undefined ? {} : { bytes }),
        nonce: request.nonce,
        ...(state === undefined ? {} : { state }),
        risk,
        reasons: [...reasons],
        left: Math.max(0, Math.floor(approvalLife - (this.#elapsed() - request.at))),
      };
    });
  }

  /** Takes an approval, each once. Its signature has been checked. */
  take({ approval, by }: SignedApproval): Taken {
    const { agent, epoch, id, digest, nonce, state, verdict } = approval;
    const request = this.#live(id);
    if (agent !== this.#agent.agent || epoch !== this.#agent.epoch)
      return { kind: 'void', why: 'it is for another agent, or for an earlier enrolment' };
    if (request === undefined || request.nonce !== nonce)
      return { kind: 'void', why: 'nothing is asked with this nonce, or no longer' };
    if (request.asked.digest !== digest || request.asked.state !== state)
      return { kind: 'void', why: 'it is for another command, or another state of the host' };
    if (request.by !== undefined) return { kind: 'void', why: 'it was given before' };
    if (verdict === 'reject') {
      this.#requests.delete(id);
      return { kind: 'rejected', id, by };
    }
    request.by = by;
    return { kind: 'approved', id, by };
  }

  /** The approval of a command, as long as it counts: 60 seconds from the moment in which it was asked for. */
  granted(id: string): Granted | undefined {
    const request = this.#live(id);
    if (request?.by === undefined) return undefined;
    return { by: request.by, state: request.asked.state };
  }

  /** An approval is good for one start. */
  forget(id: string): void {
    this.#requests.delete(id);
  }

  #live(id: string): Request | undefined {
    const request = this.#requests.get(id);
    if (request === undefined) return undefined;
    if (this.#elapsed() - request.at <= approvalLife) return request;
    this.#requests.delete(id);
    return undefined;
  }
}
