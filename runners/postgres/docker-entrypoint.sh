#!/usr/bin/env bash
# Starts what the arguments name, as the official image does: options alone mean `postgres` with them, a server
# started by root runs as `postgres`, and an empty PGDATA becomes a cluster as the POSTGRES_* variables say.
set -Eeo pipefail
shopt -s nullglob

# Takes NAME from the file that NAME_FILE names, if there is one; $2 is the default.
file_env() {
    local name=$1 default=${2-} file_name="${1}_FILE"
    if [ -n "${!name-}" ] && [ -n "${!file_name-}" ]; then
        echo >&2 "error: both $name and $file_name are set (they exclude each other)"
        exit 1
    fi
    local value=$default
    if [ -n "${!name-}" ]; then
        value=${!name}
    elif [ -n "${!file_name-}" ]; then
        value=$(<"${!file_name}")
    fi
    export "$name=$value"
    unset "$file_name"
}

read_settings() {
    file_env POSTGRES_PASSWORD
    file_env POSTGRES_USER postgres
    file_env POSTGRES_DB "$POSTGRES_USER"
    file_env POSTGRES_INITDB_ARGS
    : "${POSTGRES_HOST_AUTH_METHOD:=}"
}

wants_only_words() {
    local argument
    for argument; do
        case $argument in
            '-?' | --help | --describe-config | -V | --version) return 0 ;;
        esac
    done
    return 1
}

prepare_folders() {
    mkdir -p "$PGDATA"
    mkdir -p /var/run/postgresql || :
    chmod 700 "$PGDATA" || :
    chmod 3777 /var/run/postgresql || :
    if [ -n "${POSTGRES_INITDB_WALDIR-}" ]; then
        mkdir -p "$POSTGRES_INITDB_WALDIR"
        chmod 700 "$POSTGRES_INITDB_WALDIR"
    fi
    if [ "$(id -u)" = 0 ]; then
        find "$PGDATA" ! -user postgres -exec chown postgres '{}' +
        find /var/run/postgresql ! -user postgres -exec chown postgres '{}' +
        if [ -n "${POSTGRES_INITDB_WALDIR-}" ]; then
            find "$POSTGRES_INITDB_WALDIR" ! -user postgres -exec chown postgres '{}' +
        fi
    fi
}

refuse_without_password() {
    if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
        cat >&2 <<-'TEXT'
		Error: Database is uninitialized and superuser password is not specified.
		       Set POSTGRES_PASSWORD to a value that is not empty, for example with
		       "-e POSTGRES_PASSWORD=password" on "docker run".

		       POSTGRES_HOST_AUTH_METHOD=trust allows every connection without a
		       password; that is not recommended.
		TEXT
        exit 1
    fi
    if [ "$POSTGRES_HOST_AUTH_METHOD" = trust ]; then
        echo >&2 'warning: POSTGRES_HOST_AUTH_METHOD is "trust": everyone may connect without a password'
    fi
}

initialize_cluster() {
    # These binaries look for the server's socket in /tmp, programs built elsewhere in /var/run/postgresql.
    local arguments=(--username="$POSTGRES_USER" --no-sync)
    arguments+=(--set=unix_socket_directories='/var/run/postgresql, /tmp')
    if [ -n "${POSTGRES_INITDB_WALDIR-}" ]; then
        arguments+=(--waldir "$POSTGRES_INITDB_WALDIR")
    fi
    # POSTGRES_INITDB_ARGS is shell text, as in the official image: quotes in it group words.
    eval 'initdb "${arguments[@]}" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS"
}

allow_hosts() {
    local method=$POSTGRES_HOST_AUTH_METHOD
    if [ -z "$method" ]; then
        shift
        method=$(postgres -C password_encryption "$@")
    fi
    {
        echo
        if [ "$method" = trust ]; then
            echo '# "trust" lets everyone in without a password'
        fi
        echo "host all all all $method"
    } >>"$PGDATA/pg_hba.conf"
}

# The single-user server needs no start, wait and stop of a temporary one.
create_database() {
    case $POSTGRES_DB in
        postgres | template0 | template1) return ;;
    esac
    printf 'CREATE DATABASE "%s"\n' "${POSTGRES_DB//\"/\"\"}" |
        postgres --single -F -D "$PGDATA" -c exit_on_error=on postgres >/dev/null
    echo 'CREATE DATABASE'
}

# Runs SQL as the cluster's owner; init scripts that are sourced may call it, as they may in the official image.
docker_process_sql() {
    local query=(psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc)
    query+=(--dbname "$POSTGRES_DB")
    "${query[@]}" "$@"
}

run_init_file() {
    local file=$1
    case $file in
        *.sh)
            if [ -x "$file" ]; then
                echo "$0: running $file"
                "$file"
            else
                echo "$0: sourcing $file"
                # shellcheck source=/dev/null
                . "$file"
            fi
            ;;
        *.sql) echo "$0: running $file"; docker_process_sql -f "$file" ;;
        *.sql.gz) echo "$0: running $file"; gunzip -c "$file" | docker_process_sql ;;
        *.sql.xz) echo "$0: running $file"; xzcat "$file" | docker_process_sql ;;
        *.sql.zst) echo "$0: running $file"; zstd -dc "$file" | docker_process_sql ;;
        *) echo "$0: ignoring $file" ;;
    esac
}

# Runs /docker-entrypoint-initdb.d against a server that nobody else can find: its socket is in a folder of its own,
# so a health command that asks the usual socket is not told "ready" before the real server is.
run_init_files() {
    local files=(/docker-entrypoint-initdb.d/*)
    if [ ${#files[@]} = 0 ]; then
        return
    fi
    shift
    local sockets file
    sockets=$(mktemp -d)
    NOTIFY_SOCKET='' pg_ctl -D "$PGDATA" -w start \
        -o "$(printf '%q ' "$@" -c listen_addresses= -c "unix_socket_directories=$sockets" -p "${PGPORT:-5432}")"
    export PGHOST=$sockets PGPASSWORD="${PGPASSWORD:-$POSTGRES_PASSWORD}"
    for file in "${files[@]}"; do
        run_init_file "$file"
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
    unset PGHOST PGPASSWORD
    rmdir "$sockets"
}

serve() {
    prepare_folders
    if [ "$(id -u)" = 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
    fi
    if [ -s "$PGDATA/PG_VERSION" ]; then
        printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
    else
        refuse_without_password
        initialize_cluster
        allow_hosts "$@"
        create_database
        run_init_files "$@"
        printf '\nPostgreSQL init process complete; ready for start up.\n\n'
    fi
    exec "$@"
}

# Scripts of the user source this file for its functions, as they do the official one.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case ${1-} in
        -*) set -- postgres "$@" ;;
    esac
    read_settings
    if [ "${1-}" = postgres ] && ! wants_only_words "$@"; then
        serve "$@"
    fi
    exec "$@"
fi
