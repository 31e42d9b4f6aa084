/**
 * The types of `client.call`: a route and its parameters. The place of the interface that spells out each of the
 * API's routes, which a generator writes; until then a route is any `METHOD /path`, and its answer is unknown.
 */
export type { Params, ParamValue } from '../core/codec.js';
export type { Method, Route } from '../core/route.js';
