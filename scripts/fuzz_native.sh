#!/usr/bin/env bash
# Feeds the part of the relay in C damaged packets, under address and undefined-behaviour sanitizers: first its parser alone,
# then the whole way of a packet, beside the reference in Python. Needs gcc with its sanitizers.
set -euo pipefail
cd "$(dirname "$0")/.."

parsed=${1:-100000000}
# The target itself takes a twentieth of them.
carried=${2:-2000000}
seed=${3:-1}
python=$PWD/.venv/bin/python
build=build/sanitized
flags=(-std=gnu11 -g -O1 -ffp-contract=off -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all)

mkdir -p "$build"
gcc "${flags[@]}" -Imedia/net/native tests/fuzz/native/rtp_fuzz.c media/net/native/rtp.c -o "$build/rtp_fuzz"
"$build/rtp_fuzz" "$parsed" "$seed"

# A copy, so that the module in use is not replaced.
rm -rf "$build/tree"
mkdir -p "$build/tree"
cp -r media tests app bench signaling rooms clinic "$build/tree/"
rm -f "$build"/tree/media/net/native/*.so
suffix=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')
include=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
gcc "${flags[@]}" -fPIC -shared "-I$include" "$build"/tree/media/net/native/*.c -o "$build/tree/media/net/native/_packets$suffix"
cd "$build/tree"
# Python's own allocator would hide what is read after it was freed. The sanitizer's grows by itself, so leaks are judged
# without it, last.
PYTHONPATH=$PWD LD_PRELOAD=$(gcc -print-file-name=libasan.so) PYTHONMALLOC=malloc \
  ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16 UBSAN_OPTIONS=print_stacktrace=1 \
  "$python" -m tests.fuzz --target native --target seal --inputs "$carried" --seed "$seed" --any-memory
cd ../../..
"$python" -m tests.fuzz --target native --inputs "$carried" --seed "$seed"
