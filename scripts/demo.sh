#!/usr/bin/env bash
# From a fresh clone to a green pipeline: what `make demo` runs. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."
sample=${1:-workflows/deep-calm}
say() { printf '\n==> %s\n' "$*"; }

say "1/4 libraries for the build"
scripts/setup.sh libraries

say "2/4 building actlocal (minutes the first time, seconds later)"
swift build -c release --explicit-target-dependency-import-check error --product actlocal-init --static-swift-stdlib
swift build -c release --explicit-target-dependency-import-check error --product actlocal --static-swift-stdlib
actlocal=.build/release/actlocal

say "3/4 a container engine and the images"
engine=0
scripts/setup.sh engine || engine=$?
if [ "$engine" -eq 0 ]; then
    scripts/build-images.sh
    say "4/4 actlocal run ci, in $sample"
    exec "$actlocal" run ci -C "$sample"
fi
if [ "$engine" -ne 3 ]; then
    exit "$engine"
fi
say "4/4 no container engine can be had: the jobs that need none run on the host engine"
exec "$actlocal" run ci -C "$sample" --host -j lint -j ui-test
