import type { Contents, Disk } from '../disks.js';
import type { Host } from './command.js';
import { parseGnu } from './gnu-options.js';
import type { Invocation } from './invocation.js';

/** `blkid` of util-linux 2.41: what is on devices, by their labels and ids. */

type Tags = readonly (readonly [name: string, value: string])[];

export function runBlkid({ machine }: Host, invocation: Invocation): number {
  const { given, words, unknown, incomplete } = parseGnu(
    'o|output= p|probe U|uuid= L|label= s|match-tag= c|cache-file= V|version',
    invocation.argv,
  );
  if (unknown !== undefined || incomplete !== undefined) {
    const problem =
      incomplete !== undefined
        ? `option requires an argument -- '${incomplete.replace(/^-+/, '')}'`
        : unknown?.startsWith('--') === true
          ? `unrecognized option '${unknown}'`
          : `invalid option -- '${unknown?.slice(1)}'`;
    invocation.err(`blkid: ${problem}\nTry 'blkid --help' for more information.\n`);
    return 4;
  }
  const probe = given.has('probe');
  const all = machine.disks.flatMap((disk) => tagsOf(disk, probe));
  for (const [option, tag] of [
    ['uuid', 'UUID'],
    ['label', 'LABEL'],
  ] as const) {
    const wanted = given.get(option)?.at(-1);
    if (wanted === undefined) continue;
    const found = all.find(({ tags }) => tags.some(([name, value]) => name === tag && value === wanted));
    if (found !== undefined) invocation.out(`${found.device}\n`);
    return found === undefined ? 2 : 0;
  }
  const names = given.get('match-tag');
  const chosen = all
    .filter(({ device }) => words.length === 0 || words.includes(device))
    .map(({ device, tags }) => ({ device, tags: tags.filter(([name]) => names?.includes(name) !== false) }))
    .filter(({ tags }) => tags.length > 0);
  // Nothing on a device, and no such device, are the same to it.
  if (chosen.length === 0) return 2;
  invocation.out(printed(chosen, given.get('output')?.at(-1) ?? 'full'));
  return 0;
}

function printed(rows: readonly { device: string; tags: Tags }[], format: string): string {
  if (format === 'device') return rows.map(({ device }) => `${device}\n`).join('');
  if (format === 'value') return rows.flatMap(({ tags }) => tags.map(([, value]) => `${value}\n`)).join('');
  if (format === 'export')
    return rows
      .map(({ device, tags }) => {
        const lines = [['DEVNAME', device], ...tags].map(
          ([name, value = '']) => `${name}=${escaped(value)}\n`,
        );
        return lines.join('');
      })
      .join('\n');
  return rows
    .map(({ device, tags }) => `${device}: ${tags.map(([name, value]) => `${name}="${value}"`).join(' ')}\n`)
    .join('');
}

/** What a shell would take apart has a backslash in front. */
function escaped(value: string): string {
  return value.replace(/[^\w./:@%+,-]/g, '\\$&');
}

function tagsOf(disk: Disk, probe: boolean): { device: string; tags: Tags }[] {
  const { devpath, partitions, contents } = disk;
  if (partitions.length === 0) return [{ device: devpath, tags: contentTags(contents, probe) }];
  const join = /\d$/.test(devpath) ? 'p' : '';
  return [
    { device: devpath, tags: [['PTTYPE', 'gpt']] },
    ...partitions.map((partition, index) => ({
      device: `${devpath}${join}${index + 1}`,
      tags: [
        ...contentTags(partition, probe),
        ...some('PARTLABEL', partition.partlabel),
        ...some('PARTUUID', partition.partuuid),
      ],
    })),
  ];
}

function contentTags({ fstype, fsver, label, uuid }: Contents, probe: boolean): Tags {
  if (fstype === undefined) return [];
  return [
    ...some('LABEL', label),
    ...some('UUID', uuid),
    ...(probe ? some('VERSION', fsver) : []),
    ['TYPE', fstype],
    ...(probe ? some('USAGE', usageOf(fstype)) : []),
  ];
}

function some(name: string, value: string | undefined): Tags {
  return value === undefined ? [] : [[name, value]];
}

function usageOf(fstype: string): string {
  if (fstype === 'crypto_LUKS') return 'crypto';
  return /_member$/.test(fstype) ? 'raid' : 'filesystem';
}
