import type { Check } from '../check.js';
import type { Finding } from '../finding.js';
import { type StorageRow, storageRows } from '../storage-rows.js';
import { bytes, count, percent } from '../units.js';

const full = 90;

/** Which storages the caller sees, whether they are reachable, and how full they are. */
export const storageCheck: Check = {
  name: 'storage',
  after: ['nodes'],
  async run(facts) {
    return judgeStorage(await storageRows(facts));
  },
};

/** What to think of storages. */
export function judgeStorage(rows: readonly StorageRow[]): Finding {
  if (rows.length === 0) {
    return {
      status: 'warn',
      summary: 'none that may be seen: PVE leaves out storages on which the caller lacks Datastore.Audit',
      advice: ['Give it Datastore.Audit on /storage, or on the storages that it is made for.'],
      data: { storages: [] },
    };
  }
  const enabled = rows.filter((row) => row.enabled !== false);
  const inactive = enabled.filter(({ active }) => active !== true);
  const tight = enabled.filter((row) => row.active === true && usedPercent(row) > full);
  const troubles = [
    ...inactive.map(({ label }) => `${label} is not active`),
    ...tight.map((row) => `${row.label} is ${usedPercent(row)} % full`),
  ];
  const active = `${enabled.length - inactive.length} of ${count(enabled.length, 'storage')} active`;
  return {
    status: troubles.length === 0 ? 'ok' : 'warn',
    summary: [active, ...troubles].join('; '),
    rows: rows.map(describe),
    advice: [
      ...inactive.map(
        ({ label, node, storage }) =>
          `${label}: is its server or disk there? On ${node}, \`pvesm status --storage ${storage}\` tries it.`,
      ),
      ...tight.map(({ label }) => `${label}: make room, or backups and new disks will fail.`),
    ],
    data: {
      storages: rows.map(({ node, storage, type, active, enabled, used, total }) => ({
        node,
        storage,
        type,
        active: active === true,
        enabled: enabled !== false,
        used,
        total,
      })),
    },
  };
}

function usedPercent({ used = 0, total = 0 }: StorageRow): number {
  return percent(used, total) ?? 0;
}

function describe(row: StorageRow): string[] {
  const { label, type, used = 0, total = 0 } = row;
  if (row.enabled === false) return [label, type, 'disabled'];
  if (row.active !== true) return [label, type, 'not active'];
  return [label, type, `${bytes(used)} of ${bytes(total)} used (${usedPercent(row)} %)`];
}
