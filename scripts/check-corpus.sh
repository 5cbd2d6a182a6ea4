#!/bin/sh
# Checks the workflows of other people's repositories: what GitHub runs must have no error here.
#
#   scripts/check-corpus.sh DIR...      folders of repositories, checked out or bare
#
# Each DIR is a repository, or holds some. Prints every error, then how many files each repository
# has and how many errors and warnings they give. Fails when there is any error. ACTLOCAL names the
# program; without it the debug build is used.
set -eu

program=${ACTLOCAL:-$(dirname "$0")/../.build/debug/actlocal}
[ $# -gt 0 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 64; }
[ -x "$program" ] || { echo "there is no \`$program\`: run \`make build\`, or set ACTLOCAL" >&2; exit 64; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/errors"
printf '%6s %6s %8s  %s\n' files errors warnings repository > "$work/table"

# Brings the files that matter of a bare repository's newest commit into a folder.
unpack() {
    git -C "$1" ls-tree -r --name-only HEAD 2> /dev/null |
        grep -E '(^|/)\.github/(workflows/[^/]*|dependabot)\.ya?ml$|(^|/)action\.ya?ml$|(^|/)Dockerfile$' \
        > "$work/names" || return 0
    tr '\n' '\0' < "$work/names" | xargs -0 git -C "$1" archive HEAD 2> /dev/null | tar -x -C "$2"
}

check() {
    folder=$1
    name=$2
    if [ "$(git -C "$folder" rev-parse --is-bare-repository 2> /dev/null)" = true ]; then
        mkdir -p "$work/$name"
        unpack "$folder" "$work/$name"
        folder=$work/$name
    fi
    "$program" check -C "$folder" --format github . > "$work/found" 2> "$work/said" || true
    files=$(sed -n 's/^\([0-9]*\) files\{0,1\} checked.*/\1/p' "$work/said")
    errors=$(grep -c '^::error ' "$work/found" || true)
    warnings=$(grep -c '^::warning ' "$work/found" || true)
    sed -n "s|^::error file=\([^,]*\),line=\([0-9]*\),.*::\(.*\)|$name/\1:\2: \3|p" "$work/found" \
        >> "$work/errors"
    if [ -z "$files" ] && ! grep -q 'has no workflow' "$work/said"; then
        echo "$name: the program ended without a summary" >> "$work/errors"
    fi
    printf '%6s %6s %8s  %s\n' "${files:-0}" "$errors" "$warnings" "$name" >> "$work/table"
}

is_repository() {
    [ -e "$1/.git" ] || [ -d "$1/.github" ] || [ -f "$1/HEAD" ]
}

for place in "$@"; do
    place=${place%/}
    if is_repository "$place"; then
        check "$place" "$(basename "${place%/repo}")"
        continue
    fi
    for folder in "$place"/*/; do
        [ -d "$folder" ] || continue
        folder=${folder%/}
        name=$(basename "$folder")
        if is_repository "$folder"; then
            check "$folder" "$name"
        elif is_repository "$folder/repo"; then
            check "$folder/repo" "$name"
        fi
    done
done

cat "$work/errors"
cat "$work/table"
awk 'NR > 1 { files += $1; errors += $2; warnings += $3 }
    END { printf "%6d %6d %8d  all\n", files, errors, warnings }' "$work/table"
[ ! -s "$work/errors" ]
