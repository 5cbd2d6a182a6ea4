#!/bin/sh
# Starts what the arguments name, as the official image does: options or a configuration file alone mean
# `redis-server` with them, and a server started by root runs as `redis`.
set -e

case ${1-} in
    -* | *.conf) set -- redis-server "$@" ;;
esac

# The official binary is built with protected mode off: other containers may connect without a password.
# Debian's is not, so it is switched off here, before the user's own options, which win.
open_to_network() {
    shift
    case ${1-} in
        -v | --version | -h | --help | --check-system | --test-memory) run redis-server "$@" ;;
    esac
    configuration=
    case ${1-} in
        -* | '') ;;
        *) configuration=$1; shift ;;
    esac
    if [ -n "$configuration" ] && grep -qsi '^[[:space:]]*protected-mode' "$configuration"; then
        run redis-server "$configuration" "$@"
    elif [ -n "$configuration" ]; then
        run redis-server "$configuration" --protected-mode no "$@"
    else
        run redis-server --protected-mode no "$@"
    fi
}

run() {
    # Files that Redis creates are its own, unless the user chose a mask.
    if [ "$(umask)" = 0022 ]; then
        umask 0077
    fi
    if [ "$(id -u)" = 0 ]; then
        find . ! -user redis -exec chown redis '{}' + || true
        exec setpriv --reuid=redis --regid=redis --init-groups "$@"
    fi
    exec "$@"
}

if [ "${1-}" = redis-server ]; then
    open_to_network "$@"
fi
exec "$@"
