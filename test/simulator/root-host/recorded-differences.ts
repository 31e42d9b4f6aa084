/** What of the recorded commands is not compared, or differs, and why. */

/** Not run: nothing about the stubs could be learned from them. */
export const skipped: readonly (readonly [names: RegExp, why: string])[] = [
  [
    /^pct-create\/(?:killed-|after-kill-|two-at-once|second-while)/,
    'they follow commands that were killed, or that ran at the same time',
  ],
  [/^pct-set\/(?:mp-hotplug-bind-running|mp-new-volume-running|dev-running)/, 'that host had no AppArmor'],
  [/^pct-create\/storage-(?:full|not-mounted|disabled)$/, 'on a storage that another program made for them'],
  [
    /^(?:pct-(?:df|fsck)\/|pct-exec\/list-cpusets|pct\/(?:TTY-less-enter|console-less))/,
    'df, fsck, cpusets, enter and console are not modelled: a 501 says so',
  ],
  [
    /^pct-exec\/(?:exit-|inner-killed|stdout-stderr|background-child|inner-timeout)/,
    'containers have no shell here',
  ],
];

/** What others did on that host before a command: shells, and commands that were not kept. */
export const before: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'pveum/role-list-json': [['pveum', 'role', 'modify', 'BrainCli', '--privs', 'Sys.Audit', '--append', '1']],
  'pct-snapshot/btr-again': [['pct', 'snapshot', '415', 's1', '--description', 'first snap']],
  'pct-set/mp-bind-missing-source-status': [['pct', 'stop', '401']],
  'pct-lock/lock-backup-destroy': [['pct', 'set', '401', '--lock', 'backup']],
  'pct-clone/full-dir': [['pct', 'start', '400']],
  'pct-stop/running': [
    ['pct', 'create', '431', 'local:vztmpl/alpine-1_1.0-1_amd64.tar.zst', '--rootfs', 'local:0.1', '--start'],
  ],
  'pct-destroy/force-running': [
    ['pct', 'create', '433', 'local:vztmpl/alpine-1_1.0-1_amd64.tar.zst', '--rootfs', 'local:0.1', '--start'],
  ],
};

/** Other guests, users and roles than here: only the form of the output is compared. */
export const lists =
  /^(?:pct-list\/list|pct-mount\/list-shows-lock|pct-status\/verbose|pveum\/(?:role|acl|user|token)-list)/;

/** What the stubs do otherwise. */
export const differing: Readonly<Record<string, string>> = {
  'pct-create/bindmount-missing-host-path': 'folders of the host are not modelled',
  'pct-set/mp-bind-missing-source-start': 'folders of the host are not modelled',
  'pct-set/dev-missing': 'devices of the host are not modelled',
  'pct-set/hookscript-missing': 'what hook scripts there are is not looked at',
  'pct-create/btr-storage-full': 'what is in a template is not modelled, so nobody warns of its systemd',
  'pct-mount/start-while-mounted': 'mounting is only a lock here, which a start does not take away',
  'pct-mount/exec-while-mounted': 'it follows that start',
  'pct-create/volume-full': 'the tar of the simulator does not say what it has read when it fails',
  'pct-lock/lock-backup-config':
    'the API of the simulator keeps the order of a mount point, and has what was refused there',
  'pct-create/locale-missing-bad-option': 'Perl and its complaints about locales are not here',
  'pct-resize/rootfs': 'the simulator grows a disk without checking its file system first',
  'pct-restore/force': 'there the new disk is made before the old one is removed',
  'pveum/user-delete': 'it warns of what an older command left in the file',
  'pveum/user-delete-again': 'it warns of what an older command left in the file',
  'pveum/user-add-again': 'the exit code is an error number that Perl had left over',
  'pveum/token-modify-bad-output-format': 'the exit code is an error number that Perl had left over',
  'pct-clone/full-dir': 'the exit code is an error number that Perl had left over',
  'pct-clone/running-no-snap': 'the exit code is an error number that Perl had left over',
};
