#!/usr/bin/env bash
# From a fresh clone to a green pipeline: what `make demo` runs. Safe to run again.
# shellcheck disable=SC2016  # backticks in messages
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
scripts/setup.sh host-tools
tools=${XDG_CACHE_HOME:-$HOME/.cache}/actlocal/tools
jobs=(-j ui-test)
if compgen -G "$tools/Python/3.13.*/*.complete" >/dev/null; then
    jobs+=(-j lint)
else
    echo 'left out: `lint` asks for Python 3.13, which this machine has not' >&2
fi
echo 'left out: `test` has services, which need a container engine' >&2
# The substitutes of the setup actions are programs for node.
node=$(compgen -G "$tools/node/20.*/*/bin" | head -n 1)
PATH=$node:$PATH exec "$actlocal" run ci -C "$sample" --host "${jobs[@]}"
