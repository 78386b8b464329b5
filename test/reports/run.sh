#!/bin/sh
# Reads the reference report and its five twins with $SAYSO (build/sayso) and prints as TAP whether
# the reference gives each of its rows and no claim besides, and the twins four fifths of theirs together.
# --show prints every row and every false claim of all six instead.  A relative $SAYSO starts at the root of the tree.
set -u
cd "$(dirname "$0")/../.." || exit 2
here=test/reports
sayso=${SAYSO:-build/sayso}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

reading() {             # TEXT: its JSON, kept
    "$sayso" extract "$1" > "$work/$(basename "$1" .txt).json" || {
        echo "Bail out! $sayso extract $1 failed"
        exit 2
    }
}

reference="$work/kremlin-drones.json $here/kremlin-drones.tsv examples/kremlin-drones.txt"
reading "examples/kremlin-drones.txt"
twins=
for n in 1 2 3 4 5; do
    reading "$here/twins/twin-$n.txt"
    twins="$twins $work/twin-$n.json $here/twins/twin-$n.tsv $here/twins/twin-$n.txt"
done

if [ "${1-}" = --show ]; then
    # shellcheck disable=SC2086
    exec python3 "$here/rows.py" $reference $twins
fi

# shellcheck disable=SC2086
python3 "$here/rows.py" --tap $reference > "$work/tap" || exit 2
grep -v '^1\.\.' "$work/tap"
next=$(($(grep -c '^\(not \)\{0,1\}ok ' "$work/tap") + 1))

# shellcheck disable=SC2086
if python3 "$here/rows.py" --least-share .8 $twins > "$work/twins"; then verdict=ok; else verdict="not ok"; fi
sed 's/^/# /' "$work/twins"
echo "$verdict $next - the five twins give at least four fifths of their rows together"
echo "1..$next"
! grep -q '^not ok' "$work/tap" && [ "$verdict" = ok ]
