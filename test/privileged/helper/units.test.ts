import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { helperUnits } from '@felhom/proxmox/privileged';
import { describe, expect, it } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import { folder, script } from './stage.js';

const analyze = '/usr/bin/systemd-analyze';

function valuesOf(text: string, key: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1));
}

describe('the systemd units of the root helper', () => {
  it('open a socket for a group, and start a helper for each connection with what systemd knows of it', () => {
    const { 'felhom-priv.socket': socket, 'felhom-priv@.service': service } = helperUnits();
    expect(valuesOf(socket, 'ListenStream')).toEqual(['/run/felhom-agent/priv.sock']);
    expect(valuesOf(socket, 'Accept')).toEqual(['yes']);
    expect(valuesOf(socket, 'SocketUser')).toEqual(['root']);
    expect(valuesOf(socket, 'SocketGroup')).toEqual(['felhom-agent']);
    expect(valuesOf(socket, 'SocketMode')).toEqual(['0660']);
    expect(valuesOf(service, 'ExecStart')).toEqual(['/usr/bin/felhom-agent privd --peer %i']);
  });

  it('have nothing that pct or a mount for the host does not survive', () => {
    const service = helperUnits()['felhom-priv@.service'];
    // Each of these gives the service a view of its own of the file system, or broke pct create on a real host.
    for (const setting of [
      'ProtectSystem',
      'ProtectHome',
      'PrivateTmp',
      'PrivateDevices',
      'PrivateMounts',
      'ProtectKernelTunables',
      'ProtectKernelModules',
      'ProtectKernelLogs',
      'ProtectControlGroups',
      'ProtectProc',
      'ReadOnlyPaths',
      'ReadWritePaths',
      'InaccessiblePaths',
      'BindPaths',
      'TemporaryFileSystem',
      'RootDirectory',
      'MountFlags',
      'DynamicUser',
      'RestrictNamespaces',
      'RestrictSUIDSGID',
      'SystemCallFilter',
      'PrivateNetwork',
    ])
      expect(valuesOf(service, setting), setting).toEqual([]);
    expect(valuesOf(service, 'UMask')).toEqual(['0022']);
  });

  it('take other places', () => {
    const units = helperUnits({
      program: '/opt/felhom/bin/felhom-agent',
      socket: '/run/x.sock',
      group: 'svc',
      config: '/etc/x.json',
      connections: 3,
    });
    expect(units['felhom-priv.socket']).toContain('ListenStream=/run/x.sock\n');
    expect(units['felhom-priv.socket']).toContain('SocketGroup=svc\n');
    expect(units['felhom-priv.socket']).toContain('MaxConnections=3\n');
    expect(valuesOf(units['felhom-priv@.service'], 'ExecStart')).toEqual([
      '/opt/felhom/bin/felhom-agent privd --peer %i --config /etc/x.json',
    ]);
  });

  it.each([
    { program: 'felhom-agent' },
    { program: '/bin/sh -c' },
    { program: '/a\nExecStartPre=/b' },
    { program: '/a%i' },
    { program: '/a/../b' },
    { socket: '0.0.0.0:80' },
    { socket: '/run/a b' },
    { socket: '8006' },
    { config: '/etc/$x' },
    { config: '/etc/x --user 0' },
    { group: 'a b' },
    { group: 'root\nAccept=no' },
    { group: '-x' },
    { connections: 0 },
    { connections: 1.5 },
  ])('refuse %j', (wish) => {
    expect(() => helperUnits(wish)).toThrow(ParamsError);
  });

  it.skipIf(!existsSync(analyze))('are found right by systemd (needs systemd-analyze)', async () => {
    const place = await folder();
    const units = helperUnits({ program: await script(join(place, 'felhom-agent'), ''), group: 'root' });
    for (const [name, text] of Object.entries(units)) await writeFile(join(place, name), text);
    const verify = (name: string) =>
      promisify(execFile)(analyze, ['verify', '--man=no', '--recursive-errors=no', join(place, name)]).then(
        ({ stderr }) => stderr,
        ({ stderr }: { stderr: string }) => stderr,
      );
    const ours = (text: string) => text.split('\n').filter((line) => line.includes('felhom'));
    expect(ours(await verify('felhom-priv.socket'))).toEqual([]);
    expect(ours(await verify('felhom-priv@.service'))).toEqual([]);
    // It does find what is wrong.
    const wrong = units['felhom-priv@.service'].replace('KillMode=', 'KilMode=');
    await writeFile(join(place, 'felhom-priv@.service'), wrong);
    expect(ours(await verify('felhom-priv@.service')).join()).toContain('KilMode');
  });
});
