// Differences that are no mistake of the simulator, each with its reason. They count as different all the same.

const known = [
  {
    when: ({ problems }) => problems.some((problem) => problem.endsWith('is not modelled by the simulator')),
    why: 'not modelled, and it says so',
  },
  {
    when: ({ exitstatus }) => /find command '/.test(exitstatus),
    why: 'the recorded machine lacks a program that hosts have',
  },
  {
    when: ({ exitstatus }) => /QEMU exited with code|KVM/.test(exitstatus),
    why: 'the recorded machine cannot start virtual machines',
  },
  {
    when: ({ exitstatus }) => /'lxc-info -n \d+ -p' failed/.test(exitstatus),
    why: "the container's first program ended at once: what a container runs is not modelled",
  },
  {
    when: ({ exchange }) =>
      exchange.method === 'PUT' &&
      /\/lxc\/\d+\/config$/.test(exchange.path ?? '') &&
      Object.keys(exchange.answer.errors ?? {}).some((key) =>
        /^(?:memory|swap|cores|cpulimit|cpuunits)$/.test(key),
      ) &&
      exchange.answer.status === 400,
    why: 'the recorded machine cannot change memory and processors of a container that runs',
  },
  {
    when: ({ exchange }) =>
      /unable to create (?:CT|VM) (\d+) - (?:CT|VM) \1 already exists/.test(exchange.answer.reason),
    why: 'requests at the same time: which of them gets how far is chance',
  },
  {
    when: ({ exitstatus }) => /^checksum mismatch/.test(exitstatus),
    why: 'what was uploaded was not recorded',
  },
  {
    when: ({ exchange }) => /\/lxc\/\d+\/interfaces$/.test(exchange.path ?? ''),
    why: 'which addresses a container gives itself hangs on the programs in it, which are not modelled',
  },
  {
    when: ({ exchange }) => /\/(?:dns|aplinfo|metrics\/export)$/.test(exchange.path ?? ''),
    why: 'which name servers it asks, what it has fetched, whether it measures: that of the recorded machine',
  },
  {
    when: ({ exchange }) => /\/apt\/versions$/.test(exchange.path ?? ''),
    why: 'which packages are installed is that of the recorded machine',
  },
  {
    when: ({ exchange }) => /\/disks\/(?:list|smart)/.test(exchange.path ?? ''),
    why: 'the disks of the recorded machine are virtual ones',
  },
];

/**
 * @param {import('./records.mjs').Exchange} exchange
 * @param {readonly string[]} problems
 * @returns {string | undefined} Why its answer may be another one.
 */
export function reasonFor(exchange, problems) {
  const exitstatus = String(exchange.answer.data?.exitstatus ?? '');
  return known.find(({ when }) => when({ exchange, exitstatus, problems }))?.why;
}
