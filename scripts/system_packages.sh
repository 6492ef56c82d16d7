#!/usr/bin/env bash
# Installs the programs that tests use: browsers, voices for their microphones, servers.
# Installs missing ones if that is possible without asking; names the rest, whose tests are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

# Each line: the Debian package, then its tests.
wanted() {
  cat <<'TABLE'
chromium browser tests
firefox-esr tests with both browsers
espeak-ng browser tests
sox browser tests
postgresql PostgreSQL tests
TABLE
  # With systemd, Debian would start these servers at once, which nobody asked for.
  [[ -d /run/systemd/system ]] || cat <<'TABLE'
caddy proxy tests
coturn TURN tests
tayga NAT64 tests
TABLE
}

is_there() {
  case $1 in
    firefox-esr) command -v firefox-esr >/dev/null || command -v firefox >/dev/null ;;
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null ;;
    postgresql) command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ;;
    coturn) command -v turnserver >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

missing=()
while read -r package _; do
  is_there "$package" || missing+=("$package")
done < <(wanted)
[[ ${#missing[@]} -eq 0 ]] && exit 0

extra=()
# Without a font, pages show no text.
[[ " ${missing[*]} " == *" chromium "* ]] && extra=(fonts-dejavu-core)
# If installing all at once fails, try one by one: a distribution may lack one of them.
scripts/apt_install.sh "${missing[@]}" "${extra[@]}" || for package in "${missing[@]}"; do
  scripts/apt_install.sh "$package" || true
done

while read -r package tests; do
  is_there "$package" || echo "Not installed: $package. The $tests will be skipped; install it to run them."
done < <(wanted)
