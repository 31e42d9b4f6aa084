import { rightsAt } from '@felhom/proxmox/agent';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingOf } from '~/core/rights.js';
import { acls, listed, paths, truth } from '../support/acl-model.js';

const at = (permissions: Record<string, Record<string, boolean>>, path: string) =>
  [...rightsAt(permissions, path)].sort();

describe('the rights at a path', () => {
  it('a path that is not listed inherits from the nearest one above it', () => {
    const permissions = { '/': { 'VM.Audit': true }, '/vms': { 'VM.PowerMgmt': true } };
    expect(at(permissions, '/vms/100')).toEqual(['VM.PowerMgmt']);
    expect(at(permissions, '/storage/local')).toEqual(['VM.Audit']);
  });

  it('a listed path replaces what is above it, and adds nothing to it', () => {
    const permissions = { '/vms': { 'VM.Audit': true }, '/vms/100': { 'VM.Snapshot': true } };
    expect(at(permissions, '/vms/100')).toEqual(['VM.Snapshot']);
  });

  it('a privilege that does not propagate counts on its own path only', () => {
    const permissions = { '/vms': { 'VM.Audit': false, 'VM.Clone': true } };
    expect(at(permissions, '/vms')).toEqual(['VM.Audit', 'VM.Clone']);
    expect(at(permissions, '/vms/100')).toEqual(['VM.Clone']);
  });

  it('a row that passes nothing on leaves the paths below to what is above it', () => {
    const permissions = { '/': { 'VM.Audit': true }, '/vms': { 'VM.Clone': false } };
    expect(at(permissions, '/vms/100')).toEqual(['VM.Audit']);
  });

  it('an empty row means nothing there, whatever is above', () => {
    expect(at({ '/': { 'VM.Audit': true }, '/vms/100': {} }, '/vms/100')).toEqual([]);
  });

  it('nothing listed is no right at all, and names of the prototype are no paths', () => {
    expect(at({}, '/vms/100')).toEqual([]);
    expect(at({ '/': { 'VM.Audit': true } }, '/constructor')).toEqual(['VM.Audit']);
  });

  it('agrees with how Proxmox VE works them out, for any access control list', () => {
    const asked = fc.constantFrom(...paths, '/vms/4711', '/nodes/pve2', '/storage/other', '/pool/p');
    fc.assert(
      fc.property(acls, asked, (entries, path) => {
        expect(at(listed(entries) as never, path)).toEqual([...truth(entries, path).keys()].sort());
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what a need is missing', () => {
  it('each of `all`', () => {
    const need = { path: '/', all: ['VM.Audit', 'VM.Clone', 'VM.Allocate'] };
    expect(missingOf(need, new Set(['VM.Clone']))).toEqual(['VM.Audit', 'VM.Allocate']);
  });

  it('the first of `any`, and only if there is none of them', () => {
    const need = { path: '/', any: ['VM.Snapshot', 'VM.Snapshot.Rollback'] };
    expect(missingOf(need, new Set())).toEqual(['VM.Snapshot']);
    expect(missingOf(need, new Set(['VM.Snapshot.Rollback']))).toEqual([]);
  });
});
