import { type EngineResponse, respond } from './http.js';

/** Answers in the other formats that the API has beside JSON. All are made from the JSON answer. */

interface Body {
  readonly data?: unknown;
  readonly message?: string;
  readonly errors?: object;
  readonly total?: number;
  readonly changes?: unknown;
}

type Formatter = (
  response: EngineResponse,
  body: Body,
) => { status: number; reason: string; type: string; text: string };

const html = 'text/html;charset=UTF-8';

const formatters: ReadonlyMap<string, Formatter | undefined> = new Map<string, Formatter | undefined>([
  ['json', undefined],
  [
    'extjs',
    (response, body) => ({ ...ok, type: 'application/json;charset=UTF-8', text: wrapped(response, body) }),
  ],
  ['htmljs', (response, body) => ({ ...ok, type: html, text: escaped(wrapped(response, body)) })],
  ['html', ({ status, reason }, body) => ({ status, reason, type: html, text: page(status, body) })],
]);

const ok = { status: 200, reason: 'OK' };

export function isFormat(format: string): boolean {
  return formatters.has(format);
}

/** The same answer in another format. What comes from below the API has no format and stays as it is. */
export function inFormat(format: string, response: EngineResponse): EngineResponse {
  const formatter = formatters.get(format);
  const type = response.headers.find(([name]) => name === 'Content-Type')?.[1];
  if (formatter === undefined || response.body === undefined || type?.startsWith('application/json') !== true)
    return response;
  const { status, reason, type: contentType, text } = formatter(response, JSON.parse(response.body));
  const values = response.headers.filter(([name]) => name === 'Connection').map(([, value]) => value);
  const connection =
    status < 400 && response.status >= 400
      ? 'keep'
      : values.length > 1
        ? 'both'
        : values[0] === 'close'
          ? 'close'
          : 'keep';
  const formatted = respond({ status, reason, body: text, contentType, connection });
  return response.packed === true ? { ...formatted, packed: true } : formatted;
}

/** Always a success to HTTP: what became of it is inside. */
function wrapped({ status }: EngineResponse, { data, message, errors, total, changes }: Body): string {
  const failed = status >= 400;
  return JSON.stringify({
    success: failed || errors !== undefined ? 0 : 1,
    data: data ?? null,
    ...(failed ? { status, message } : {}),
    ...(errors === undefined ? {} : { errors }),
    ...(failed || total === undefined ? {} : { total }),
    ...(failed || changes === undefined ? {} : { changes }),
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(status: number, body: Body): string {
  const alert =
    status >= 400
      ? `<div class="alert">Error ${status}: ${escaped((body.message ?? '').trim())}</div>\n`
      : '';
  return `<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Proxmox VE API</title></head>\n<body>\n${alert}<pre>${escaped(JSON.stringify(body, undefined, 3))}</pre>\n</body>\n</html>\n`;
}
