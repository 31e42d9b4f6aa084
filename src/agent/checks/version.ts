import type { Check } from '../check.js';
import type { Finding } from '../finding.js';

/** The release line that this package is tested with. */
const tested = 9;

/** When Proxmox stopped to fix a release line (https://pve.proxmox.com/wiki/FAQ). */
const ended: Readonly<Record<number, string>> = {
  4: 'June 2018',
  5: 'July 2020',
  6: 'September 2022',
  7: 'July 2024',
  8: 'August 2026',
};

/** URL, certificate and credentials work, and the release is one that this package knows. */
export const versionCheck: Check = {
  name: 'version',
  async run(facts) {
    const { version, release } = await facts.version();
    return judgeVersion(version, release);
  },
};

/** What to think of a release. */
export function judgeVersion(version: string, release: string): Finding {
  const seen = `Proxmox VE ${version}`;
  const data = { version, release };
  const major = Number.parseInt(version, 10);
  if (Number.isNaN(major)) {
    return {
      status: 'warn',
      summary: `${seen}: this is no release number`,
      advice: ['Is this Proxmox VE? Proxmox Backup Server and Mail Gateway speak a similar API.'],
      data,
    };
  }
  if (major === tested) return { status: 'ok', summary: seen, data };
  if (major > tested) {
    const advice = [
      'What is new there may be refused or shown incompletely: look for a newer release of this package.',
    ];
    return {
      status: 'warn',
      summary: `${seen}: newer than ${tested}.x, which this package is tested with`,
      advice,
      data,
    };
  }
  const since = ended[major];
  return {
    status: 'warn',
    summary: `${seen}: ${since === undefined ? 'out of support' : `out of support since ${since}`}, and this package is tested with ${tested}.x`,
    advice: [
      `Upgrade the host (https://pve.proxmox.com/wiki/Upgrade_from_${major}_to_${major + 1}); until then expect some operations to be refused.`,
    ],
    data,
  };
}
