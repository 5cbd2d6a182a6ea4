#!/bin/sh
# Starts the engine in the network of its job, where only the job reaches it: by a socket and by nothing else.
set -eu

# The kernel's network settings are the job's own; the engine has to set some of them. All others are this machine's.
! mountpoint --quiet /proc/sys || mount -o remount,rw /proc/sys
mount --bind /proc/sys /proc/sys
mount --bind /proc/sys/net /proc/sys/net
for place in /proc/sys /proc/sysrq-trigger /proc/irq /proc/bus /proc/fs; do
    [ -e "$place" ] || continue
    mountpoint --quiet "$place" || mount --bind "$place" "$place"
    mount -o remount,bind,ro,nosuid,nodev,noexec "$place"
done

# With one hierarchy of control groups, a group with processes may have no groups below it, and the engine makes
# some below its own.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mount -o remount,rw /sys/fs/cgroup
    mkdir -p /sys/fs/cgroup/engine
    while read -r process; do
        echo "$process" >/sys/fs/cgroup/engine/cgroup.procs 2>/dev/null || true
    done </sys/fs/cgroup/cgroup.procs
    for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
        echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true
    done
fi

# What an engine that was killed left is in the way of the next one.
rm -f /run/docker.pid

# Addresses that the engine around this one does not give to the job.
exec dockerd --host unix:///run/docker.sock --bip 10.213.0.1/20 \
    --default-address-pool base=10.214.0.0/16,size=24 --log-level warn "$@"
