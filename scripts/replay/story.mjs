// What the recordings tell beside the request at hand: how a task ended, what a configuration looked like, and where
// requests are missing between two.

/** @param {readonly import('./records.mjs').Exchange[]} exchanges In the order of time. */
export function storyOf(exchanges) {
  const tasks = new Map();
  for (const exchange of exchanges) {
    const [, upid, section] =
      /^\/nodes\/[^/]+\/tasks\/([^/]+)(?:\/(status|log))?$/.exec(exchange.path ?? '') ?? [];
    if (upid === undefined || exchange.answer.status !== 200) continue;
    const task = tasks.get(upid) ?? {};
    if (section === 'status')
      task.status = task.status?.exitstatus === undefined ? exchange.answer.data : task.status;
    if (section === 'log' && !(task.log?.length > exchange.answer.data?.length))
      task.log = exchange.answer.data;
    tasks.set(upid, task);
  }
  const numbers = new Set(exchanges.map(({ seq }) => seq));
  return {
    task: (upid) => tasks.get(upid),
    outcomeOf: (upid) => tasks.get(upid)?.status,
    /** The next configuration that is shown before the guest is made anew. */
    configAhead(index, vmid) {
      for (const { method, path, params, answer } of exchanges.slice(index)) {
        if (path === undefined || answer.status !== 200) continue;
        if (
          new RegExp(`^/nodes/[^/]+/(?:lxc|qemu)/${vmid}/config$`).test(path) &&
          method === 'GET' &&
          params.snapshot === undefined
        )
          return answer.data;
        if (method === 'POST' && /\/(?:lxc|qemu)$/.test(path) && Number(params.vmid) === vmid)
          return undefined;
        if (method === 'DELETE' && new RegExp(`/(?:lxc|qemu)/${vmid}$`).test(path)) return undefined;
      }
      return undefined;
    },
    /** Whether a snapshot of the guest is ever made or seen. */
    hasSnapshots(vmid) {
      return exchanges.some(({ method, path = '', answer }) => {
        const rest = new RegExp(`^/nodes/[^/]+/(?:lxc|qemu)/${vmid}/snapshot(/.*)?$`).exec(path);
        if (rest === null || answer.status !== 200) return false;
        if (method === 'GET') return rest[1] !== undefined || answer.data.length > 1;
        return tasks.get(answer.data)?.status?.exitstatus === 'OK';
      });
    },
    /** Whether a request that is not recorded may lie between two. */
    isGap(from, to) {
      for (let seq = from + 1; seq < to; seq += 1) if (!numbers.has(seq)) return true;
      return false;
    },
  };
}

/** The guests that a request is about. */
export function guestsOf({ path = '', params }) {
  const own = /\/(?:lxc|qemu)\/(\d+)/.exec(path)?.[1];
  const named = [own, params.vmid, params.newid, ...String(params.vms ?? '').split(',')];
  return [...new Set(named.filter((id) => /^\d+$/.test(String(id))).map(Number))];
}

/** When a task began, in hundredths of a second since the boot of the recorded host. */
export function startOf(upid) {
  const [, ticks] =
    /^UPID:[^:]+:[0-9A-F]{8}:([0-9A-F]{8,9}):/.exec(typeof upid === 'string' ? upid : '') ?? [];
  return ticks === undefined ? undefined : Number.parseInt(ticks, 16);
}
