import { NotFoundError, PermissionError } from '../../core/http-errors.js';
import type { Intent } from '../../core/intent.js';
import { hasMarker } from '../../core/marker.js';
import type { CallOptions } from '../../core/op.js';
import type { Route } from '../../core/route.js';
import type { Sender } from '../send.js';

/** Where what a call makes keeps its description: a request, and what to take of its answer. */
interface Place {
  route: Route;
  params: Readonly<Record<string, string>>;
  what: string;
  /** The texts that may hold the marker. */
  texts(data: unknown): readonly unknown[];
}

/**
 * Whether what the call makes is there with the call's own marker in it: nobody else has written that. Gives the evidence, or
 * undefined where there is no such thing (or no marker).
 */
export async function madeWithMarker(
  intent: Intent,
  sender: Sender,
  options: CallOptions,
): Promise<string | undefined> {
  const { marker } = intent;
  const place = marker === undefined ? undefined : placeOf(intent);
  if (marker === undefined || place === undefined) return undefined;
  try {
    const { data } = await sender.request(place.route, place.params, options);
    if (!place.texts(data).some((text) => hasMarker(text, marker))) return undefined;
    return `${place.what} is there, with the marker ${marker}`;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof PermissionError) return undefined;
    throw error;
  }
}

const field = (data: unknown, key: string): unknown => (Object(data) as Record<string, unknown>)[key];
const rows = (data: unknown): readonly unknown[] => (Array.isArray(data) ? data : []);

function placeOf({ route, params }: Intent): Place | undefined {
  const value = (key: string): string => String(params[key] ?? '');
  const match = /^POST \/nodes\/\{node\}\/(lxc|qemu)(?:\/\{vmid\}\/(clone|snapshot))?$/.exec(route);
  if (match !== null) {
    const [, type = '', action] = match;
    if (action === 'snapshot') return snapshot(type, value);
    const vmid = value(action === 'clone' ? 'newid' : 'vmid');
    const node = action === 'clone' && params['target'] !== undefined ? value('target') : value('node');
    return {
      route: `GET /nodes/{node}/${type}/{vmid}/config`,
      params: { node, vmid },
      what: `guest ${vmid}`,
      texts: (data) => [field(data, 'description')],
    };
  }
  if (route !== 'POST /nodes/{node}/vzdump' || params['storage'] === undefined) return undefined;
  return {
    route: 'GET /nodes/{node}/storage/{storage}/content',
    params: { node: value('node'), storage: value('storage'), content: 'backup' },
    what: `a backup on ${value('storage')}`,
    texts: (data) => rows(data).map((row) => field(row, 'notes')),
  };
}

function snapshot(type: string, value: (key: string) => string): Place {
  return {
    route: `GET /nodes/{node}/${type}/{vmid}/snapshot`,
    params: { node: value('node'), vmid: value('vmid') },
    what: `snapshot ${value('snapname')} of ${value('vmid')}`,
    texts: (data) =>
      rows(data)
        .filter((row) => field(row, 'name') === value('snapname'))
        .map((row) => field(row, 'description')),
  };
}
