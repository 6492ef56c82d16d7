#!/usr/bin/env bash
# Installs Debian packages without asking: as root, or with a sudo that needs no password.
# Otherwise exits with status 1 and changes nothing; the caller explains what that means.
set -euo pipefail

command -v apt-get >/dev/null || exit 1
if [[ $(id -u) -eq 0 ]]; then
  as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n env)
else
  exit 1
fi

apt() {
  "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

echo "Installing Debian packages: $*"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ apt update && apt install --yes --no-install-recommends "$@"; } >"$log" 2>&1 || {
  tail -n 5 "$log" >&2
  exit 1
}
