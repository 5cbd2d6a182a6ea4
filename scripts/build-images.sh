#!/usr/bin/env bash
# shellcheck disable=SC2016  # backticks in messages, and text that mmdebstrap's hooks and apt expand themselves
# Builds the images under runners/ into the Docker engine, without a container registry: Debian's packages by
# mmdebstrap from this machine's own apt sources, binaries from Python wheels by pip, `docker import`.
# An image whose recipe (the files of its folder) has not changed is left as it is.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
recipes=(redis postgres docker runner)
docker=${DOCKER:-docker}

usage() {
    cat <<'TEXT'
usage: scripts/build-images.sh [--force] [--with-dockerfile] [--list] [IMAGE]...

IMAGE is `runner`, `docker`, `postgres` or `redis` (default: all).

  --force            build even if the recipe has not changed
  --with-dockerfile  build the Dockerfile beside each recipe instead: needs a container registry
  --list             print each image's tag and whether it is up to date, build nothing

Exit status: 0 all images are there, 1 a build failed, 3 no Docker engine answers, 64 usage.
TEXT
}

say() { printf '%s\n' "build-images: $*" >&2; }
fail() { say "error: $1"; exit "${2:-1}"; }

# The tag an image has in the engine: never the user's own `postgres:16`.
tag_of() {
    case $1 in
        runner) echo actlocal/runner:latest ;;
        postgres) echo actlocal/postgres:16 ;;
        redis) echo actlocal/redis:7 ;;
        docker) echo actlocal/docker:latest ;;
        *) return 1 ;;
    esac
}

# One number for all that an image is made of: the files of its folder, except its README, and their modes.
recipe_digest() {
    (
        cd "$root/runners/$1"
        find . -type f ! -name README.md -print0 | LC_ALL=C sort -z |
            while IFS= read -r -d '' file; do
                printf '%s %s ' "$file" "$([ -x "$file" ] && echo x || echo -)"
                sha256sum <"$file"
            done | sha256sum | cut -d' ' -f1
    )
}

built_digest() {
    "$docker" image inspect --format '{{index .Config.Labels "actlocal.recipe"}}' "$(tag_of "$1")" 2>/dev/null || true
}

# The lines of a list file without comments.
lines_of() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$1"; }

# The Debian suite a recipe is built from: that of its Dockerfile's `root` stage.
suite_of() { sed -n 's/^FROM debian:\([a-z]*\).* AS root$/\1/p' "$root/runners/$1/Dockerfile"; }

# This machine's own apt sources with the suite swapped, as one-line entries: same mirror, nothing of ours.
debian_sources() {
    local suite=$1 here uri name component origin kind seen=' '
    # shellcheck source=/dev/null
    here=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
    while IFS='|' read -r uri name component origin; do
        kind=${name#"$here"}
        case $kind in
            '' | -updates | -security) ;;
            *) continue ;;
        esac
        case $seen in *" $kind/ "*) continue ;; esac
        if [ "$component" = main ] && [ "$origin" = Debian ]; then
            echo "deb $uri $suite$kind main"
            seen+="$kind/ "
        fi
    done < <(apt-get indextargets 'Created-By: Packages' \
        --format '$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)')
}

# How the image runs: the Dockerfile's lines below `FROM scratch`.
run_instructions() {
    sed -e '1,/^FROM scratch$/d' -e '/^COPY /d' -e '/^#/d' -e '/^[[:space:]]*$/d' "$root/runners/$1/Dockerfile"
}

# Those that `docker import` takes; it refuses the others on engines of 2022 and older.
import_changes() { run_instructions "$1" | grep -v '^STOPSIGNAL '; }

