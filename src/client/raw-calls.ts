import type { Params } from '../core/codec.js';
import { ParamsError } from '../core/errors.js';
import type { CallOptions } from '../core/op.js';
import type { Route } from '../core/route.js';
import { onTime } from './late-call.js';
import type { Settings } from './options.js';
import type { InPlace } from './reconcile/in-place.js';
import type { Sender } from './send.js';
import { arraysOf } from './wire-facts.js';

/** Calls of any route: the work of `client.call` and `client.request`. */
export class RawCalls {
  readonly #sender: Sender;
  readonly #settings: Settings;
  readonly #inPlace: InPlace;

  constructor(sender: Sender, settings: Settings, inPlace: InPlace) {
    this.#sender = sender;
    this.#settings = settings;
    this.#inPlace = inPlace;
  }

  /** Of a route that the API's description has: it tells which parameters are arrays. */
  call(route: Route, params?: Params, options?: CallOptions): Promise<unknown> {
    return this.#request(route, params, options, () => arraysOf(route));
  }

  /** Of a route that nothing is known of. */
  request(route: Route, params?: Params, options?: CallOptions): Promise<unknown> {
    const arrays = (given: Params) => Object.keys(given).filter((key) => Array.isArray(given[key]));
    return this.#request(route, params, options, arrays);
  }

  async #request(
    route: Route,
    params: Params = {},
    options: CallOptions = {},
    repeated: (params: Params) => readonly string[],
  ): Promise<unknown> {
    if (typeof params !== 'object' || params === null || Array.isArray(params))
      throw new ParamsError([{ path: '', message: 'an object of parameters is expected' }], { route });
    return this.#inPlace.request(route, params, options, () =>
      onTime(options, this.#settings, async (given) => {
        const { data } = await this.#sender.request(route, params, { ...given, repeat: repeated(params) });
        return data;
      }),
    );
  }
}
