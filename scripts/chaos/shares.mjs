// Which of the host's journal, and of what came by, belongs to which of several calls.

/** What goes wrong with these is nothing that a client has to find out. */
const harmless = new Set([undefined, 'refuse', 'drip', 'delay']);

/**
 * For each call the entries and requests that are its own: the first request of each is known, as they begin one after the
 * other. What an answer tells, its task or its status, says which entry is its own; of those with the same request, the others get
 * the rest.
 * @param {readonly { ending: any, send: any }[]} ended
 */
export function shares(ended, { entries, sends, fault }) {
  const left = new Set(entries);
  const own = ended.map(() => []);
  const take = (at, entry) => {
    left.delete(entry);
    own[at].push(entry);
  };
  for (const isTold of [byTask('accepted', 'value'), byStatus, byTask('happened', 'upid')])
    for (const [at, { ending, send }] of ended.entries()) {
      const entry = own[at].length === 0 && [...left].find((one) => isTold(ending, one) && fits(one, send));
      if (entry) take(at, entry);
    }
  for (const [at, { send }] of ended.entries()) {
    const entry = own[at].length === 0 && [...left].find((one) => fits(one, send));
    if (entry) take(at, entry);
  }
  // More than one of a kind: somebody sent it again.
  for (const entry of left)
    take(
      Math.max(
        0,
        ended.findIndex(({ send }) => fits(entry, send)),
      ),
      entry,
    );
  const sent = ended.filter(({ send }) => send !== undefined).length;
  return ended.map(({ ending, send }, at) => ({
    ending,
    entries: own[at],
    // Whatever came by beyond the first request of each is the first call's: it is the one that something went wrong with.
    sends: (send === undefined ? 0 : 1) + (at === 0 ? sends - sent : 0),
    struck: at === 0 ? !harmless.has(fault?.kind) : fault?.kind === 'restart',
  }));
}

const byTask =
  (kind, key) =>
  (ending, { task }) =>
    ending.kind === kind && task !== undefined && ending[key] === task;
const byStatus = (ending, { status }) => ending.kind === 'rejected' && ending.status === status;

function fits({ method, path, params }, send) {
  if (send === undefined || method !== send.method || path !== send.path) return false;
  const text = send.body.toString('latin1');
  // A file is told by its name alone, which is part of no form.
  if (text.startsWith('--')) return text.includes(`filename="${params.filename}"`);
  const form = new URLSearchParams(text);
  return [...form.keys()].every((key) => {
    const seen = params[key];
    return seen === '***' || Array.isArray(seen) || String(seen) === form.get(key);
  });
}
