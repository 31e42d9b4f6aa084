import { encodeParams, type Params } from '../../core/codec.js';
import { AbortedError } from '../../core/connection-errors.js';
import { ParamsError } from '../../core/errors.js';
import type { Before } from '../../core/intent.js';
import type { CallOptions, Op, Send } from '../../core/op.js';
import { DidNotHappenError, OutcomeUnknownError, type Reconciled } from '../../core/outcome-errors.js';
import { fillRoute, type Route } from '../../core/route.js';
import type { Upid } from '../../core/upid.js';
import { expectedTask } from '../../core/worker-types.js';
import type { Settings } from '../options.js';
import { checkedParams, type Sender } from '../send.js';
import { intentOf } from './intent-of.js';

/** What a call gives back where it is known to have happened; undefined where only its own answer had that. */
type Answer<T> = (upid: Upid | undefined) => { value: T } | undefined;

/** Routes without a task whose answer is more than nothing: what it was cannot be told afterwards. */
const tells =
  /\/token\/\{tokenid\}$|^(?:POST|PUT) \/storage|^POST .*\/content$|\/certificates\/|\/tfa|\/acme\/|\/ceph\/|\/sdn\/lock$/;

/** Reconciles calls whose answer is lost before their caller gets to know: the option `reconcile` of a client. */
export class InPlace {
  readonly #sender: Sender;
  readonly #settings: Settings;

  constructor(sender: Sender, settings: Settings) {
    this.#sender = sender;
    this.#settings = settings;
  }

  /** Sends operations as `inner` does. */
  send(inner: Send): Send {
    if (!this.#settings.reconcile) return inner;
    return async <P, R>(op: Op<P, R>, params: P | undefined, options?: CallOptions): Promise<R> => {
      if (op.route.startsWith('GET ')) return inner(op, params, options);
      const given = { ...(checkedParams(op, params) as Params), ...op.fixed };
      const before = await this.#before(op.route, given, options);
      const answer: Answer<R> = (upid) => {
        const parsed = [upid ?? null, null]
          .map((data) => op.returns.safeParse(data))
          .find(({ success }) => success);
        return parsed?.success === true ? { value: parsed.data } : undefined;
      };
      return this.run(() => inner(op, params, options), answer, options, before);
    };
  }

  /** Sends a call of any route, whose answer is not checked. */
  async request(
    route: Route,
    params: Params,
    options: CallOptions,
    call: () => Promise<unknown>,
  ): Promise<unknown> {
    if (!this.#settings.reconcile || route.startsWith('GET ')) return call();
    const answer: Answer<unknown> = (upid) => {
      if (upid !== undefined && !route.endsWith('/lxc/{vmid}/template')) return { value: upid };
      return tells.test(route) ? undefined : { value: null };
    };
    return this.run(call, answer, options, await this.#before(route, params, options));
  }

  /** Makes a call, and finds out what came of it where its answer is lost. */
  async run<T>(
    call: () => Promise<T>,
    answer: Answer<T>,
    options: CallOptions = {},
    before?: Before,
  ): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!this.#settings.reconcile || !(error instanceof OutcomeUnknownError)) throw error;
      const intent = before === undefined ? error.intent : { ...error.intent, before };
      const facts = { cause: error.cause, vmid: error.vmid };
      const result = await this.#reconcile(intent, options, () => new OutcomeUnknownError(intent, facts));
      if (result.outcome === 'did-not-happen')
        throw new DidNotHappenError(intent, { cause: error.cause, evidence: result.evidence });
      const given = result.outcome === 'happened' ? answer(result.upid) : undefined;
      if (given !== undefined) return given.value;
      throw new OutcomeUnknownError(intent, { ...facts, reconciled: result });
    }
  }

  async #reconcile(
    intent: object,
    { signal }: CallOptions,
    lost: () => OutcomeUnknownError,
  ): Promise<Reconciled> {
    // Who gave up does not wait.
    if (signal?.aborted === true) throw lost();
    const { reconcile } = await import('./reconcile.js');
    try {
      return await reconcile(this.#sender, this.#settings, intent, { signal });
    } catch (error) {
      throw error instanceof AbortedError ? lost() : error;
    }
  }

  async #before(route: Route, params: Params, options: CallOptions = {}): Promise<Before | undefined> {
    let intent: ReturnType<typeof intentOf>;
    try {
      const { path, rest } = fillRoute(route, params);
      const { identity } = this.#sender;
      intent = intentOf(route, path, params, encodeParams(rest), { identity });
    } catch (error) {
      // The call itself says what is wrong.
      if (error instanceof ParamsError) return undefined;
      throw error;
    }
    if (expectedTask(route, intent.params) !== undefined) return undefined;
    const { readBefore } = await import('./state.js');
    const { signal, timeout } = options;
    return readBefore(intent, this.#sender, { signal, timeout });
  }
}
