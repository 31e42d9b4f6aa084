// Plays one exchange: the client makes the recorded request, gets the recorded answer, and what comes of it is
// compared with what should.

import { sameMeaning, sameParam, show } from './compare.mjs';
import { findOperation, typedParams, wireText } from './operations.mjs';
import { expectedOutcome } from './oracle.mjs';
import { segmentsOf } from './recording.mjs';
import { taskProblems } from './task-facts.mjs';

const secret = '5f3c1d2e-0000-4000-8000-c0f0e0d0b0a0';

/**
 * @typedef {object} Sdk What is tested.
 * @property {any} Client
 * @property {Record<string, any>} errors The error classes by name.
 * @property {any} tables
 * @property {readonly string[]} routes All routes of the API.
 * @property {any} parseUpid
 * @property {any} formatUpid
 * @property {any} parseExitStatus
 */

/**
 * @param {import('./recording.mjs').Exchange} exchange
 * @param {Sdk} sdk
 * @param {ReturnType<import('./operations.mjs').listOperations>} operations
 * @returns {Promise<{ by: 'operation' | 'call' | 'answer', problems: string[], good?: boolean, operation?: string }>} How
 *   far it was played, and what is wrong; no problems where all is well. `good`: the answer is a success, whose data went
 *   through the schema of `operation`, if the route has one.
 */
export async function play(exchange, sdk, operations) {
  const { route, params, refused } = freeCall(exchange);
  if (refused) {
    const refusal = await refusalProblems(exchange, sdk, { route, params });
    return { by: 'answer', problems: [...refusal, ...(await playAnswer(exchange, sdk))] };
  }
  const operation = findOperation(operations, exchange);
  const typed = operation === undefined ? undefined : typedParams(operation, exchange.params);
  const byOperation = typed !== undefined && isReachable(operation, typed, sdk);
  const { client, requests } = scripted(exchange, sdk);
  const outcome = await settle(
    byOperation ? invoke(client, operation.names, typed) : client.call(route, params),
  );
  const problems = [
    ...outcomeProblems(exchange, outcome, {
      sdk,
      operation,
      checked: byOperation,
      identity: client.identity,
    }),
    ...requestProblems(exchange, requests, byOperation ? { operation, typed } : { typed: params }),
    ...(await taskProblems(
      exchange,
      expectedOutcome(exchange),
      sdk,
      (page) => scripted(exchange, sdk, page).client,
    )),
  ];
  return {
    by: byOperation ? 'operation' : 'call',
    problems,
    good: 'data' in expectedOutcome(exchange),
    operation: operation?.names.join('.'),
  };
}

/** An answer to a request that the client would never send: what becomes of it does not depend on the route. */
async function playAnswer(exchange, sdk) {
  const { client } = scripted(exchange, sdk);
  const outcome = await settle(client.call(`${exchange.method} /stand-in`, {}));
  return outcomeProblems(exchange, outcome, {
    sdk,
    operation: undefined,
    checked: false,
    identity: client.identity,
  });
}

/** A hostile path must be refused before anything is sent. */
async function refusalProblems(exchange, sdk, { route, params }) {
  if (exchange.segments === undefined) return [];
  const { client, requests } = scripted(exchange, sdk);
  const { error } = await settle(client.call(route, params));
  if (error?.constructor !== sdk.errors.ParamsError)
    return [`a hostile path should be a ParamsError: ${show(error)}`];
  return requests.length === 0 ? [] : ['a hostile path was sent'];
}

async function settle(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}

/** The request as `client.call` takes it. `refused`: its path holds what must never be sent. */
function freeCall({ method, segments, params }) {
  if (segments === undefined) return { route: `${method} /`, params: {}, refused: true };
  const braces = {};
  const path = joinVolume(segments).map((segment, index) => {
    if (/^[a-z][\w-]*$/.test(segment)) return segment;
    // Only in a brace of this name may an id hold `/`.
    const name = segment.includes('/') ? 'volume' : `segment-${index}`;
    braces[name] = segment;
    return `{${name}}`;
  });
  const hostile = segments.some((segment) => /^\.\.?$|\p{Cc}/u.test(segment) || !segment.isWellFormed());
  const entries = Object.entries(params).map(([key, value]) => [key, sendable(value)]);
  const route = `${method} /${path.join('/')}`;
  return { route, params: { ...Object.fromEntries(entries), ...braces }, refused: hostile };
}

/** The volume routes swallow the rest of the path: `/nodes/{node}/storage/{storage}/content/{volume}`. */
function joinVolume(segments) {
  const isVolume =
    segments[0] === 'nodes' && segments[2] === 'storage' && segments[4] === 'content' && segments.length > 6;
  return isVolume ? [...segments.slice(0, 5), segments.slice(5).join('/')] : segments;
}

