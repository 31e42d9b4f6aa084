import { ParamsError } from '../../core/errors.js';

/** What the units of the root helper are made of. */
export interface HelperUnits {
  /** The path of `felhom-agent`. Default `/usr/bin/felhom-agent`. */
  program?: string;
  /** The path of the unix socket. Default `/run/felhom-agent/priv.sock`. */
  socket?: string;
  /** Who may connect. Default `felhom-agent`. */
  group?: string;
  /** The configuration of the helper, where it is not at its usual place. */
  config?: string;
  /** Connections at once. Default 16. */
  connections?: number;
}

/**
 * The systemd units of the root helper, by file name. systemd accepts each connection and starts a helper for it, whose instance name tells
 * the user that the kernel knows of (`Accept=yes`): no other process of this package then runs as root when nobody asks.
 *
 * @throws ParamsError for values that a unit file could take for something else
 */
export function helperUnits({
  program = '/usr/bin/felhom-agent',
  socket = '/run/felhom-agent/priv.sock',
  group = 'felhom-agent',
  config,
  connections = 16,
}: HelperUnits = {}): Readonly<Record<'felhom-priv.socket' | 'felhom-priv@.service', string>> {
  const paths = { program, socket, ...(config === undefined ? {} : { config }) };
  const issues = Object.entries(paths)
    .filter(([, path]) => !/^(?:\/[\w@+-][\w.@+-]*)+$/.test(path))
    .map(([path]) => ({
      path,
      message: 'an absolute path is expected, of letters, digits, `.`, `_`, `@`, `+` and `-`',
    }));
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(group))
    issues.push({ path: 'group', message: 'the name of a group is expected' });
  if (!Number.isInteger(connections) || connections < 1 || connections > 1024)
    issues.push({ path: 'connections', message: 'a whole number from 1 to 1024 is expected' });
  if (issues.length > 0) throw new ParamsError(issues);
  const given = config === undefined ? '' : ` --config ${config}`;
  return {
    'felhom-priv.socket': `[Unit]
Description=Root helper of felhom-agent: its socket

[Socket]
ListenStream=${socket}
Accept=yes
SocketUser=root
SocketGroup=${group}
SocketMode=0660
DirectoryMode=0755
MaxConnections=${connections}
RemoveOnStop=yes

[Install]
WantedBy=sockets.target
`,
    'felhom-priv@.service': `[Unit]
Description=Root helper of felhom-agent: one connection (%i)
CollectMode=inactive-or-failed

[Service]
ExecStart=${program} privd --peer %i${given}
StandardInput=null
StandardOutput=journal
StandardError=journal
SyslogIdentifier=felhom-priv
# The helper ends what it runs by itself, gently: pct gets two minutes to take back what it did. What is left then is killed.
KillMode=mixed
TimeoutStopSec=180
NoNewPrivileges=yes
# A stricter one breaks pct create.
UMask=0022
# Parameters may hold secrets.
LimitCORE=0
# No option that gives the service a view of its own of the file system (ProtectSystem, ProtectHome, PrivateTmp, PrivateDevices,
# ReadOnlyPaths ...): what is mounted there would not be mounted for the host. pct does not survive RestrictNamespaces,
# RestrictSUIDSGID, SystemCallFilter=@system-service and PrivateNetwork.
`,
  };
}
