// What dpkg runs when the package comes and goes. DPKG_ROOT is set where that is the tree of another system.
const units = 'felhom-priv.socket felhom-agent.service';

export const postinst = `#!/bin/sh
set -e
root="\${DPKG_ROOT:-}"

if [ "$1" = configure ]; then
  if ! grep -q '^felhom-agent:' "$root/etc/passwd"; then
    useradd \${root:+--prefix "$root"} --system --user-group --no-create-home \\
      --home-dir /nonexistent --shell /usr/sbin/nologin felhom-agent
  fi
  # By number: the user of another tree has another one, or none, here.
  ids=$(sed -n 's/^felhom-agent:[^:]*:\\([0-9]*\\):\\([0-9]*\\):.*/\\1:\\2/p' "$root/etc/passwd")
  if [ ! -e "$root/var/lib/felhom-agent" ]; then
    install -d -m 0700 "$root/var/lib/felhom-agent"
    chown "$ids" "$root/var/lib/felhom-agent"
  fi
  for unit in ${units}; do
    deb-systemd-helper unmask "$unit" >/dev/null || true
    # Whoever has disabled it wants it to stay so.
    if deb-systemd-helper --quiet was-enabled "$unit"; then
      deb-systemd-helper enable "$unit" >/dev/null || true
    else
      deb-systemd-helper update-state "$unit" >/dev/null || true
    fi
  done
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl --system daemon-reload >/dev/null || true
    # Without effect on an agent that is not enrolled yet.
    deb-systemd-invoke restart ${units} >/dev/null || true
  fi
fi
`;

export const prerm = `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -z "\${DPKG_ROOT:-}" ] && [ -d /run/systemd/system ]; then
  deb-systemd-invoke stop felhom-agent.service felhom-priv.socket >/dev/null || true
fi
`;

export const postrm = `#!/bin/sh
set -e
root="\${DPKG_ROOT:-}"

if [ "$1" = remove ] && [ -z "$root" ] && [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null || true
fi
if [ "$1" = purge ]; then
  if command -v deb-systemd-helper >/dev/null; then
    for unit in ${units}; do
      deb-systemd-helper purge "$unit" >/dev/null || true
      deb-systemd-helper unmask "$unit" >/dev/null || true
    done
  fi
  rm -rf "$root/var/lib/felhom-agent" "$root/etc/felhom-agent"
  if grep -q '^felhom-agent:' "$root/etc/passwd"; then
    userdel \${root:+--prefix "$root"} felhom-agent >/dev/null 2>&1 || true
  fi
fi
`;
