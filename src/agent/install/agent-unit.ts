import { ParamsError } from '../../core/errors.js';

/** The user and the group of the agent. */
export const account = 'felhom-agent';
/** The folder of the configuration and the policy. */
export const configFolder = '/etc/felhom-agent';

/**
 * The systemd unit of the agent. The API token comes as a credential, so the file of it can be root's alone. Needs systemd 250 (Debian 12).
 *
 * @param program The path of `felhom-agent`
 * @throws ParamsError for a path that a unit could take for something else
 */
export function agentUnit(program = '/usr/bin/felhom-agent'): string {
  if (!/^(?:\/[\w@+-][\w.@+-]*)+$/.test(program))
    throw new ParamsError([
      {
        path: 'program',
        message: 'an absolute path is expected, of letters, digits, `.`, `_`, `@`, `+` and `-`',
      },
    ]);
  return `[Unit]
Description=felhom-agent: carries out what a hub asks for, as far as this host's policy allows it
Documentation=https://www.npmjs.com/package/@felhom/proxmox
Wants=network-online.target
After=network-online.target felhom-priv.socket
# Before it is enrolled there is nothing to run: felhom-agent enroll.
ConditionPathExists=/var/lib/felhom-agent/identity.json
# A host that lost its network for a night has its agent back in the morning.
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${program} run --runner helper
User=${account}
Group=${account}
StateDirectory=felhom-agent
StateDirectoryMode=0700
LoadCredential=token:${configFolder}/token
Environment=FELHOM_AGENT_CONFIG=${configFolder}/config.json
Environment=FELHOM_AGENT_TOKEN_FILE=%d/token
# Nobody but the unit says what Node loads.
UnsetEnvironment=NODE_OPTIONS NODE_PATH
Restart=always
RestartSec=10
# The agent lets what it runs come to an end for 20 s, ends it then, and keeps what came of it. What is left then is killed.
KillMode=mixed
TimeoutStopSec=60
StandardInput=null
SyslogIdentifier=felhom-agent
UMask=0077
# Parameters may hold secrets.
LimitCORE=0
TasksMax=128

# What it needs root for, it asks the root helper for, over its socket: by itself it can become nobody else.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
# Not ProcSubset=pid: which start of the host this is stands in /proc/sys/kernel/random/boot_id.
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
# What is refused fails, and Node goes on without it: it sets the limit of open files at its start, for one.
SystemCallErrorNumber=EPERM
# V8 compiles while it runs, into memory that it writes and then executes.
MemoryDenyWriteExecute=no

[Install]
WantedBy=multi-user.target
`;
}
