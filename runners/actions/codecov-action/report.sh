#!/usr/bin/env bash
# Checks that the coverage files are there and prints the percentage each one holds.
set -euo pipefail

# The share of lines covered, from Cobertura XML, Clover XML, JaCoCo XML, LCOV or Go; nothing for other forms.
percentage() {
    awk '
        function attribute(name, text) {
            if (match(text, "(^|[ \t])" name "=\"[0-9.]+\""))
                return substr(text, RSTART + length(name) + 2 + (substr(text, RSTART, 1) ~ /[ \t]/), RLENGTH) + 0
            return -1
        }
        /<coverage[ \t]/ && rate == "" && attribute("line-rate", $0) >= 0 { rate = attribute("line-rate", $0) * 100 }
        # A file holds metrics of every part; those of the whole have the most statements.
        /<metrics[ \t]/ && attribute("statements", $0) > most {
            most = attribute("statements", $0)
            rate = attribute("coveredstatements", $0) * 100 / attribute("statements", $0)
        }
        /<counter type="LINE"/ { missed = attribute("missed", $0); covered = attribute("covered", $0) }
        /^LF:/ { found += substr($0, 4) }
        /^LH:/ { hit += substr($0, 4) }
        /^mode: (set|count|atomic)/ { go = 1; next }
        go && NF == 3 { statements += $2; if ($3 > 0) ran += $2 }
        END {
            if (rate == "" && covered + missed > 0) rate = covered * 100 / (covered + missed)
            if (rate == "" && found > 0) rate = hit * 100 / found
            if (rate == "" && statements > 0) rate = ran * 100 / statements
            if (rate != "") printf "%.2f", rate
        }
    ' "$1"
}

# Files that look like coverage reports, as the original finds them when none is named.
search() {
    local folder prune=(-name .git -o -name node_modules -o -name .venv) excluded
    IFS=, read -ra excluded <<<"${EXCLUDE-}"
    for folder in "${excluded[@]}"; do
        prune+=(-o -path "./${folder#./}")
    done
    find "${DIRECTORY:-.}" \( "${prune[@]}" \) -prune -o -type f \( \
        -name '*coverage*.xml' -o -name 'cobertura*.xml' -o -name 'jacoco*.xml' -o -name clover.xml \
        -o -name 'lcov*.info' -o -name '*.lcov' -o -name coverage.out -o -name 'coverage-final.json' \) -print
}

declare -a found=() missing=() named=()

check_named() {
    local file
    IFS=, read -ra named <<<"${FILES-}${FILE:+,$FILE}"
    for file in "${named[@]}"; do
        file="${file#"${file%%[![:space:]]*}"}"
        file="${file%"${file##*[![:space:]]}"}"
        if [ -z "$file" ]; then
            continue
        elif [ -f "$file" ]; then
            found+=("$file")
        else
            missing+=("$file")
        fi
    done
}

print_found() {
    local file share
    for file in "${found[@]}"; do
        share=$(percentage "$file")
        echo "$file: ${share:+$share % of lines covered, }$(wc -c <"$file") bytes"
    done
}

cd "${WORKING_DIRECTORY:-.}"
check_named
if [ ${#found[@]} = 0 ] && [ "${DISABLE_SEARCH:-false}" != true ]; then
    mapfile -t found < <(search)
fi
for file in "${missing[@]}"; do
    echo "::warning::coverage file \`$file\` does not exist"
done
print_found
if [ -n "${NAME-}${FLAGS-}" ]; then
    echo "name: ${NAME:-none}, flags: ${FLAGS:-none}"
fi

if [ ${#found[@]} = 0 ]; then
    if [ "${FAIL_CI_IF_ERROR:-false}" = true ] && [ "${HANDLE_NO_REPORTS_FOUND:-false}" != true ]; then
        echo '::error::No coverage reports found'
        exit 1
    fi
    echo '::warning::No coverage reports found'
fi
echo '::notice::nothing was uploaded: this is the local substitute for codecov/codecov-action'
