import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBackupConfig } from '~/core/backup-config.js';

const text = `#caf%C3%A9 %25 50
#second line
arch: amd64
features: keyctl=1,nesting=1
memory: 512
mp0: local:101/vm-101-disk-1.raw,mp=/srv,backup=1,size=8G
rootfs: local:101/vm-101-disk-0.raw,size=4G
unprivileged: 1
lxc.apparmor.profile: unconfined
lxc.mount.entry = /srv srv none bind 0 0

[before]
memory: 64
snaptime: 1795188018
`;

describe('parseBackupConfig', () => {
  it('reads keys, the description and raw lines of the guest, not of its snapshots', () => {
    expect(parseBackupConfig(text)).toEqual({
      text,
      keys: {
        arch: 'amd64',
        description: 'café % 50\nsecond line\n',
        features: 'keyctl=1,nesting=1',
        memory: '512',
        mp0: 'local:101/vm-101-disk-1.raw,mp=/srv,backup=1,size=8G',
        rootfs: 'local:101/vm-101-disk-0.raw,size=4G',
        unprivileged: '1',
      },
      lxc: [
        ['lxc.apparmor.profile', 'unconfined'],
        ['lxc.mount.entry', '/srv srv none bind 0 0'],
      ],
    });
  });

  it('reads a virtual machine’s, and leaves out the notes of its backup', () => {
    const machine =
      '#qmdump#map:scsi0:drive-scsi0:local:raw:\nname: win11\nscsi0: local:120/x.raw,size=32G\n';
    expect(parseBackupConfig(machine).keys).toEqual({ name: 'win11', scsi0: 'local:120/x.raw,size=32G' });
  });

  it('keeps what it cannot decode, and nothing of what is no line', () => {
    expect(parseBackupConfig('#%E0%A4%A\nrubbish\n: x\nhostname:\n').keys).toEqual({
      description: '%E0%A4%A\n',
    });
  });

  it('takes any text, and keeps it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        const { text: kept, keys } = parseBackupConfig(any);
        expect(kept).toBe(any);
        expect(Object.getPrototypeOf(keys)).toBe(Object.prototype);
      }),
    );
  });

  it('gives back every key that was written', () => {
    const key = fc.stringMatching(/^[a-z]{2,12}[0-9]?$/).filter((name) => name !== 'description');
    const value = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
    fc.assert(
      fc.property(fc.dictionary(key, value), (config) => {
        const lines = Object.entries(config).map(([name, content]) => `${name}: ${content}\n`);
        expect(parseBackupConfig(lines.join('')).keys).toEqual({ ...config });
      }),
    );
  });
});
