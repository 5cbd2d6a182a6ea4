#!/usr/bin/env bash
# Measures actlocal beside the least that each work can cost, in one run on one machine. `docs/speed.md` says how.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
    cat <<'TEXT'
usage: bench/run.sh [--runs N] [ROW]...

  ROW       a row of the table (default: all): list plan check check-850 job steps legs checkout redis
            log node composite cache artifact
  --runs N  repetitions of every row (default: the row's own number)

All rows together are written to bench/RESULTS.md; chosen rows are only printed.

ACTLOCAL      the program to measure (default: .build/release/actlocal)
BENCH_IMAGE   the image of the jobs (default: actlocal/runner:latest)
BENCH_REDIS   the image of the Redis service (default: actlocal/redis:7)
BENCH_WORKFLOWS   a folder of workflows for check-850 (default: 850 generated ones)

Exit status: 0 all rows were measured, 1 one was not, 3 something to measure with is missing, 64 usage.
TEXT
}

missing() {
    printf '%s\n' "bench: error: $1" "bench: help: $2" >&2
    exit 3
}

case ${1-} in -h | --help) usage && exit ;; esac
for tool in python3 git cc; do
    command -v "$tool" >/dev/null || missing "\`$tool\` is not on the PATH" "install it and run this again"
done
actlocal=${ACTLOCAL:-.build/release/actlocal}
[ -x "$actlocal" ] || missing "there is no $actlocal" "\`make release\` builds it"

mkdir -p bench/.work
work=$(mktemp -d "$PWD/bench/.work/run-XXXXXX")
trap 'rm -rf "$work"; rmdir bench/.work 2>/dev/null || true' EXIT
cc -O2 -o "$work/clock" bench/floors/clock.c
cc -O2 -o "$work/yaml_events" bench/floors/yaml_events.c -lyaml

export PYTHONDONTWRITEBYTECODE=1
status=0
ACTLOCAL=$(realpath "$actlocal") python3 bench/driver --work "$work" "$@" || status=$?
[ "$status" -ne 64 ] || usage >&2
exit "$status"
