import { allocate, existingVolume, isNewVolume, ParamsError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { volumeIssue } from '~/core/volume.js';

describe('a new volume', () => {
  it.each<[string, number, string]>([
    ['local', 8, 'local:8'],
    ['local-lvm', 0.5, 'local-lvm:0.5'],
    ['a.b_c-1', 1024, 'a.b_c-1:1024'],
    ['btr', 0, 'btr:0'],
  ])('of %s and %d GiB is %s', (storage, gib, expected) => {
    expect(allocate(storage, gib)).toBe(expected);
    expect(isNewVolume(expected)).toBe(true);
  });

  it.each<[unknown, unknown]>([
    ['local', -1],
    ['local', Number.NaN],
    ['local', Number.POSITIVE_INFINITY],
    ['local', 1e21],
    ['local', 1e-7],
    ['local', '8'],
    ['l', 8],
    ['local:x', 8],
    ['/srv', 8],
    ['a,b', 8],
    ['local\n', 8],
  ])('is not made of %j and %j', (storage, gib) => {
    expect(() => allocate(storage as string, gib as number)).toThrow(ParamsError);
  });
});

describe('an existing volume', () => {
  it.each(['local:101/vm-101-disk-0.raw', 'local-lvm:vm-101-disk-0', 'san:0.0.0.scsi-1', 'ab:8a', 'ab:8/9'])(
    '%s',
    (id) => {
      expect(existingVolume(id)).toBe(id);
      expect(volumeIssue(id)).toBeUndefined();
    },
  );

  it.each(['local:8', 'local:0.5', 'Local:08'])('is not %s, which PVE would allocate', (id) => {
    expect(() => existingVolume(id)).toThrow('allocate');
    expect(volumeIssue(id)).toBeUndefined();
  });

  it.each(['/srv', '/dev/sda', '8', 'local', 'local:', ':8', 'local:a,size=8G', 'local:a b', 'none'])(
    'is not %j, which is no volume of a storage',
    (id) => {
      expect(() => existingVolume(id)).toThrow(ParamsError);
      expect(volumeIssue(id)).toContain('host paths');
    },
  );
});
