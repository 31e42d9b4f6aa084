import { ParamsError } from '../core/errors.js';
import { ConflictError } from '../core/http-errors.js';
import type { CallOptions, Op, Send } from '../core/op.js';
import { OutcomeUnknownError } from '../core/outcome-errors.js';
import { assertCallOptions } from './call-options.js';
import { withDeadline } from './deadline.js';
import { type HeldIds, heldBy } from './held-ids.js';
import { neverSent } from './lost-answer.js';
import type { Settings } from './options.js';
import { nextid } from './resources/next-id.js';
import { checkedParams, type Sender } from './send.js';

/** A vmid that was free, and that no other call of this process takes for `any` before it is released. */
export interface VmidReservation {
  readonly vmid: number;
  /** Lets others have it. Doing it twice does no harm. */
  release(): void;
  [Symbol.dispose](): void;
}

/** How many ids a call tries before it takes PVE's word that each is taken. */
const mostAttempts = 5;

/** So many ids in a row are asked for one by one; after that the steps grow, for hosts with hundreds of guests in a row. */
const oneByOne = 32;

const highest = 999_999_999;

/** Finds free vmids, none of them twice at a time, and makes guests with them. */
export class FreeVmids {
  readonly #sender: Sender;
  readonly #settings: Settings;
  readonly #held: HeldIds;

  constructor(sender: Sender, settings: Settings) {
    this.#sender = sender;
    this.#settings = settings;
    this.#held = heldBy(settings.places.map(({ base }) => base.href));
  }

  /** Sends every operation, and those with a parameter that is `any` with a free vmid in its place. */
  readonly send: Send = <P, R>(op: Op<P, R>, params: P | undefined, options?: CallOptions) =>
    op.anyVmid === undefined
      ? this.#sender.send(op, params, options)
      : this.#sendAny(op, op.anyVmid as keyof P, params, options);

  async #sendAny<P, R>(
    op: Op<P, R>,
    key: keyof P,
    params: P | undefined,
    options: CallOptions | undefined,
  ): Promise<R> {
    if (params?.[key] !== 'any') return this.#sender.send(op, params, options);
    const checked = checkedParams(op, params);
    return this.#limited(options, op.route, (inner) =>
      this.#sendWithFresh(op, (vmid) => ({ ...checked, [key]: vmid }), inner),
    );
  }

  /** Picks a free id and keeps it from other calls of this process. */
  async reserve(options?: CallOptions): Promise<VmidReservation> {
    const vmid = await this.#limited(options, nextid.route, (inner) => this.#take(inner));
    let mine = true;
    const release = (): void => {
      if (mine) this.#held.release(vmid);
      mine = false;
    };
    return { vmid, release, [Symbol.dispose]: release };
  }

  /** One time limit for all requests of a call. */
  async #limited<R>(
    options: CallOptions = {},
    route: string,
    work: (options: CallOptions) => Promise<R>,
  ): Promise<R> {
    assertCallOptions(options, route);
    const { timeouts, base } = this.#settings;
    const timeout = options.timeout ?? timeouts.call;
    return withDeadline(timeout, options.signal, (signal) => work({ signal, timeout }), base.origin);
  }

  async #sendWithFresh<P, R>(op: Op<P, R>, fill: (vmid: number) => P, options: CallOptions): Promise<R> {
    // What was refused stays held until the end, so that it is not picked again where `nextid` lags behind.
    const taken: number[] = [];
    try {
      for (;;) {
        const vmid = await this.#take(options).catch((error: unknown) => {
          throw neverSent(error, 'no free vmid could be asked for');
        });
        taken.push(vmid);
        try {
          return await this.#sender.send(op, fill(vmid), options);
        } catch (error) {
          if (error instanceof OutcomeUnknownError) {
            // The request may still be on its way to the guest's host: nobody else here gets this number.
            taken.pop();
            throw withVmid(error, vmid);
          }
          if (!isTaken(error, vmid) || taken.length >= mostAttempts) throw error;
        }
      }
    } finally {
      for (const vmid of taken) this.#held.release(vmid);
    }
  }

  /** The lowest free id that nobody here holds, which is held from now on. */
  #take(options: CallOptions): Promise<number> {
    return this.#held.whileAsking(() => this.#pick(options));
  }

  async #pick(options: CallOptions): Promise<number> {
    const lowest = await this.#sender.send(nextid, {}, options);
    let vmid = lowest;
    for (let asked = 0; vmid <= highest; asked += 1) {
      while (this.#held.has(vmid)) vmid += 1;
      // Held before it is asked for: another call could pick it while the answer is on its way.
      this.#held.add(vmid);
      try {
        if (vmid === lowest || (await this.#isFree(vmid, options))) return vmid;
      } catch (error) {
        this.#held.release(vmid);
        throw error;
      }
      this.#held.release(vmid);
      vmid += asked < oneByOne ? 1 : 2 ** (asked - oneByOne + 1);
    }
    throw new ParamsError([{ path: 'vmid', message: 'no free one was found' }], {
      route: nextid.route,
    });
  }

  async #isFree(vmid: number, options: CallOptions): Promise<boolean> {
    try {
      await this.#sender.send(nextid, { vmid }, options);
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }
}

/** PVE refuses a create for a taken number in these words, with more before them or behind. */
function isTaken(error: unknown, vmid: number): boolean {
  return (
    error instanceof ConflictError &&
    error.kind === 'exists' &&
    new RegExp(`\\b(?:CT|VM) ${vmid} already exists`).test(error.text)
  );
}

function withVmid(error: OutcomeUnknownError, vmid: number): OutcomeUnknownError {
  return new OutcomeUnknownError(error.intent, { cause: error.cause, vmid });
}
