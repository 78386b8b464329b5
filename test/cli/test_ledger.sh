#!/bin/bash
# The life of a question, as stories: a ledger is filled, asked, corrected and verified.  What the test
# weights read is nonsense, so what is asked about is a week of invented reports with claims made by hand.

. test/cli/stories.sh
export SAYSO_NOW=2031-05-11T10:00:00Z HOME=$place
hand="--by Ada --reason tested"
week() { python3 "$tree/test/cli/week.py" "$@"; }
first() { cut -d' ' -f1 out | head -n 1; }
try extract "$report"
if ! ended 0; then
    echo "# the reader does not open with $SAYSO_WEIGHTS:"
    sed 's/^/# /' err
    for ((i = 1; i <= stories; i++)); do echo "ok $i # SKIP no reader"; done
    echo "1..$stories"
    exit 0
fi

# ---- wrong usage

story "read without a report is refused"             wrong "read needs reports" read
story "a timeout without an endpoint is refused"     wrong "--via-timeout needs --via" read --via-timeout 3 "$report"
story "a timeout that is no number is refused"       wrong "a number from 1 to 86400" read --via-timeout soon "$report"
story "an endpoint without a model is refused"        wrong "--via needs --model NAME" read --via http://127.0.0.1:1/v1 "$report"
story "merge without a ledger is refused"            wrong "merge needs the ledgers" merge
story "export of no form is refused"                 wrong "export needs --canonical" export
story "a form that there is not is refused"          wrong "jsonl|csv|clusters" export --to stix
story "an act that there is not is named with the nearest" wrong "did you mean reject?" correct rejct c-1
story "an act without its ids says what it needs"    wrong "merge-parties needs PARTY OTHER" correct merge-parties p-1 $hand
story "a correction by nobody is refused"            wrong "a correction needs --by NAME" correct reject c-1 --reason x
story "a correction without a reason is refused"     wrong "a correction needs --reason TEXT" correct reject c-1 --by Ada
story "a role that there is not is refused"          wrong "carried_out, ordered" claims --role did
story "a factuality that there is not is refused"    wrong "CT+, PR+" claims --factuality maybe
story "a basis that there is not is refused"         wrong "intercept, witness" claims --basis gossip
story "a date that is none is refused"               wrong "2023-05-25, 2023-05 or 2023" claims --since yesterday
story "a thirteenth month is refused"                wrong "a day, month or year" claims --until 2023-13
story "a claim by hand says what it lacks"           wrong "a claim needs --sentence WORDS" add --report x
story "a sheet of no incident is refused"            wrong "sheet needs an incident" sheet --html
story "an option of export is none of claims"        wrong "claims takes no --canonical" claims --canonical

no_ledger() { try incidents --ledger none.db; ended 4 && silent out && lines err 1 && complains "no ledger at none.db; \`sayso read"; }
story "a ledger that is not there is named with the command that makes one" no_ledger

nothing_made() { [[ ! -e none.db ]]; }
story "asking makes no ledger" nothing_made

# ---- reading

mkdir small
for ((i = 0; i < 6; i++)); do head -c $((300 + 90 * i)) "$report" > "small/part$i.txt"; done

