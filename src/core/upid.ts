import { ParamsError } from './errors.js';

/** A task's unique id as PVE prints it, with its trailing colon. */
export type Upid = `UPID:${string}:`;

/** The parts of a UPID. */
export interface UpidParts {
  /** The node that runs the task; its status and log are asked of this node. */
  node: string;
  /** Process id of the worker. */
  pid: number;
  /** When the worker started, in clock ticks since the host's boot. */
  pstart: number;
  /** When the task started, in seconds since the epoch. */
  starttime: number;
  /** The worker type: `vzstart`, `vzdump`, `imgcopy`, … */
  type: string;
  /** What the task is about: a vmid, a storage, a file name (escapes decoded), or empty. */
  id: string;
  /** Who started it: `user@realm`, or `user@realm!token` of a token. */
  user: string;
  /** The name of the token that started it, where one did. */
  tokenid: string | undefined;
}

// PSTART has 9 digits once the host was up for some 497 days. The last three fields exclude `/` since PVE 9.1; earlier
// hosts allowed it. (pve-common src/PVE/UPID.pm)
const pattern =
  /^UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s]+):([^:\s]*):([^:\s]+):$/;

/** What is wrong with a text that is none. */
export const notUpid =
  'not a UPID: UPID:NODE:PID:PSTART:STARTTIME:TYPE:ID:USER: with its final colon is expected';

/** True for a string that PVE would take as a UPID. */
export function isUpid(text: unknown): text is Upid {
  return typeof text === 'string' && pattern.test(text);
}

/**
 * Takes a UPID apart.
 * @throws ParamsError if the text is no UPID; the trailing colon is part of one.
 */
export function parseUpid(text: string): UpidParts {
  const match = pattern.exec(text);
  if (match === null) {
    throw new ParamsError([{ path: 'upid', message: notUpid }]);
  }
  const [, node = '', pid = '', pstart = '', starttime = '', type = '', id = '', auth = ''] = match;
  const bang = auth.indexOf('!', auth.lastIndexOf('@'));
  return {
    node,
    pid: Number.parseInt(pid, 16),
    pstart: Number.parseInt(pstart, 16),
    starttime: Number.parseInt(starttime, 16),
    type,
    id: unescapeId(id),
    user: auth,
    tokenid: bang === -1 ? undefined : auth.slice(bang + 1),
  };
}

/** Writes a UPID as PVE does: upper-case hex, `:`, `%`, blanks and control characters of the id escaped. */
export function formatUpid(parts: Omit<UpidParts, 'tokenid'>): Upid {
  const hex = (value: number, width = 8): string => value.toString(16).toUpperCase().padStart(width, '0');
  return `UPID:${parts.node}:${hex(parts.pid)}:${hex(parts.pstart)}:${hex(parts.starttime)}:${parts.type}:${escapeId(parts.id)}:${parts.user}:`;
}

// PVE escapes bytes, so a name outside ASCII is several escapes; anything that does not decode is left as it is.
function unescapeId(id: string): string {
  if (!id.includes('%')) return id;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function escapeId(id: string): string {
  return id.replace(/[\p{Cc}\s:%/]|[^\p{ASCII}]/gu, (char) =>
    Array.from(
      new TextEncoder().encode(char),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  );
}
