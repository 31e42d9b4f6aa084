import { notModelled } from '../errors.js';
import { type JournalLine, journalOf } from '../journal-text.js';
import { type Context, Counted, type Route } from '../route.js';
import { all } from '../rule.js';

/** The journal of the node, in its two forms. */

export const nodeLogRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/journal',
    permission: all('/nodes/{node}', 'Sys.Syslog'),
    protected: true,
    packed: true,
    handler: journal,
  },
  {
    route: 'GET /nodes/{node}/syslog',
    permission: all('/nodes/{node}', 'Sys.Syslog'),
    protected: true,
    handler: ({ world, params }) => {
      if (params.has('service')) throw notModelled("'service' of the system log");
      const since = localSeconds(params.maybe('since')) ?? 0;
      const until = localSeconds(params.maybe('until')) ?? Number.POSITIVE_INFINITY;
      const lines = journalOf(world).filter(({ time }) => time >= since && time <= until);
      const start = params.maybeInt('start') ?? 0;
      const end = start + (params.maybeInt('limit') ?? 50);
      const rows = lines.slice(start, end).map((line, index) => ({ n: start + index + 1, t: line.text }));
      return new Counted(rows, lines.length);
    },
  },
];

/** The lines of a range between two cursors, as its reader gives them. */
function journal({ world, params }: Context): string[] {
  for (const key of ['structured', 'identifiers', 'units', 'kernel', 'priority', 'service', 'unit'])
    if (params.has(key)) throw notModelled(`'${key}' of the journal`);
  const since = params.maybeInt('since') ?? 0;
  const until = params.maybeInt('until') ?? Number.POSITIVE_INFINITY;
  const after = cursorIndex(params.maybe('startcursor')) ?? -1;
  const before = cursorIndex(params.maybe('endcursor')) ?? Number.POSITIVE_INFINITY;
  const wanted = journalOf(world)
    .map((line, index): JournalLine & { index: number } => ({ ...line, index }))
    .filter(({ time, index }) => time >= since && time <= until && index > after && index < before);
  const last = params.maybeInt('lastentries') ?? 0;
  const lines = last === 0 ? wanted : wanted.slice(-last);
  const [first] = lines;
  const end = lines.at(-1);
  if (first === undefined || end === undefined) return [];
  return [cursor(first.index), ...lines.map((line) => line.text), cursor(end.index)];
}

function cursor(index: number): string {
  return `s=5f3c1d2e00004000800000000000c0de;i=${(index + 1).toString(16)}`;
}

function cursorIndex(text: string | undefined): number | undefined {
  const index = /;i=([0-9a-f]+)$/.exec(text ?? '')?.[1];
  return index === undefined ? undefined : Number.parseInt(index, 16) - 1;
}

/** The node's time zone is UTC. */
function localSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [date = '', time = '00:00:00'] = text.split(' ');
  return Math.floor(Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`) / 1000);
}
