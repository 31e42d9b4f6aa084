import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import type { Finding } from '../finding.js';
import { failureOf } from '../refusal.js';
import { type StorageRow, storageRows } from '../storage-rows.js';
import { bytes, count } from '../units.js';
import { worst } from './worst.js';

/** What is on each storage that is active, as far as the caller may see it. */
export const contentCheck: Check = {
  name: 'content',
  after: ['nodes', 'storage'],
  async run(facts) {
    const rows = await storageRows(facts);
    if (rows.length === 0) return { status: 'skip', summary: 'no storage that may be seen' };
    const active = rows.filter((row) => row.active === true);
    if (active.length === 0) return { status: 'skip', summary: 'no storage is active' };
    const looks = await Promise.all(active.map(async (row) => ({ row, finding: await look(facts, row) })));
    const volumes = looks.reduce((sum, { finding }) => sum + Number(finding.data?.['volumes'] ?? 0), 0);
    const left = rows.length - active.length;
    return {
      status: worst(looks.map(({ finding }) => finding)),
      summary: `${count(volumes, 'volume')} on ${count(active.length, 'storage')}${left > 0 ? ` (${left} left out, not active)` : ''}`,
      rows: looks.map(({ row, finding }) => [row.label, finding.summary]),
      advice: [...new Set(looks.flatMap(({ finding }) => finding.advice ?? []))],
      data: {
        storages: looks.map(({ row, finding }) => ({
          storage: row.storage,
          node: row.node,
          ...finding.data,
        })),
      },
    };
  },
};

// One storage that cannot be listed says nothing about the others, so it is a warning with a name.
async function look(facts: Facts, { node, storage }: StorageRow): Promise<Finding> {
  try {
    const volumes = await facts.client.storage.content({ node, storage }, facts.options);
    const kinds: Record<string, { volumes: number; size: number }> = {};
    for (const { content, size = 0 } of volumes) {
      const kind = kinds[content] ?? { volumes: 0, size: 0 };
      kinds[content] = { volumes: kind.volumes + 1, size: kind.size + size };
    }
    const told = Object.entries(kinds)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, { volumes: number, size }]) => `${number} ${kind} (${bytes(size)})`);
    return {
      status: 'ok',
      summary: told.length === 0 ? 'empty' : told.join(', '),
      data: { volumes: volumes.length, kinds },
    };
  } catch (error) {
    return { ...(await failureOf(facts.client, error)), status: 'warn' };
  }
}
