// What is asked of the agents.

/** Kinds of commands, and how often each comes. */
const kinds = { line: 8, probed: 5, secret: 2, fails: 2, snapshot: 2, asked: 1 };

/** The guests of an agent: as many as there are agents, so that a kill interrupts no more than that. */
export const guestsOf = (index, workers) =>
  Array.from({ length: workers }, (_, n) => 1_000 + 100 * index + n);

/** A wish for the hub's `queue`, and the kind that it is. */
export function wishOf(number, { chance, guests, agent }) {
  const kind = chance.weighed(kinds);
  const vmid = chance.pick(guests);
  const wish = (action, params) => ({
    kind,
    wish: { agent, action, params, requester: 'kill-loop', lives: 3_600 },
  });
  if (kind === 'snapshot') return { ...wish('guest.snapshot', { vmid, snapname: `s${number}` }), vmid };
  if (kind === 'secret') return wish('kill.line', { vmid, secret: `canary-${number}-${chance.share()}` });
  return wish(`kill.${kind}`, { vmid });
}
