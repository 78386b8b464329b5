#!/bin/sh
# Reads the reference report and its five twins with $SAYSO (build/sayso) and prints as TAP whether
# the reference gives each of its rows and no claim besides, and the twins four fifths of theirs together.
# What the shipped reader does not reach yet stands in not-yet, where it may only get less: such a test is counted as
# skipped, one that passes all the same fails until its line is taken out, and the floors there must hold.
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

floor() { awk -v name="$1" '$1 == "floor" && $2 == name { print $3 }' "$here/not-yet"; }

# shellcheck disable=SC2086
{
    python3 "$here/rows.py" --tap $reference || true
    next=19
    if python3 "$here/rows.py" --least-share .8 $twins > "$work/twins"; then verdict=ok; else verdict="not ok"; fi
    sed 's/^/# /' "$work/twins"
    echo "$verdict $next - the five twins give at least four fifths of their rows together"
    if python3 "$here/rows.py" --least-share "$(floor twins)" $twins > /dev/null; then verdict=ok; else verdict="not ok"; fi
    echo "$verdict $((next + 1)) - the five twins give at least $(floor twins) of their rows together"
    if python3 "$here/rows.py" --most-false "$(floor false)" $reference > /dev/null; then verdict=ok; else verdict="not ok"; fi
    echo "$verdict $((next + 2)) - the reference gives at most $(floor false) claims besides its rows"
    echo "1..$((next + 2))"
} | grep -v '^1\.\.18$' | awk -v list="$here/not-yet" '
    BEGIN { while ((getline line < list) > 0) if (line !~ /^(#|floor|$)/) waits[line] = 1 }
    {
        name = $0
        known = match(name, /^(not )?ok [0-9]+ - /)
        if (known) { head = substr(name, 1, RLENGTH); name = substr(name, RLENGTH + 1); key = name; sub(/: .*/, "", key) }
        if (!known || !(key in waits)) { print; if (known && head ~ /^not/) failed = 1; next }
        split(head, part, " ")
        if (head ~ /^not/) print "ok " part[3] " # SKIP " name ": not yet"
        else { print "not " head name ": read now, so take it out of test/reports/not-yet"; failed = 1 }
    }
    END { exit failed }'
