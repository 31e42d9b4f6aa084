/** What `--help` prints. */
export const usage = `felhom-agent: tests a Proxmox VE host, and what a token may do there

Usage
  felhom-agent --selftest [--json]                       look only, change nothing
  felhom-agent --selftest=task --vmid N [--node NODE]    take and delete a snapshot of container N
  felhom-agent console VMID [--node NODE]                the terminal of VMID; leave it by Ctrl-] q
  felhom-agent trust HOST[:PORT]                         show a host's certificate, to pin it
  felhom-agent role --for PURPOSE [--user USER]          print the pveum lines of the least role
  felhom-agent sudoers [--user NAME]                     print what a service user needs of sudo
  felhom-agent host smart [DEVICE] [--wake]              the health of this host's disks, or of one
  felhom-agent host sensors|info|doctor                  sensors; what it is; what can be done
  felhom-agent host usb list [--all]                     disks at USB, with their UUIDs
  felhom-agent host usb mount UUID FOLDER [--persist] [--fs TYPE] [--read-only] [--dry-run]
  felhom-agent host usb unmount UUID|FOLDER [--forget] [--dry-run]
  felhom-agent host usb status UUID|FOLDER               where it is, and whether it comes back
  felhom-agent install [--apply]                         user, folders, units, a first policy
  felhom-agent uninstall [--apply] [--purge]             take that away again
  felhom-agent status                                    the agent that runs here, and what it does
  felhom-agent halt [--reason TEXT]                      end what it runs, and take no more work
  felhom-agent resume                                    take work again
  felhom-agent audit verify FILE... [--anchor FILE]      follow the chain of an audit log
  felhom-agent enroll --hub URL --token-file FILE        make this host an agent of a hub
  felhom-agent run [--policy FILE] [--simulate]          the agent: takes a hub's commands
  felhom-agent --selftest --simulate                     try it without a host
  felhom-agent simulate [--port N] [--version 8.4]       a simulated host, until Ctrl-C
  felhom-agent privd [--socket PATH]                     the root helper: docs/privileged.md

Options
  --selftest         version, nodes, status, guests, storage, content, permissions, and whether
                     the token may carry out each operation; and the agent, where one is set up
  --selftest=task    the round trip: snapshot, list, delete; it cleans up, also when interrupted
  --vmid N           the container of the round trip
  --node NODE        the node that the container is on; looked up if left out
  --for PURPOSE      of role: selftest, task, backup, or all (what --selftest lists)
  --user USER        of role: USER@REALM!TOKENID (felhom@pve!agent), without a secret; or USER@REALM
                     of sudoers: a user of this host (felhom-agent)
  --storage, --pool  of role: only there, as --vmid and --node
  --runner WAY       of host: direct (as root), sudo or helper (felhom-agent privd); direct for
                     root and sudo for others if left out
  --socket PATH      of host: the root helper's socket, in place of the usual one
  --type TYPE        of host smart: smartctl's -d, for USB bridges and RAID (sat, megaraid,0)
  --wake             of host smart: ask a disk that sleeps, too; it is left asleep otherwise
  --persist          of host usb mount: also when the host starts (fstab); --forget ends that
  --fs, --read-only  of host usb mount: what has to be on it; for reading only
  --all              of host usb list: every block device
  --hub URL          of enroll: the hub, https://; --token-file FILE: the token that it made
  --fingerprint FP   of enroll: of the hub's certificate; or --ca FILE: who signed it. If both are
                     left out, it has to be signed by a CA that this machine trusts
  --again            of enroll: in place of the enrolment that there is
  --dry-run          of host usb: show the commands and files, and change nothing
  --state DIR        of run, enroll, status, halt, resume: the agent's state
                     (/var/lib/felhom-agent)
  --policy FILE      of run: what a hub may ask for (/etc/felhom-agent/policy.json)
  --log-level LEVEL  of run: debug, info, warn or error
  --reason TEXT      of halt: kept with it
  --apply            of install, uninstall: do it, as root; else they only show what they would do
  --purge            of uninstall: also the configuration, the state and the user
  --root DIR         of install, uninstall: the tree of another system
  --program PATH     of install: where felhom-agent is (/usr/local/bin or /usr/bin)
  --anchor FILE      of audit: where the agent keeps how far its log had come
  --simulate         against a simulated host in this process, over real HTTPS
  --port, --host     of simulate: where it listens; a free port of 127.0.0.1 if left out
  --nodes, --seed    of simulate: a cluster of so many nodes; other random numbers
  --version RELEASE  of simulate: 7.4, 8.4 or 9.2
  --socket PATH      of privd: where it listens; else systemd passes it a socket
  --user, --group    of privd: for whom it works, who may connect (felhom-agent)
  --peer INSTANCE    of privd: for one connection that systemd accepted (%i)
  --config, -c FILE  the configuration, in place of the usual places
  --json             one JSON object in place of text
  --version, -V      the version of this program
  --help, -h         this text

Configuration
  A JSON file: --config, else FELHOM_AGENT_CONFIG, else the first that exists of
    ~/.config/felhom-agent/config.json (XDG_CONFIG_HOME)
    /etc/felhom-agent/config.json

    { "url": "https://pve1:8006", "tokenFile": "token", "fingerprint": "AA:BB:…" }

  Every key has a variable, and the variable wins:
    url          FELHOM_AGENT_URL            https://HOST[:8006]
    token        FELHOM_AGENT_TOKEN          USER@REALM!TOKENID=SECRET
    tokenFile    FELHOM_AGENT_TOKEN_FILE     a file with the token and nothing else
    user         FELHOM_AGENT_USER           USER@REALM, with a password in place of a token
    password     FELHOM_AGENT_PASSWORD
    passwordFile FELHOM_AGENT_PASSWORD_FILE
    totp         FELHOM_AGENT_TOTP           the current code of the second factor
    fingerprint  FELHOM_AGENT_FINGERPRINT    SHA-256 of the host's certificate; several with blanks
    caFile       FELHOM_AGENT_CA_FILE        the CA that signed it, PEM
    timeout      FELHOM_AGENT_TIMEOUT        seconds for one call (120)

  A file with a secret must be closed to others (chmod 600, or 640 with a group that reads it).
  Secrets are never taken from the command line, and never printed, but for simulate's own.

Exit codes
  0  all is well; warnings are allowed
  1  a check failed, or the round trip was interrupted (what it made was removed, or is named)
  2  wrong usage or configuration
  3  the host cannot be reached, or is not trusted
  of host smart: 1 a disk is failing, 3 a disk cannot be read or gives no verdict; asleep is 0
  of status: 1 degraded, halted or not running; of halt: 1 something may still run
  of host sensors: 1 an alarm; of host doctor: 1 something is missing`;