# The others become a build step on the imported image, which asks no registry for anything. Prints the image's id.
apply_other_instructions() {
    local image=$2 others log
    others=$(run_instructions "$1" | grep '^STOPSIGNAL ' || true)
    if [ -z "$others" ]; then
        echo "$image"
        return
    fi
    # The client warns about the builder it is asked to use; that is news to the user only when the build fails.
    log=$(mktemp)
    if ! printf 'FROM %s\n%s\n' "$image" "$others" |
        DOCKER_BUILDKIT=0 "$docker" build --quiet - 2>"$log"; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Unpacks the wheels a recipe names into FOLDER/fetched/<name>.
fetch_wheels() {
    local list=$root/runners/$1/wheels folder=$2 name requirement
    [ -f "$list" ] || return 0
    while read -r name requirement; do
        say "$1: fetching $requirement"
        python3 -m pip install --quiet --no-deps --no-compile --disable-pip-version-check \
            --root-user-action=ignore --target "$folder/fetched/$name" "$requirement"
    done < <(lines_of "$list")
}

# Chooses the way once, when the first image has to be built: without a registry where that can be done here.
choose_way() {
    [ "$way" = undecided ] || return 0
    local status=0
    # Somebody whose engine runs is asked for no password as long as there is another way.
    ACTLOCAL_ASK=no "$root/scripts/setup.sh" images-tools || status=$?
    if [ "$status" = 0 ] && [ -n "$(debian_sources bookworm)" ]; then
        way=bootstrap
    elif [ "$status" = 0 ] || [ "$status" = 3 ]; then
        say 'there is no Debian archive to build from here: trying the Dockerfiles, which need a container registry'
        way=dockerfile-first
    else
        exit "$status"
    fi
}

import_recipe() {
    local name=$1 digest=$2 suite stage change changes=() sources image
    suite=$(suite_of "$name")
    sources=$(debian_sources "$suite")
    while IFS= read -r change; do
        changes+=(--change "$change")
    done < <(import_changes "$name")
    changes+=(--change "LABEL actlocal.recipe=$digest")

    stage=$(mktemp -d "${TMPDIR:-/tmp}/actlocal-image.XXXXXX")
    # shellcheck disable=SC2064  # the folder's name is meant now
    trap "rm -rf '$stage'" EXIT
    chmod 755 "$stage"
    cp -R "$root/runners/$name" "$stage/recipe"
    fetch_wheels "$name" "$stage/recipe"
    # Without root the packages are installed in a user namespace, where the stage belongs to nobody.
    chmod -R a+rX "$stage"
    say "$name: installing Debian $suite packages"
    # The tag comes last: what failed half-way leaves none behind that looks up to date.
    image=$(bootstrap "$name" "$suite" "$stage" "$sources" | "$docker" import "${changes[@]}" -)
    "$docker" tag "$(apply_other_instructions "$name" "$image")" "$(tag_of "$name")"
}

# Writes the image's root file system to standard output as a tar stream.
bootstrap() {
    local name=$1 suite=$2 stage=$3 sources=$4 variant=essential options=()
    if [ -f "$root/runners/$name/mmdebstrap-options" ]; then
        mapfile -t options < <(lines_of "$root/runners/$name/mmdebstrap-options")
    fi
    mmdebstrap --quiet --variant="$variant" --format=tar \
        --include="$(lines_of "$root/runners/$name/packages" | paste -sd,)" \
        --aptopt='Acquire::Languages "none"' --aptopt='Acquire::GzipIndexes "true"' \
        --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt=force-unsafe-io \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/locale/locale.alias' \
        --dpkgopt='path-exclude=/usr/share/lintian/*' \
        "${options[@]}" \
        --customize-hook="cp -R '$stage/recipe' \"\$1/recipe\"" \
        --customize-hook='env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root chroot "$1" sh /recipe/provision /recipe >&2' \
        --customize-hook='rm -rf "$1/recipe"' \
        "$suite" - - <<<"$sources"
}

build_dockerfile() {
    local name=$1 digest=$2
    say "$name: building the Dockerfile"
    "$docker" build --quiet --label "actlocal.recipe=$digest" --tag "$(tag_of "$name")" "$root/runners/$name" >/dev/null
}

build() {
    local name=$1 digest tag previous status started=$SECONDS
    digest=$(recipe_digest "$name")
    tag=$(tag_of "$name")
    if [ "$force" = no ] && [ "$(built_digest "$name")" = "$digest" ]; then
        say "$tag is up to date"
        return
    fi
    previous=$("$docker" image inspect --format '{{.Id}}' "$tag" 2>/dev/null || true)
    choose_way
    if [ "$way" != bootstrap ] && ! build_dockerfile "$name" "$digest"; then
        [ "$way" = dockerfile-first ] && [ -t 0 ] || fail "$tag could not be built"
        say 'the Dockerfile could not be built: what is left is the way without a registry, with tools that root installs'
        "$root/scripts/setup.sh" images-tools || fail "$tag could not be built"
        way=bootstrap
    fi
    if [ "$way" = bootstrap ]; then
        set +e
        (
            set -e
            import_recipe "$name" "$digest"
        )
        status=$?
        set -e
        [ "$status" = 0 ] || fail "$tag could not be built"
    fi
    if [ -n "$previous" ]; then
        # Fails, rightly, while a container uses it.
        "$docker" image rm "$previous" >/dev/null 2>&1 || true
    fi
    say "$tag built in $((SECONDS - started)) s"
}

list() {
    local name state
    for name; do
        state='out of date'
        case $(built_digest "$name") in
            '') state=missing ;;
            "$(recipe_digest "$name")") state='up to date' ;;
        esac
        printf '%-24s %s\n' "$(tag_of "$name")" "$state"
    done
}

force=no way=undecided listing=no chosen=()
for argument; do
    case $argument in
        --force) force=yes ;;
        --with-dockerfile) way=dockerfile ;;
        --list) listing=yes ;;
        -h | --help) usage; exit 0 ;;
        *)
            tag_of "$argument" >/dev/null || { usage >&2; exit 64; }
            chosen+=("$argument")
            ;;
    esac
done
if [ ${#chosen[@]} -eq 0 ]; then
    chosen=("${recipes[@]}")
fi

"$docker" version --format '{{.Server.Version}}' >/dev/null 2>&1 ||
    fail 'no Docker engine answers; run `scripts/setup.sh engine`' 3
if [ "$listing" = yes ]; then
    list "${chosen[@]}"
    exit 0
fi
for name in "${chosen[@]}"; do
    build "$name"
done
