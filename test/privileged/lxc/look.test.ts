import { describe, expect, it } from 'vitest';
import { StubHost, storageTable } from './stub-host.js';

const task = (upid: string, more: object) => ({ upid, type: 'vzcreate', ...more });

describe('lxc.look', () => {
  it('tells that there is no such container', async () => {
    using host = new StubHost({
      'pvesm status': { stdout: storageTable(['local', 100], ['nas', 0, 'inactive']) },
    });
    const look = await host.privileged.lxc.look({ vmid: 400 });
    expect(look).toMatchObject({ config: undefined, running: [] });
    expect(look.storages.map(({ storage, active }) => [storage, active])).toEqual([
      ['local', true],
      ['nas', false],
    ]);
    expect(host.changes).toEqual([]);
  });

  it('tells its configuration, and which tasks are at work on it', async () => {
    using host = new StubHost({
      'pct config': { stdout: 'description: made by%0Ame\nlock: create\n' },
      'pvesh tasks': {
        stdout: JSON.stringify([
          task('UPID:a', { endtime: 5, status: 'OK' }),
          task('UPID:b', { status: 'RUNNING' }),
          task('UPID:c', {}),
        ]),
      },
    });
    const { config, running } = await host.privileged.lxc.look({ vmid: 400 });
    expect(config).toEqual({ description: 'made by\nme', lock: 'create' });
    expect(running).toEqual(['UPID:b', 'UPID:c']);
  });

  it('throws where it cannot tell', async () => {
    using host = new StubHost({ 'pct config': { exitCode: 255, stderr: 'ipcc_send_rec failed\n' } });
    await expect(host.privileged.lxc.look({ vmid: 400 })).rejects.toMatchObject({ code: 'PVE_COMMAND' });
  });
});
