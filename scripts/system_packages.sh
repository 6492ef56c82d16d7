#!/usr/bin/env bash
# The programs that tests drive: a browser, voices for its microphone, a database server.
# What is missing is installed where that needs no question; what stays missing is named, and its tests are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

# Each line: the Debian package, then what its tests are.
wanted() {
  cat <<'TABLE'
chromium browser tests
firefox-esr tests with both browsers
espeak-ng browser tests
sox browser tests
postgresql PostgreSQL tests
TABLE
  # Debian starts these servers at once where systemd runs; nobody asked for that.
  [[ -d /run/systemd/system ]] || cat <<'TABLE'
caddy proxy tests
coturn TURN tests
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
# Without a font a page has no words in it.
[[ " ${missing[*]} " == *" chromium "* ]] && extra=(fonts-dejavu-core)
# One by one where all together do not come: a distribution may lack one of them.
scripts/apt_install.sh "${missing[@]}" "${extra[@]}" || for package in "${missing[@]}"; do
  scripts/apt_install.sh "$package" || true
done

while read -r package tests; do
  is_there "$package" || echo "Not installed: $package. The $tests will be skipped; install it to run them."
done < <(wanted)
