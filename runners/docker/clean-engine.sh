#!/bin/sh
# Removes what an earlier job left in the engine, all but the layers it has built: a job starts with an empty one.
set -eu
export DOCKER_HOST=unix:///run/docker.sock

containers=$(docker ps --all --quiet)
# shellcheck disable=SC2086  # one argument each
[ -z "$containers" ] || docker rm --force --volumes $containers
docker image prune --all --force
docker volume prune --all --force
docker network prune --force
