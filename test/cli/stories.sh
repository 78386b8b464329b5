# Stories of the command line: what test_*.sh here share.  Each story does what a user would and
# looks at what comes back.  $SAYSO is the program; the weights are those of the tests unless
# $SAYSO_WEIGHTS names others.  A script is run from the top of the tree, and goes to a folder of its own.

stories=$(grep -c '^story "' "$0")
program=$(realpath "${SAYSO:-build/sayso}")
SAYSO_WEIGHTS=$(realpath "${SAYSO_WEIGHTS:-weights/tiny.sayso}")
export SAYSO_WEIGHTS
unset NO_COLOR COLUMNS SAYSO_LEDGER XDG_DATA_HOME
tree=$PWD
report=$tree/examples/kremlin-drones.txt
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 1

number=0
failed=0
# story NAME CONDITION...: one line of TAP; the condition is a bash function or command.
story() {
    local name=$1
    shift
    number=$((number + 1))
    if "$@"; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        echo "# status $status"
        sed 's/^/# out: /' out | head -20
        sed 's/^/# err: /' err | head -20
        failed=1
    fi
}
try() { "$program" "$@" > out 2> err < "${stdin:-/dev/null}"; status=$?; }
ended() { [[ $status == "$1" ]]; }
says() { grep -qF -- "$1" out; }
complains() { grep -qF -- "$1" err; }
lines() { [[ $(wc -l < "$1") == "$2" ]]; }
silent() { [[ ! -s $1 ]]; }
is_json() { python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"): json.loads(line)' "$1"; }
wrong() {        # wrong WORDS ARGUMENT...: one line on stderr, status 2
    local words=$1
    shift
    try "$@"
    ended 2 && silent out && lines err 1 && complains "$words"
}
