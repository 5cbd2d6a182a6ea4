#!/bin/bash
# Starts a registry that stands for one of the given name, where only the job and its engine reach it, and says
# `ready` when it answers. $1 is the name, such as `ghcr.io`; $2 the address, one of 127.0.0.0/8, which the engine
# trusts without a certificate.
set -eu
name=$1 address=$2

# The file that the containers of this network share: their own, and the job's.
grep -q " $name\$" /etc/hosts || echo "$address $name" >>/etc/hosts

mkdir -p "/run/registry/$name"
cat >"/run/registry/$name.yml" <<YAML
version: 0.1
log: { level: error, accesslog: { disabled: false } }
storage: { filesystem: { rootdirectory: /run/registry/$name }, delete: { enabled: true } }
http: { addr: "$address:80", relativeurls: true }
YAML
docker-registry serve "/run/registry/$name.yml" &
until (exec 3<>"/dev/tcp/$address/80") 2>/dev/null; do
    kill -0 $! 2>/dev/null || exit 1
    sleep 0.02
done
echo ready
wait $!
