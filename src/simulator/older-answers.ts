import { type HostVersion, isSince } from './host-version.js';
import type { EngineResponse } from './http.js';

/** The largest body that a release takes, in bytes. */
export function maxBodyOf(version: HostVersion): number {
  return (isSince(version, 8) ? 512 : 64) * 1024;
}

/** What stands between the values of a key that came several times; undefined where they stay apart. */
export function joinerOf(version: HostVersion): string | undefined {
  return isSince(version, 8) ? undefined : '\0';
}

/**
 * An answer as the release of a host gives it. Before libpve-http-server-perl 5.2 the text of an error stood in the
 * reason phrase alone: errors of the API had no `message`, those of the HTTP layer no body at all.
 */
export function answerOf(version: HostVersion, answer: EngineResponse): EngineResponse {
  if (isSince(version, 8) || answer.status < 400 || answer.body === undefined) return answer;
  const isJson = answer.headers.some(([name]) => name === 'Content-Type');
  const status =
    answer.status === 500 && !isJson && answer.reason.startsWith('no such file') ? 501 : answer.status;
  if (!isJson)
    return {
      ...answer,
      status,
      body: undefined,
      headers: answer.headers.filter(([name]) => name !== 'Content-Length'),
    };
  const { message: _, ...rest } = JSON.parse(answer.body);
  const body = JSON.stringify(rest);
  const length = String(Buffer.byteLength(body));
  return {
    ...answer,
    body,
    headers: answer.headers.map(([name, value]) => [name, name === 'Content-Length' ? length : value]),
  };
}
