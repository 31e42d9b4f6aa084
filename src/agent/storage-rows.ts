import type { Facts, StorageState } from './facts.js';

/** A storage as a node sees it. */
export interface StorageRow extends StorageState {
  node: string;
  /** What to call it: with its node where the cluster has more than one. */
  label: string;
}

/**
 * The storages of all nodes that are online. One that is shared and works is named once, by the first node that
 * has it: it has the same content everywhere.
 */
export async function storageRows(facts: Facts): Promise<StorageRow[]> {
  const nodes = await facts.onlineNodes();
  const lists = await Promise.all(
    nodes.map(async (node) => {
      const storages = await facts.storages(node);
      return storages.map((state): StorageRow => ({ ...state, node, label: label(state, node, nodes) }));
    }),
  );
  const shown = new Set<string>();
  return lists
    .flat()
    .filter(({ label }) => !shown.has(label) && shown.add(label))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function label(state: StorageState, node: string, nodes: readonly string[]): string {
  const one = nodes.length === 1 || (state.shared === true && state.active === true);
  return one ? state.storage : `${node}/${state.storage}`;
}
