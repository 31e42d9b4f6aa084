import type { Engine } from './engine.js';
import type { EngineResponse } from './http.js';
import type { World } from './world.js';

/**
 * An engine as a fetch-shaped function: no socket, no TLS. What only a connection can show is not there: its limits,
 * its end after an error, compressed bodies. It leads to the first node, or another one.
 */
export function fetchDoor(engine: Engine, node?: World): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const answer = await engine.handle(
      {
        method: request.method,
        path: pathname,
        query: search.slice(1),
        headers: Object.fromEntries(request.headers),
        // Read beforehand: without a connection there is no header that tells its length.
        body: new Uint8Array(await request.arrayBuffer()),
      },
      node,
    );
    if (answer.mishap?.kind === 'drop') throw fetchFailed(answer.mishap.code);
    return new Response(bodyOf(answer), {
      status: answer.status,
      statusText: answer.reason,
      headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
    });
  };
}

/** What fetch says when a connection ends without an answer, or does not come about. */
function fetchFailed(code: string | undefined): TypeError {
  if (code === undefined) return new TypeError('fetch failed');
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });
}

function bodyOf({ body, mishap }: EngineResponse): ReadableStream<Uint8Array> | string | null {
  if (body === undefined || mishap?.kind !== 'cut') return body ?? null;
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(Buffer.from(body).subarray(0, mishap.at));
      controller.error(new TypeError('terminated'));
    },
  });
}
