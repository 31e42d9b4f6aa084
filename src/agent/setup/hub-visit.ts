import { undiciTransport } from '../../client/transport.js';
import type { Transport } from '../../client/transport-types.js';
import { ConnectionError } from '../../core/connection-errors.js';
import { ResponseShapeError } from '../../core/errors.js';
import { hubUrl } from '../daemon/hub-url.js';
import type { OwnIdentity } from '../daemon/identity.js';
import type { Finding } from '../finding.js';
import { milliseconds } from '../units.js';

const timeouts = { connect: 10_000, headers: 10_000, body: 10_000 };
/** Milliseconds by which clocks may differ: the hub tells its own in whole seconds. */
const usual = 5_000;
/** Milliseconds beyond which commands expire before they come. */
const most = 60_000;

const trusts = {
  system: 'a CA of this machine',
  ca: 'the CA that was named when it was enrolled',
  pins: 'its pinned certificate',
} as const;

/** One request to the hub, which says nothing of the agent: the hub proves who it is, and tells what time it has. */
export class HubVisit {
  readonly #own: OwnIdentity;
  readonly #url: URL;
  readonly #transport: Transport;
  #skew: number | undefined;

  constructor(own: OwnIdentity) {
    this.#own = own;
    this.#url = hubUrl(own.identity.hub.url);
    const { trust } = own.identity.hub;
    const connect = { origin: this.#url.origin, trust, connections: 1, connectTimeout: timeouts.connect };
    this.#transport = undiciTransport(connect);
  }

  /** The hub is there, and is who it was. */
  async reached(): Promise<Finding> {
    const began = Date.now();
    try {
      const { headers } = await this.#transport({
        route: 'GET /v1/heartbeat',
        method: 'GET',
        url: new URL('v1/heartbeat', this.#url),
        headers: { accept: 'application/json' },
        body: undefined,
        timeouts,
        maxBody: 64 << 10,
        signal: AbortSignal.timeout(20_000),
      });
      const date = Date.parse(headers['date'] ?? '');
      // In the middle of the way there and back, and of the second that it names.
      if (!Number.isNaN(date)) this.#skew = (began + Date.now()) / 2 - (date + 500);
    } catch (error) {
      // That was an answer.
      if (!(error instanceof ResponseShapeError)) return unreached(this.#url, error);
    }
    return {
      status: 'ok',
      summary: `${this.#url.origin} answers, and is known by ${trusts[this.#own.identity.hub.trust.kind]}`,
    };
  }

  /** This machine's clock and the hub's. Only behind {@link reached}. */
  clock(now: () => number): Finding {
    if (this.#skew === undefined) return { status: 'skip', summary: 'the hub has not said what time it is' };
    const skew = this.#skew + (now() - Date.now());
    const amount = Math.abs(skew);
    if (amount <= usual) return { status: 'ok', summary: 'as the hub has it' };
    const summary = `${milliseconds(amount)} ${skew > 0 ? 'ahead of' : 'behind'} the hub's`;
    const advice = ['Let both keep time: timedatectl shows whether this machine does (chrony).'];
    if (amount <= most) return { status: 'warn', summary, advice };
    return { status: 'fail', summary: `${summary}: commands are late before they come`, advice };
  }

  async close(): Promise<void> {
    await this.#transport.close?.();
  }
}

function unreached(url: URL, error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const untrusted = error instanceof ConnectionError && ['pin', 'certificate'].includes(error.kind);
  return {
    status: 'fail',
    summary: message,
    advice: untrusted
      ? ['Compare with what the hub itself prints. If its certificate is new: felhom-agent enroll --again']
      : [`Check the hub, and the way to ${url.host}. Results wait on disk meanwhile.`],
  };
}
