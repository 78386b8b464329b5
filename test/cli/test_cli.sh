#!/bin/bash
# The command line, as stories: each does what a user would and looks at what comes back.
# What a claim says is none of its business: with the test weights the reader reads nonsense.

. test/cli/stories.sh

# ---- words about itself

without_anything() { try; ended 2 && silent out && head -n 12 err | grep -q 'sayso who report.txt'; }
story "without a command it shows examples and ends with 2" without_anything

help_of_all() { try help; ended 0 && silent err && says "Commands:" && says "  verify " && says "sayso who kremlin drone"; }
story "help is on standard output" help_of_all

help_of_each() {
    for command in $("$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        [[ $command == help ]] && continue
        try help "$command" && ended 0 && says "Usage: sayso $command" && head -n 1 out | grep -q "^  sayso $command" || return 1
        cp out once
        try "$command" --help && ended 0 && cmp -s out once || return 1
        [[ $(awk '{ gsub(/[“”]/, "."); if (length > 80) n++ } END { print n + 0 }' out) == 0 ]] || return 1
    done
}
story "help of a command is the same as --help, in 80 columns, examples first" help_of_each

version() { try --version; ended 0 && grep -qE '^sayso [0-9]+\.[0-9]+\.[0-9]+$' out; }
story "--version names the version" version

# ---- wrong usage: one line, status 2

story "a misspelt command is named with the nearest one"      wrong "did you mean extract?" extrct "$report"
story "a file in place of a command is understood"            wrong "did you mean \`sayso who" "$report"
story "a misspelt option is named with the nearest one"       wrong "did you mean --reader?" who --raeder small "$report"
story "the beginning of an option names the whole"            wrong "did you mean --exit-status?" who --exit "$report"
story "an option that is like no other is only named"         wrong "no option --zzzzzz;" who --zzzzzz "$report"
story "an option of another command is refused"               wrong "who takes no --dir" who --dir x "$report"
story "an option without its value is refused"                wrong "--least needs a value" extract "$report" --least
story "a flag with a value is refused"                        wrong "--json takes no value" who --json=yes "$report"
story "a probability over 1 is refused"                       wrong "a number from 0 to 1" extract --least 1.5 "$report"
story "no threads are refused"                                wrong "a number from 1 to 256" extract --threads 0 "$report"
story "a reader that there is not is refused"                 wrong "base|small" who --reader big "$report"
story "who without a report is refused"                       wrong "who needs an incident of the ledger, or a report" who
story "explain of three things is refused"                    wrong "explain needs a claim of the ledger, or a report" explain a b c

no_weights() { try extract --weights nowhere "$report"; ended 4 && lines err 1 && complains "no weights at nowhere"; }
story "weights that are not there are named with the option that helps" no_weights

no_data() { try extract --data nowhere "$report"; ended 4 && lines err 1 && complains "no folder of tables at nowhere"; }
story "a data folder that is not there is named" no_data

try extract "$report"
if ! ended 0; then
    echo "# the reader does not open with $SAYSO_WEIGHTS:"
    sed 's/^/# /' err
    for ((i = number + 1; i <= stories; i++)); do echo "ok $i # SKIP no reader"; done
    echo "1..$stories"
    exit $failed
fi

# ---- reading

one_line() { try extract "$report"; ended 0 && silent err && lines out 1 && is_json out && says '"doc":"kremlin-drones"'; }
story "extract prints a line of JSON a report" one_line

from_stdin() {
    cp out from_file
    stdin=$report try extract
    ended 0 && lines out 1 && says '"doc":"stdin"' && [[ $(sed 's/"doc":"stdin"/"doc":"kremlin-drones"/' out) == "$(cat from_file)" ]]
}
story "extract reads standard input where no file is named" from_stdin

: > empty.txt
head -c 4194305 /dev/zero | tr '\0' 'a' > large.txt
mkdir folder
cp "$report" again.txt

each_failure() {
    try extract "$report" missing.txt folder empty.txt large.txt again.txt
    ended 3 && lines out 6 && lines err 4 && is_json out || return 1
    complains "sayso: missing.txt: No such file" && complains "sayso: folder: " && complains "sayso: empty.txt: " \
        && complains "sayso: large.txt: " || return 1
    [[ $(grep -c '"error":' out) == 4 && $(sed -n 6p out) == *'"doc":"again"'* ]]
}
story "what cannot be read is one line each, and the reports after it are read" each_failure

all_fail() { try extract missing.txt folder; ended 4 && lines out 2 && is_json out; }
story "where nothing could be read the status is 4" all_fail

name_with_quotes() { cp "$report" $'a"b\\c\nd.txt'; try extract $'a"b\\c\nd.txt' $'mi"ss\nin\xffg'; ended 3 && lines out 2 && is_json out && lines err 1; }
story "names of files may hold quotes, lines and bytes that are no UTF-8" name_with_quotes

several=("$report" again.txt missing.txt)
for ((i = 0; i < 20; i++)); do
    cp "$report" "copy$i.txt"
    head -c $((200 + 130 * i)) "$report" > "part$i.txt"
    several+=("part$i.txt" "copy$i.txt")
done
any_threads() {
    try extract --threads 1 "${several[@]}"
    cp out one; cp err one_err
    for threads in 2 3 8; do
        try extract --threads $threads "${several[@]}"
        ended 3 && cmp -s out one && cmp -s err one_err || return 1
    done
}
story "the output is the same for any number of threads" any_threads

who_threads() {
    try who --threads 1 "${several[@]}"
    cp out one; cp err one_err
    try who --threads 4 "${several[@]}"
    cmp -s out one && cmp -s err one_err
}
story "sheets are the same for any number of threads" who_threads

# ---- reports as they come

mkdir wrapped news news/deep news/.hidden
python3 "$tree/test/cli/wrapped.py" wrapped
cp "$report" news/b.txt; cp "$report" news/deep/c.txt; cp "$report" news/.hidden/d.txt; cp wrapped/page.html news/a.html
docs() { python3 -c 'import json, sys
for line in open("out", encoding="utf-8"): print(json.loads(line)["doc"])' | tr '\n' ' '; }

a_folder() { try extract news; ended 0 && silent err && [[ $(docs) == "a b c " ]]; }
story "a folder is all files below it, in the order of their paths" a_folder

packed() {
    try extract "$report"
    cp out plain
    gzip -c "$report" > kremlin-drones.txt.gz
    zstd -q -c kremlin-drones.txt.gz > kremlin-drones.txt.gz.zst
    for file in kremlin-drones.txt.gz kremlin-drones.txt.gz.zst; do
        try extract $file
        ended 0 && cmp -s out plain || return 1
    done
    stdin=kremlin-drones.txt.gz try extract
    ended 0 && says '"doc":"stdin"'
}
story "gzip and zstd are undone, also one within the other" packed

of_feed() { try extract wrapped/feed.xml; ended 0 && [[ $(docs) == "feed-000001 feed-000002 " ]] && says '"title":"Story 1"' && says '"date":"2031-05-05"'; }
story "each item of a feed is a report" of_feed

of_mail() { try extract wrapped/letter.eml; ended 0 && lines out 1 && says '"title":"The market of Ostrel"' && says '"date":"2031-05-05"'; }
story "a message is a report" of_mail

of_lines() {
    try extract wrapped/dump.jsonl --fields doc=key,text=body,title=headline
    ended 3 && [[ $(docs) == "wire-0 dump wire-1 wire-2 " ]] && says '"title":"Story 2"' && lines err 1 && complains "sayso: wrapped/dump.jsonl: byte " \
        && [[ $(grep -c '"error":' out) == 1 ]]
}
story "lines of JSON are reports, whatever their parts are called, and a broken one is said" of_lines

story "a part that reports have not is named with the nearest" wrong "did you mean title?" extract --fields titel=x "$report"
story "a part that is called nothing is refused"               wrong "“text” says not what it is called" extract --fields text "$report"

of_crawl() {
    try extract wrapped/crawl.warc
    ended 3 && lines out 3 && lines err 1 && complains "sayso: wrapped/crawl.warc: byte " && [[ $(grep -c '"error":' out) == 1 ]] \
        && says '"title":"Story 0"' && says '"title":"Story 2"'
}
story "a damaged record is one line, and those around it are read" of_crawl

damaged() {
    head -c 900 kremlin-drones.txt.gz > cut.gz
    try extract "$report" cut.gz wrapped/page.html
    ended 3 && lines out 3 && lines err 1 && complains "cut.gz: " && [[ $(docs) == "kremlin-drones cut page " ]]
}
story "a damaged file among good ones is one line" damaged

french() {
    try extract wrapped/french.txt "$report"
    ended 3 && lines out 2 && lines err 1 && complains "wrapped/french.txt: " && complains "French" && [[ $(sed -n 1p out) == *'"doc":"french","error":'*French* ]] || return 1
    try extract --to text wrapped/french.txt
    ended 0 && silent err && says "trois personnes"
}
story "a report in French is said to be French and not read; its text is printed" french

who_of_many() { try who wrapped/feed.xml wrapped/letter.eml --json; ended 0 && is_json out; }
story "who takes files with many reports" who_of_many

explain_of_many() {
    try explain --least 0 --json news
    [[ $status == 0 ]] || return 1
    silent out && return 0
    local id
    id=$(tail -n 1 out | sed 's/.*"id":"\([^"]*\)".*/\1/')
    try explain --least 0 news "$id"
    ended 0 && silent err && says "$id"
}
story "explain finds a claim in whichever report has it" explain_of_many

texts_of_many() {
    try extract --to text --dir texts2 wrapped/feed.xml wrapped/page.html
    ended 0 && silent out && [[ $(ls texts2 | tr '\n' ' ') == "feed-000001.txt feed-000002.txt page.txt " ]] && grep -q "^Drones hit the fuel depot" texts2/page.txt
}
story "clean texts of many reports are written by their names" texts_of_many

within() {
    printf '{"id":"../../escaped","text":"Nothing was said."}\n{"id":".hidden","text":"Nothing was said here."}\n{"id":"a","text":"Nothing."}\n{"id":"a","text":"Nothing at all."}\n' > names.jsonl
    try extract --to text --dir texts3 names.jsonl
    ended 3 && lines err 1 && complains "another report of this run is named a too" && [[ $(ls -A texts3 | wc -l) == 3 && -e texts3/a.txt && ! -e ../escaped.txt ]]
}
story "a report may call itself anything, and its file stays in the folder" within

ten_thousand() {
    try extract --to text wrapped/many.jsonl
    ended 0 && silent err && [[ $(grep -c "It was report" out) == 10000 && $(grep -o "It was report [0-9]*" out | head -n 7001 | tail -n 1) == "It was report 7000" ]]
}
story "ten thousand reports of one file come in their order" ten_thousand

empty_folder() { mkdir bare; try extract bare; ended 4 && lines out 1 && lines err 1 && complains "sayso: bare: a folder without files"; }
story "a folder without files is said to be one" empty_folder

# ---- what is written

who_form() {
    try extract --to who --dir OUT "$report" again.txt
    ended 0 && lines out 2 && is_json out && [[ $(ls OUT | wc -l) == 4 ]] || return 1
    python3 - OUT/kremlin-drones.json OUT/kremlin-drones.sents.json <<'EOF'
import json, sys
who, sentences = (json.load(open(p, encoding="utf-8")) for p in sys.argv[1:])
assert list(who) == ["doc", "incidents", "claims"], list(who)
for claim in who["claims"]:
    assert claim["quote"] == sentences[claim["s"] - 1]
    assert len(claim["holder"]) == len(claim["words"]["holder"])
EOF
}
story "--to who --dir writes two files a report" who_form

same_name() {
    mkdir -p other && cp "$report" other/again.txt
    try extract --dir OUT2 again.txt other/again.txt
    ended 3 && complains "another report of this run is named again too" && lines out 2
}
story "two reports that would write one file: the second fails" same_name

no_folder() { try extract --dir empty.txt "$report"; [[ $status != 0 ]] && [[ -s err ]]; }
story "a folder that is a file is an error" no_folder

whole_files_only() { ! ls OUT | grep -q part; }
story "no half-written file is left" whole_files_only

# ---- sheets

printf 'The weather was fine on Sunday and nothing happened.\n' > calm.txt
nothing_found() { try who --least 1 calm.txt; ended 0 && silent out && lines err 1 && complains "it says of no incident who is responsible"; }
story "a report without claims is said to have none" nothing_found

exit_status() { try who --least 1 --exit-status calm.txt; ended 1; }
story "--exit-status ends with 1 where nothing was found" exit_status

who_json() { try who --json "$report"; ended 0 && is_json out; }
story "who --json prints lines of JSON" who_json

plain_pipe() { try who "$report"; ended 0 && ! grep -q $'\033' out; }
story "into a pipe there is no colour" plain_pipe

in_colour() { try who --least 0 --color always "$report"; ended 0 && { silent out || grep -q $'\033' out; }; }
story "--color always means it" in_colour

no_such_incident() { try who -i zzzz "$report"; ended 0 && silent out && lines err 1; }
story "an incident that is not there is said not to be" no_such_incident

narrow() {
    try who --least 0 --columns 60 "$report"
    ended 0 && python3 -c 'import sys; sys.exit(any(len(line.rstrip("\n")) > 60 for line in open("out", encoding="utf-8")))'
}
story "--columns sets the width" narrow

# ---- explain

list_and_explain() {
    try explain --least 0 "$report"
    ended 0 || return 1
    silent out && return 0
    local id
    id=$(head -n 1 out | cut -d' ' -f1)
    try explain --least 0 "$report" "$id"
    ended 0 && says "$id" && says "WORDS" && says "PASSAGES"
}
story "explain lists claims, and each id that it lists is explained" list_and_explain

no_claim() { try explain "$report" c-nosuch; ended 4 && silent out && complains "no claim c-nosuch"; }
story "a claim that is not there is one clear line" no_claim

full_disk() { [[ -e /dev/full ]] || return 0; "$program" extract "$report" > /dev/full 2> err; status=$?; ended 4 && complains "cannot write"; }
story "a full disk is noticed" full_disk

same_twice() { try extract "$report"; cp out once; try extract "$report"; cmp -s out once; }
story "the same bytes in give the same bytes out" same_twice

page() {
    printf '<html><head><title>Two drones</title></head><body><nav><a href="/">Home</a></nav><article><h1>Two drones</h1><p>Two drones hit the port of Ostrel on Monday, its council said, and nobody was hurt.</p><p>The council blames Tolland &amp; its friends for the attack, which came at night.</p></article></body></html>' > page.html
    try extract --to text --dir texts page.html missing.html
    ended 3 && complains "missing.html" && grep -q "^Two drones hit the port" texts/page.txt && grep -q "Tolland & its friends" texts/page.txt && ! grep -q Home texts/page.txt
}
story "the clean text of a page is written, and a missing page is said" page

after_dashes() { cp "$report" ./--odd.txt; try extract -- --odd.txt; ended 0 && says '"doc":"--odd"'; }
story "after -- everything is a file" after_dashes

echo "1..$number"
exit $failed