reads() { try read --ledger a.db small/*.txt; ended 0 && silent out && complains "6 reports entered with" && complains "ledger a.db"; }
story "reports are read into a ledger, and it is said how many" reads

twice() {
    try export --ledger a.db --canonical
    cp out once
    try read --ledger a.db small/*.txt
    ended 0 && complains "0 reports entered" && complains "6 there already" || return 1
    try export --ledger a.db --canonical
    cmp -s out once
}
story "reading the same again adds nothing" twice

any_order() {
    try read --ledger b.db --threads 1 small/part{4,0,5,1,3,2}.txt
    try export --ledger b.db --canonical
    ended 0 && cmp -s out once
}
story "the order of the reports makes no difference" any_order

split_and_merged() {
    try read --ledger c.db small/part{1,5}.txt
    try read --ledger d.db small/part{0,5,2}.txt
    try read --ledger e.db small/part{3,4}.txt
    try merge --ledger c.db e.db d.db
    ended 0 || return 1
    try export --ledger c.db --canonical
    ended 0 && cmp -s out once
}
story "read in parts and merged it is the same ledger" split_and_merged

merged_again() { try merge --ledger c.db d.db --json; ended 0 && says '"added":0' && is_json out; }
story "what was merged is not merged again" merged_again

merge_missing() { try merge --ledger c.db d.db nowhere.db; ended 3 && complains "nowhere.db: No such file"; }
story "a ledger to merge that is not there is one line, and the others are merged" merge_missing

some_unread() {
    : > empty.txt
    try read --ledger f.db small/part0.txt missing.txt empty.txt small/part1.txt --json
    ended 3 && is_json out && lines out 4 && [[ $(grep -c '"added":true' out) == 2 && $(grep -c '"error":' out) == 2 ]] \
        && complains "missing.txt: No such file" && complains "2 reports entered" && complains "2 not entered"
}
story "what cannot be read is said, and the rest is read" some_unread

mkdir wrapped
python3 "$tree/test/cli/wrapped.py" wrapped
as_they_come() {
    mkdir mixed && cp wrapped/{feed.xml,letter.eml,french.txt,page.html} mixed && gzip mixed/page.html
    try read --ledger i.db --json mixed wrapped/crawl.warc
    ended 3 && is_json out && lines out 8 && [[ $(grep -c '"added":true' out) == 5 && $(grep -c '"added":false' out) == 1 && $(grep -c '"error":' out) == 2 ]] \
        && complains "french.txt: " && complains "crawl.warc: byte " && complains "5 reports entered" && complains "1 there already, 2 not entered" || return 1
    cp out once
    try read --ledger i.db --threads 1 mixed wrapped/crawl.warc
    ended 3 && complains "0 reports entered" && complains "6 there already, 2 not entered"
}
story "reports are entered as they come, and what cannot be read is said" as_they_come

stopped_in_the_middle() {
    "$program" read --ledger k.db --threads 2 wrapped/many.jsonl > out 2> err &
    local reading=$!
    for ((i = 0; i < 100; i++)); do [[ -s k.db ]] && break; sleep .02; done
    sleep .3
    kill -TERM $reading
    wait $reading
    status=$?
    [[ $status == 0 ]] && return 0                # it was done before
    ended 3 && complains "stopped: " && complains ", the rest not entered" || return 1
    try verify --ledger k.db
    ended 0
}
story "asked to stop within a file, it says what was kept" stopped_in_the_middle

none_read() { try read --ledger g.db missing.txt; ended 4; }
story "where nothing could be read the status is 4" none_read

home_ledger() {
    stdin=$report try read -
    ended 0 && [[ -s .local/share/sayso/ledger.db ]] || return 1
    XDG_DATA_HOME=$place/shared try read small/part0.txt
    ended 0 && [[ -s shared/sayso/ledger.db ]] || return 1
    SAYSO_LEDGER=$place/named.db try read small/part0.txt
    ended 0 && [[ -s named.db ]]
}
story "the ledger is where --ledger, SAYSO_LEDGER, XDG_DATA_HOME or HOME say" home_ledger

no_folder() { try read --ledger nowhere/at/all.db small/part0.txt; ended 4 && silent out && complains "all.db"; }
story "a ledger in a folder that is not there is an error" no_folder

other_program() { cp "$program" alien.db; try read --ledger alien.db small/part0.txt; ended 4 && lines err 1 && cmp -s "$program" alien.db; }
story "a file that is no ledger is left as it is" other_program

stopped() {
    mkdir -p many
    for ((i = 0; i < 400; i++)); do { echo "Report $i."; cat "$report"; } > many/r$i.txt; done
    "$program" read --ledger h.db --threads 2 many/*.txt > out 2> err &
    local reading=$!
    for ((i = 0; i < 100; i++)); do [[ -s h.db ]] && break; sleep .02; done
    sleep .1
    kill -TERM $reading
    wait $reading
    status=$?
    [[ $status == 0 ]] && return 0                # it was done before
    ended 3 && complains "stopped: " && complains "not entered" && complains "goes on from there" || return 1
    try verify --ledger h.db
    ended 0
}
story "asked to stop, it says what was kept" stopped

# ---- claims of another reader

export SAYSO_LEDGER=$place/week.db
week > week.jsonl

imports() { try import week.jsonl --maker "hand team"; ended 0 && silent out && complains "5 claims of 4 reports entered, 0 refused"; }
story "claims made elsewhere are imported" imports

lies() {
    week lies > lies.jsonl
    try import lies.jsonl --ledger lies.db --maker "a liar" --json
    ended 3 && is_json out && says '"refused":1' && complains "praised"
}
story "a quotation that its report has not is refused, shown and counted" lies

no_claims() {
    try import "$report" --ledger lies.db --maker x
    ended 4 && lines err 2 && complains "no JSON objects: "
}
story "a file to import that has no JSON is one line" no_claims

no_such_import() { try import nothing.jsonl --maker x; ended 4 && complains "nothing.jsonl: No such file"; }
story "a file to import that is not there is an error" no_such_import

# ---- asking

lists_incidents() { try incidents; ended 0 && silent err && lines out 2 && says "2031-05-03" && says "Ostrel" && says "2031-04-20"; }
story "incidents are a line each" lists_incidents

try incidents ferry
ferry=$(first)
try incidents mill
mill=$(first)

headed() { try incidents --columns 80; ended 0 && head -n 1 out | grep -q "rivals origins outlets" && [[ $(awk 'length > 80' out | wc -l) == 0 ]]; }
story "with a width there are headings, and lines that fit it" headed

incidents_json() { try incidents --json; ended 0 && is_json out && lines out 2 && says '"schema":"sayso-incident/1"' && says '"place":"Ostrel"'; }
story "incidents --json prints a line of JSON each" incidents_json

fragment() { try incidents FERRY; ended 0 && lines out 1 && says "$ferry"; }
story "a fragment of a name finds its incident, whatever its case" fragment

nothing_like_it() { try incidents zzzz; ended 0 && silent out && complains "no incidents like that" && { try incidents zzzz --exit-status; ended 1; }; }
story "where nothing matches that is said" nothing_like_it

sheet_of() { try who "$@"; ended 0 && silent err && says "Grey Front" && says "coast guard" && says "rival"; }
story "who prints the sheet of an incident by its id"        sheet_of "$ferry"
story "who finds an incident by a fragment of its name"      sheet_of ferry terminal
story "who -i without a report asks the ledger"              sheet_of -i ferry

file_first() {
    cp "$report" ferry
    try who ferry
    ended 0 && ! says "Grey Front" && { try who -i ferry; says "Grey Front"; } && { try who --file ferry; ! says "Grey Front"; }
    local fine=$?
    rm ferry
    return $fine
}
story "an argument that names a file is a report, and --incident asks the ledger all the same" file_first

several() { try who of the; ended 4 && silent out && complains "2 incidents match “of the”" && complains "$ferry" && complains "$mill"; }
story "where several incidents match they are listed with their ids" several

none() { try who zzzz; ended 4 && silent out && [[ -s err ]]; }
story "an incident that there is not is an error" none

lost() { try who zzzz.txt; ended 4 && complains "zzzz.txt: No such file"; }
story "what looks like a file is missed as a file" lost

sheet_json() { try sheet "$ferry" --json; ended 0 && is_json out; }
story "sheet --json is JSON" sheet_json

page() {
    try sheet ferry --html -o page.html
    ended 0 && silent out && grep -qi '<!doctype html>' page.html && grep -q "Grey Front" page.html && ! grep -qE 'src="http|href="http' page.html && [[ ! -e page.html.part ]]
}
story "sheet --html -o writes one self-contained page" page

one_maker() { try who "$ferry" --maker "hand team"; ended 0 && says "Grey Front"; }
story "the claims of one maker are shown alone" one_maker

listed() { local count=$1; shift; try claims "$@"; ended 0 && lines out "$count"; }
story "claims are a line each"              listed 5
story "claims of an incident"               listed 4 ferry
story "claims about a party"                listed 2 --party "coast guard"
story "claims of a holder"                  listed 2 --holder police
story "claims of a role"                    listed 1 --role staged
story "claims of a factuality"              listed 1 --factuality PS+
story "claims on a basis"                   listed 1 --basis intercept
story "claims of an outlet"                 listed 3 --outlet courier
story "claims with words in their sentence" listed 1 --text "former minister"
story "claims of a maker"                   listed 5 --maker "hand team"
story "claims since a day"                  listed 1 --since 2031-05-08
story "claims of a month"                   listed 1 --since 2031-04 --until 2031-04
story "filters go together"                 listed 1 --party "coast guard" --holder police

claims_json() { try claims --json; ended 0 && is_json out && lines out 5 && says '"standing":"stands"'; }
story "claims --json prints a line of JSON each" claims_json

parties() { try parties; ended 0 && says "Grey Front" && says "coast guard" && { try parties --json; is_json out; }; }
story "parties are listed with their ids" parties

changes() { try diff ferry --since 2031-05-08; ended 0 && says "coast guard" && ! says "Valley" && { try diff ferry --since 2031-05-08 --json; ended 0 && is_json out; }; }
story "diff shows who changed position since a day" changes

matrix() { try matrix ferry; ended 0 && [[ -s out ]] && { try matrix ferry --json; ended 0 && is_json out; }; }
story "matrix is printed, and as JSON" matrix

assess() { try assess ferry; ended 0 && [[ -s out ]] && { try assess ferry --json; ended 0 && is_json out; }; }
story "assess is printed, and as JSON" assess

try claims --role staged
staged=$(first)
explained() { try explain "$staged"; ended 0 && says "$staged" && { try explain "${staged:0:8}" --json; ended 0 && is_json out && says "$staged"; }; }
story "a claim of the ledger is explained by its id, or the beginning of it" explained

no_claim() { try explain c-000000000000; ended 4 && silent out && complains "no claim “c-000000000000”"; }
story "a claim that there is not is one line" no_claim

# ---- deciding

rejected() {
    try export --canonical
    cp out before
    try correct reject "$staged" --by "Ada Lin" --reason "a joke of the minister"
    ended 0 && lines out 1 && grep -q '^k-' out || return 1
    correction=$(first)
    try who "$ferry"
    says "a joke of the minister" && says "Ada Lin" || return 1
    try claims --role staged
    says "rejected" || return 1
    try parties coast
    says "     1  organisation  coast guard" || return 1
    try claims --standing rejected
    lines out 1 && says "$staged" && { try export --to csv --standing rejected; [[ $(wc -l < out) == 2 ]]; }
}
story "a claim is rejected, and the sheet says by whom and why" rejected

undone() {
    try correct undo "$correction" --by Ada --reason "no joke"
    ended 0 || return 1
    try claims --role staged
    ! says rejected || return 1
    try export --canonical
    [[ $(diff before out | grep -c '^>') == 2 && $(diff before out | grep -c '^<') == 0 ]]
}
story "a correction is undone by another, and both stay" undone

other_party() {
    try parties coast
    local guard=$(first)
    try correct split-party "$guard" "$staged" $hand
    ended 0 || return 1
    correction=$(first)
    try parties coast
    lines out 2 && says "coast guard (another)" || return 1
    try claims --party "$guard"
    lines out 1 && ! says "$staged" || return 1
    try who "$ferry"
    says "coast guard (another)" || return 1
    try correct undo "$correction" $hand
    ended 0 && { try parties coast; lines out 1; }
}
story "a claim is split off its party, in the lists as on the sheet" other_party

set_field() { try correct set "$staged" role ordered $hand; ended 0 && { try claims --role ordered; lines out 1; }; }
story "a field of a claim is set" set_field

retracted() { try correct retract "$staged" $hand --json; ended 0 && is_json out && { try claims --role ordered; says retracted; }; }
story "a claim is retracted" retracted

same_parties() {
    try parties coast
    local guard=$(first)
    try correct merge-parties "$guard" "grey front" $hand
    ended 0 || return 1
    correction=$(first)
    try parties
    lines out 2 || return 1
    try correct undo "$correction" $hand
    ended 0 && { try parties; lines out 3; }
}
story "parties are merged by id or fragment" same_parties

one_after_the_other() {
    local fire first
    try parties cable
    fire=$(first)
    try correct merge-parties "grey front" coast $hand
    ended 0 || return 1
    first=$(first)
    try correct merge-parties "$fire" coast $hand
    ended 0 || return 1
    correction=$(first)
    try parties
    lines out 1 && says "$fire" || return 1
    try claims --party "grey front"
    lines out 5 || return 1
    try correct undo "$first" $hand
    ended 0 && { try parties; lines out 2; } && { try correct undo "$correction" $hand; ended 0; } && { try parties; lines out 3; }
}
story "parties merged one after the other are one, until a merge is undone" one_after_the_other

same_incidents() {
    try correct merge-incidents ferry mill $hand
    ended 0 || return 1
    correction=$(first)
    try incidents
    lines out 1 || return 1
    try who "$mill"
    ended 0 || return 1
    try who "$ferry"
    ended 0 || return 1
    says "also given  20 April 2031 in 1 report of 4" && says "also given  Dunmere in 1 report of 4" || return 1
    try who "$ferry" --json
    is_json out && says '"other_dates":[{"date":"2031-04-20","reports":1,"at":null}]' && says '"other_places":[{"place":"Dunmere","reports":1,' || return 1
    try correct undo "$correction" $hand
    ended 0 && { try incidents; lines out 2; } && { try who "$ferry"; ! says "also given"; }
}
story "incidents are merged, both ids lead there, the sheet lists their days and places, and it is undone" same_incidents

split_off() {
    try claims --party coast --holder police
    try correct split-incident ferry "$(first)" $hand
    ended 0 || return 1
    correction=$(first)
    try incidents
    lines out 3 || return 1
    try correct undo "$correction" $hand
    ended 0 && { try incidents; lines out 2; }
}
story "a claim is split off an incident, and brought back" split_off

bad_field() { try correct set "$staged" role nonsense $hand; ended 4 && silent out && lines err 1; }
story "a value that the field cannot have is refused" bad_field

not_there() { try correct reject c-000000000000 $hand; ended 4 && silent out && complains "no claim"; }
story "what is not there cannot be corrected" not_there

by_hand() {
    try add --report mill --sentence "destroyed the paper mill" --incident mill --party "A fire" --role cause --trigger destroyed --by "Ada Lin"
    ended 0 && lines out 1 && grep -q '^c-' out || return 1
    try claims --maker "by hand"
    lines out 1 && says "cause"
}
story "a claim is entered by hand" by_hand

not_its_words() {
    try add --report mill --sentence "destroyed the paper mill" --incident mill --party "A fire" --role cause --trigger repainted --by Ada
    ended 4 && silent out && [[ -s err ]]
}
story "a claim by hand in words that its report has not is refused" not_its_words

# ---- the whole

verified() { try verify; ended 0 && lines out 1 && says "whole: " && { try verify --json; ended 0 && is_json out && says '"problems":0'; }; }
story "the ledger is verified" verified

exports() { try export --to csv; ended 0 && [[ $(wc -l < out) -gt 5 ]] && { try export --to jsonl; ended 0 && is_json out; } && { try export --to clusters; ended 0 && [[ -s out ]]; }; }
story "it is exported as CSV, JSON and clusters" exports

damaged() {
    cp week.db hurt.db
    python3 - hurt.db <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
tables = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
for table in tables:
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
    if "body" in columns:
        db.executescript("".join(f'DROP TRIGGER "{name}";' for name, in db.execute("SELECT name FROM sqlite_master WHERE type='trigger'")))
        changed = db.execute(f"UPDATE \"{table}\" SET body = replace(body, 'Ada Lin', 'Eve Lin') WHERE body LIKE '%Ada Lin%'").rowcount
        assert changed > 0
db.commit()
PY
    try verify --ledger hurt.db
    ended 5 && [[ -s err ]] && says "problem"
}
story "what was changed behind its back is found, with status 5" damaged

cut_short() { head -c 5000 week.db > cut.db; try verify --ledger cut.db; ended 5 && [[ -s err ]]; }
story "a ledger that was cut short does not pass" cut_short

full_disk() { [[ -e /dev/full ]] || return 0; "$program" export --canonical > /dev/full 2> err; status=$?; ended 4 && [[ -s err ]]; }
story "a full disk is noticed when exporting" full_disk

plain() { try who "$ferry"; ! grep -q $'\033' out && { try who "$ferry" --color always; grep -q $'\033' out; }; }
story "into a pipe there is no colour, and --color always means it" plain

echo "1..$number"
exit $failed