/** A recorded value as a parameter: JSON has null and objects, a form has not. */
function sendable(value) {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(wireText);
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

/** A client whose transport gives the recorded answer, or, for a log, the page that was asked for. */
function scripted(exchange, sdk, answer = () => exchange.response) {
  const requests = [];
  const { kind, name } = exchange.caller;
  let loggedIn = kind === 'token';
  const transport = async (request) => {
    if (!loggedIn) {
      loggedIn = true;
      const ticket = { data: { ticket: `PVE:${name}:TICKET`, CSRFPreventionToken: 'CSRF', username: name } };
      return { status: 200, reason: 'OK', headers: {}, body: Buffer.from(JSON.stringify(ticket)) };
    }
    requests.push(request);
    return answer(request);
  };
  const credentials = kind === 'token' ? { token: `${name}=${secret}` } : { user: name, password: secret };
  const client = new sdk.Client({ url: 'https://pve.example:8006', ...credentials, transport, retries: 0 });
  return { client, requests };
}

/** Tasks have no parameters for the node: it is in the UPID. A recording that asks another node is out of reach. */
function isReachable({ names }, typed, sdk) {
  return names[0] !== 'tasks' || typed.upid === undefined || sdk.parseUpid(typed.upid).node === typed.node;
}

function invoke(client, names, typed) {
  const [resource, name] = names;
  if (resource === 'tasks' && name === 'log') return client.tasks.log(typed.upid).page(definedRange(typed));
  if (resource === 'tasks' && name !== 'list') return client.tasks[name](typed.upid);
  return names.reduce((target, key) => target[key], client)(typed);
}

function definedRange({ start = 0, limit = 500 }) {
  return { start, limit };
}

function outcomeProblems(exchange, { value, error }, { sdk, operation, checked, identity }) {
  const expected = expectedOutcome(exchange);
  if ('data' in expected) {
    if (error !== undefined) return [`an answer that should be good failed: ${describe(error)}`];
    return valueProblems(value, expected, operation, checked);
  }
  if (error === undefined) return [`${expected.error} expected, and there was none`];
  if (!expected.uncertain) return errorProblems(error, expected, sdk, identity);
  if (error.constructor !== sdk.errors.OutcomeUnknownError)
    return [`OutcomeUnknownError expected: ${describe(error)}`];
  return errorProblems(error.cause, expected, sdk, identity);
}

function valueProblems(value, { data }, operation, checked) {
  // The page of a log is compared with the other facts of tasks.
  if (checked && operation.names.join('.') === 'tasks.log') return [];
  if (checked) return sameMeaning(data, value) ? [] : [`the result lost something: ${show(value)}`];
  if (!sameJson(data, value)) return [`the answer should come back as it was sent: ${show(value)}`];
  // The operation refuses the request, as it should; the shape of its answer holds all the same.
  const parsed = operation?.op.returns.safeParse(data);
  return parsed === undefined || parsed.success
    ? []
    : [`${operation.op.route}: ${show(parsed.error.issues)}`];
}

function sameJson(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function describe(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : show(error);
}

function errorProblems(error, { error: name, fields }, sdk, identity) {
  if (error?.constructor !== sdk.errors[name]) return [`${name} expected: ${describe(error)}`];
  const wrong = Object.entries(fields).filter(([key, value]) => !sameJson(value, error[key]));
  const problems = wrong.map(
    ([key, value]) => `${name}.${key} should be ${show(value)}: ${show(error[key])}`,
  );
  return name === 'PermissionError' ? [...problems, ...fixProblems(error, identity)] : problems;
}

/** A line for the host that gives the caller, token and user, what is missing, where PVE said what that is. */
function fixProblems({ path, privileges, mode, fix }, identity) {
  if (path === undefined) return fix === undefined ? [] : [`a fix out of nothing: ${fix}`];
  const needed = mode === 'any' ? privileges.slice(0, 1) : privileges;
  const user = identity.split('!')[0];
  const words = [
    'pveum role add',
    'pveum acl modify',
    path,
    ...needed,
    identity,
    ...(user === 'root@pam' ? [] : [user]),
  ];
  return words.every((word) => fix?.includes(word)) ? [] : [`the fix should name ${show(words)}: ${fix}`];
}

function requestProblems({ method, segments, params, paramsKnown }, requests, { operation, typed }) {
  if (requests.length !== 1) return [`one request expected: ${requests.length}`];
  const [request] = requests;
  const inQuery = method === 'GET' || method === 'DELETE';
  const problems = [];
  if (request.method !== method) problems.push(`sent with ${request.method}`);
  if (!sameJson(segmentsOf(request.url.pathname), segments)) problems.push(`sent to ${request.url.pathname}`);
  if (inQuery ? request.body !== undefined : request.url.search !== '')
    problems.push('parameters in the wrong place');
  if (!paramsKnown) return problems;
  const sent = new URLSearchParams(inQuery ? request.url.search : request.body);
  const { braces = {}, names = [] } = operation ?? {};
  const wanted = Object.entries(params).filter(
    ([key, value]) => !(key in braces) || wireText(value) !== braces[key],
  );
  // The client reads logs in bigger pages than PVE's default.
  if (names.join('.') === 'tasks.log')
    wanted.unshift(...Object.entries(definedRange({})).filter(([key]) => !(key in params)));
  const keys = new Set([...sent.keys(), ...wanted.map(([key]) => key)]);
  for (const key of keys) {
    const [, value] = wanted.find(([name]) => name === key) ?? [];
    const empty = Array.isArray(value) && value.length === 0;
    if (!empty && !sameParam(value, sent.getAll(key), typeof typed[key] === 'object'))
      problems.push(`parameter ${key}: ${show(value)} was sent as ${show(sent.getAll(key))}`);
  }
  return problems;
}
