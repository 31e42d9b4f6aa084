import { rightsAt } from '../../core/rights.js';
import type { Check } from '../check.js';
import type { Resource } from '../facts.js';
import { count } from '../units.js';

const kinds = [
  { type: 'lxc', one: 'container' },
  { type: 'qemu', one: 'virtual machine' },
] as const;

/** How many guests the caller sees, and how they are. */
export const guestsCheck: Check = {
  name: 'guests',
  async run(facts) {
    const guests = await facts.guests();
    if (guests.length === 0) {
      const permissions = await facts.permissions();
      const paths = ['/vms', ...Object.keys(permissions).filter((path) => path.startsWith('/vms/'))];
      if (paths.some((path) => rightsAt(permissions, path).has('VM.Audit')))
        return { status: 'ok', summary: 'none', data: { guests: 0 } };
      return {
        status: 'warn',
        summary: 'none that may be seen: PVE leaves out guests on which the caller lacks VM.Audit',
        advice: ['Give it VM.Audit on /vms, or on the guests that it is made for.'],
        data: { guests: 0 },
      };
    }
    const byKind = kinds.map(({ type, one }) => ({ one, type, list: guests.filter((g) => g.type === type) }));
    const unknown = guests.filter(({ status }) => status !== 'running' && status !== 'stopped');
    const locked = guests.filter(({ lock }) => lock !== undefined && lock !== '');
    return {
      status: unknown.length > 0 ? 'warn' : 'ok',
      summary: byKind
        .filter(({ list }) => list.length > 0)
        .map(({ one, list }) => `${count(list.length, one)} (${states(list)})`)
        .join(', '),
      rows: locked.map(({ vmid, lock, name }) => [`${vmid}`, name ?? '', `locked: ${lock}`]),
      advice:
        unknown.length === 0
          ? []
          : [`The state of ${unknown.map(({ vmid }) => vmid).join(', ')} is not known: is its node online?`],
      data: {
        guests: guests.length,
        ...Object.fromEntries(byKind.map(({ type, list }) => [type, tally(list)])),
        locked: locked.map(({ vmid, lock }) => ({ vmid, lock })),
      },
    };
  },
};

/** What a guest counts as: templates never run. */
function tally(guests: readonly Resource[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { template, status = 'unknown' } of guests) {
    const state = template === true ? 'template' : status;
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

function states(guests: readonly Resource[]): string {
  return Object.entries(tally(guests))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([state, number]) => (state === 'template' ? count(number, state) : `${number} ${state}`))
    .join(', ');
}
