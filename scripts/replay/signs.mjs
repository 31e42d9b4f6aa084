// What an answer shows of the moment that it was given in.

/** An answer that only comes while a task is at work. */
export function showsWork({ path = '', answer, method }) {
  if (/\/tasks\/[^/]+\/status$/.test(path) && answer.data?.status === 'running') return true;
  if (/\/tasks\/[^/]+\/log$/.test(path) && answer.data?.[0]?.t === 'no content') return true;
  if (/\/tasks\/[^/]+$/.test(path) && method === 'DELETE') return true;
  return /is locked \((?!backup)/.test(answer.reason);
}

/** An answer that only comes when a task is over. */
export function showsEnd({ path = '', answer }) {
  if (/\/tasks\/[^/]+\/status$/.test(path)) return answer.data?.status === 'stopped';
  if (/\/tasks$/.test(path)) return answer.data?.every?.((row) => row.endtime !== undefined) ?? false;
  return /\/tasks\/[^/]+\/log$/.test(path) && /^TASK /.test(answer.data?.at?.(-1)?.t ?? '');
}

/** What was wrong with the host while it answered so. */
export function conditionOf(reason, conditions) {
  const [, vmid] =
    /can't lock file '\/run\/lock\/(?:lxc\/pve-config|qemu-server\/lock)-(\d+)\.(?:lock|conf)' - got timeout/.exec(
      reason ?? '',
    ) ?? [];
  if (vmid !== undefined) return conditions.configLocked(Number(vmid));
  if (/no quorum/.test(reason ?? '')) return conditions.noQuorum();
  if (/ipcc_send_rec\[\d+\] failed|unable to load access control list: Connection refused/.test(reason ?? ''))
    return conditions.clusterFilesystemDown();
  return undefined;
}

export function reasonToSkip({ request, answer, path }) {
  if (!(answer.status >= 100)) return 'no answer was recorded';
  if (answer.status === 595 || answer.status === 596)
    return 'the proxy gave up on a daemon that hung: no state of a host answers so';
  if (request.raw_body_len > 0 && /json/.test(request.content_type ?? ''))
    return 'the broken body was not recorded';
  if (request.raw_body_len > 0 && /multipart/.test(request.content_type ?? '') && answer.status === 400)
    return 'what was wrong with the upload was not recorded';
  void path;
  return undefined;
}
