#!/usr/bin/env bash
# The whole test suite on a machine where nothing was installed by hand: what `make test` runs.
#
# ACTLOCAL_REQUIRE_DOCKER=1 (continuous integration) turns the skip of engine tests into a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\n==> %s\n' "$*"; }

say "libraries for the build"
scripts/setup.sh libraries

say "a container engine and the images for the tests that need one"
engine=0
scripts/setup.sh engine || engine=$?
if [ "$engine" -eq 0 ]; then
    scripts/setup.sh test-tools
    scripts/build-images.sh
elif [ "${ACTLOCAL_REQUIRE_DOCKER:-}" = 1 ]; then
    echo "no container engine can be had, and ACTLOCAL_REQUIRE_DOCKER=1 wants one" >&2
    exit 1
else
    echo "no container engine can be had: the tests that need one are skipped" >&2
fi

say "building"
swift build --explicit-target-dependency-import-check error --build-tests

# Sixteen tests at a time: all at once, a test's own time goes by while others hold the cores.
say "testing"
exec swift test --skip-build --experimental-maximum-parallelization-width 16 "$@"
