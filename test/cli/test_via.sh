#!/bin/bash
# A language model reads instead, as stories: what the user sees of it, with an endpoint that plays parts.

. test/cli/stories.sh
export SAYSO_NOW=2031-05-11T10:00:00Z HOME=$place
unset SAYSO_VIA_KEY http_proxy all_proxy ALL_PROXY

python3 "$tree/test/support/via_stub.py" "$place/asked" > port &
endpoint=$!
trap 'kill "$endpoint"; rm -rf "$place"' EXIT
for ((i = 0; i < 100; i++)); do [[ -s port ]] && break; sleep 0.1; done
host=127.0.0.1:$(cat port)

cat > depot.txt <<'END'
Drones hit the fuel depot at Marlow in an attack on Tuesday.
Tarvonian officials said Lissenia may have ordered the attack.
Lissenia denied that it fired the drones.
Intercepts show that General Orlo knew of it, two diplomats said.
They spoke to the Marlow Times.
END
sed 's/Tuesday/Wednesday/' depot.txt > depot2.txt
sed 's/Tuesday/Thursday/' depot.txt > depot3.txt
by() { local part=$1; shift; try read --via "http://$host/$part/v1" --model smol "$@"; }
asked() { [[ $(wc -l < asked) == "$1" ]]; }

reads() { by good --ledger a.db depot.txt; ended 0 && silent out && lines err 2 && complains "1 report entered with 3 claims; ledger a.db"; }
story "a model reads into the ledger" reads

named() { [[ $(head -n 1 err) == "sayso: the text of these reports goes to $host" ]]; }
story "the host that the text goes to is named first" named

verifies() { try verify --ledger a.db; ended 0 && says "whole: "; }
story "the ledger is whole" verifies

makes() {
    local hash
    hash=$(sha256sum < "$tree/data/via.txt")
    try claims --ledger a.db --json --maker "via smol prompt-${hash:0:8}"
    ended 0 && [[ $(grep -o "\"maker\":\"via smol prompt-${hash:0:8}\"" out | wc -l) -ge 1 ]] && says may
}
story "each claim has the model and the hash of the prompt for its maker" makes

again() { by good --ledger a.db depot.txt; ended 0 && complains "1 there already" && asked 1; }
story "what the model has read before it is not asked for again" again

keeps() {
    SAYSO_VIA_KEY=sk-0815 by denied --ledger b.db depot.txt
    ended 4 && tail -n 1 asked | grep -q '"Authorization": "Bearer sk-0815"' && complains "Incorrect API key: [key]" && ! grep -rqa 0815 out err b.db*
}
story "the key comes from the environment and goes nowhere else" keeps

keyless() { by good --ledger b.db depot.txt; ended 0 && ! tail -n 1 asked | grep -q Authorization; }
story "without a key none is sent" keyless

lies() { by lying --ledger c.db depot.txt; ended 0 && complains "1 report entered with 1 claim, 9 refused; ledger c.db" && complains "depot.txt: claim 1: "; }
story "lies are refused, said and counted" lies

fails() { by booked --json --ledger d.db depot.txt; ended 4 && is_json out && says "come back tomorrow" && complains "0 reports entered"; }
story "a report without an answer is not entered" fails

finishes() { by good --json --ledger d.db depot.txt; ended 0 && says '"claims":3,"added":true'; }
story "and is read by the same command again" finishes

waits() { by slow --via-timeout 1 --ledger e.db depot.txt; ended 4 && complains "no answer within 1 s"; }
story "nobody waits longer than --via-timeout" waits

alone() { by lonely --ledger f.db depot.txt depot2.txt depot3.txt; ended 0 && complains "3 reports entered with 9 claims"; }
story "reports go out one at a time" alone

together() { by lonely --ledger g.db --threads 3 depot.txt depot2.txt depot3.txt; ended 3 && complains "two at once"; }
story "unless more are asked for" together

echo "1..$number"
exit $failed
