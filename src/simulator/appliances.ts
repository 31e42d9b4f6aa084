import { createHash } from 'node:crypto';

/** A template that the host knows of and does not have. */
export interface Appliance {
  readonly package: string;
  readonly version: string;
  readonly type: 'lxc';
  readonly os: string;
  readonly section: 'system';
  readonly maintainer: string;
  readonly architecture: 'amd64';
  readonly location: string;
  readonly source: string;
  readonly template: string;
  readonly infopage: string;
  readonly headline: string;
  readonly description: string;
  readonly md5sum: string;
  readonly sha512sum: string;
}

const source = 'http://download.example.com/images';

const rows = [
  ['alpine-3.22-default', '20250617', 'alpine', 'tar.xz', 'LXC default image for alpine 3.22'],
  ['debian-12-standard', '12.12-1', 'debian-12', 'tar.zst', 'Debian 12 Bookworm (standard)'],
  ['debian-13-standard', '13.1-2', 'debian-13', 'tar.zst', 'Debian 13 Trixie (standard)'],
  ['ubuntu-24.04-standard', '24.04-2', 'ubuntu-24.04', 'tar.zst', 'Ubuntu 24.04 Noble (standard)'],
] as const;

/** The list of templates, by file name. Their checksums are those of the files that the simulated servers have. */
export function createAppliances(): ReadonlyMap<string, Appliance> {
  return new Map(
    rows.map(([name, version, os, ending, headline]): [string, Appliance] => {
      const template = `${name}_${version}_amd64.${ending}`;
      const location = `${source}/system/${template}`;
      const sum = (algorithm: string): string =>
        createHash(algorithm).update(`the simulated file ${location}\n`).digest('hex');
      return [
        template,
        {
          package: name,
          version,
          type: 'lxc',
          os,
          section: 'system',
          maintainer: 'Simulated Images <images@example.com>',
          architecture: 'amd64',
          location,
          source,
          template,
          infopage: 'https://www.example.com/images',
          headline,
          description: `A small ${os} system.`,
          md5sum: sum('md5'),
          sha512sum: sum('sha512'),
        },
      ];
    }),
  );
}
