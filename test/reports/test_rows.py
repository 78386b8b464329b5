#!/usr/bin/env python3
"""Attacks rows.py: a reading with one thing wrong must lose exactly its row.  Then holds the rows of the
reference report and its twins against the texts and against the annotation in gold/."""
import copy, glob, json, os, re, subprocess, sys, tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../house"))
import rows, tap

TEXT = ("Two officials told the Echo that the Blue Guard may have fired on the mill. They overheard a captain "
        "blaming Lorn. At first Lorn blamed Vey for staging the attack. A lamp was stolen by boys, police said.")
ROWS = """\
1	claim	mill	carried_out	Blue Guard	two officials < Echo	PS+	-	-	may have	-	the Guard may have fired
2	claim	mill	involved	Lorn	captain < two officials < Echo	CT+	-	intercept@2	-	no-number	a captain blames Lorn
3	claim	mill	staged	Vey	Lorn || Lorn < Echo	CT+	-	-	-	ended=first,possibly-superseded=1	Lorn blamed Vey
4	claim	lamp	carried_out	boys	police	CT+|PR+	-	-	-	-	boys stole a lamp
4	statement	-	concern	nobody says this	police	-	-	-	-	or	the same as a statement
*	claim	mill	aware	mayor	-	U	-	-	-	-	welcome
"""


def at(words, where=TEXT):
    start = len(where[:where.index(words)].encode())
    return {"from": start, "to": start + len(words.encode()), "words": words}


def link(holder, basis=(), party=1, stance="neutral"):
    return {"holder": holder, "party": party, "stance": stance, "basis": [{"kind": k, "at": None} for k in basis]}


def claim(n, incident, role, party, chain, factuality, hedge=None, **more):
    return {"id": f"c-{n}", "incident": incident, "role": role, "party_name": party, "chain": chain,
            "factuality": factuality, "confidence": None, "likelihood": None, "hedge": hedge, "ended_by": None,
            "missing": None, "note": None, "possibly": False, "superseded_by": None, "sentence": 1, **more}


def reading():
    ends = [m.end() for m in re.finditer(r"\.", TEXT)]
    return {"sentences": [[begin and begin + 1, end] for begin, end in zip([0] + ends, ends)],
            "incidents": [{"name": "shots at the mill", "place": None, "targets": None, "at": at("fired")},
                          {"name": "theft", "place": None, "targets": None, "at": at("lamp")}],
            "claims": [
                claim(1, 0, "carried_out", "the Blue Guard", [link("Two officials"), link("Echo")], "PS+", at("may have")),
                claim(2, 0, "involved", "Lorn", [link("a captain"), link("two officials", ["intercept"]), link("the Echo")], "CT+"),
                claim(3, 0, "staged", "Vey", [link("Lorn")], "CT+", ended_by=at("At first"), possibly=True, superseded_by="c-1"),
                claim(4, 1, "carried_out", "boys", [link("police")], "CT+")],
            "statements": []}


def outcome(change=None, asked=ROWS):
    """(rows that were missing, false claims) of the reading after a change to it."""
    given = reading()
    if change:
        change(given)
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("a.json", "a.tsv", "a.txt")]
        for path, content in zip(paths, (json.dumps(given), asked, TEXT)):
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
        verdicts, false = rows.judge(rows.read_rows(paths[1]), rows.read_report(paths[0], paths[2]))
    return {l["row"] for l, thing, _ in verdicts if not thing and l["row"] != "*"}, [c["id"] for c in false]


def expect(got, *wanted):
    assert got == wanted, f"{got}, not {wanted}"


def put(index, **fields):
    return lambda given: given["claims"][index].update(fields)


def test_a_right_reading_gives_every_row_and_nothing_false():
    expect(outcome(), set(), [])


def test_an_empty_reading_gives_no_row():
    expect(outcome(lambda g: g.update(claims=[], incidents=[])), {"1", "2", "3", "4"}, [])


def test_a_wrong_value_loses_its_row_and_is_a_false_claim():
    for index, fields in ((0, {"role": "involved"}), (0, {"party_name": "Guard"}), (0, {"factuality": "PR+"}),
                          (0, {"confidence": "low"}), (0, {"hedge": None}), (3, {"chain": []}),
                          (3, {"chain": [link("police"), link("the Echo")]})):
        row = str(index + 1)
        missing, false = outcome(put(index, **fields))
        assert row in missing and f"c-{row}" in false, (fields, missing, false)


def test_holders_in_the_wrong_order_are_wrong():
    expect(outcome(lambda g: g["claims"][1]["chain"].reverse()), {"2"}, ["c-2"])


def test_a_basis_at_the_wrong_link_is_wrong():
    def move(g):
        chain = g["claims"][1]["chain"]
        chain[0]["basis"], chain[1]["basis"] = chain[1]["basis"], []
    expect(outcome(move), {"2"}, ["c-2"])


def test_a_number_for_a_flat_assertion_is_wrong():
    expect(outcome(put(1, likelihood={"phrase": "blaming", "reading": None})), set(), [])
    expect(outcome(put(1, likelihood={"phrase": "blaming", "reading": "press", "low": 90, "middle": 95, "high": 100})),
           {"2"}, ["c-2"])


def test_an_end_without_its_words_or_its_successor_is_wrong():
    expect(outcome(put(2, ended_by=None)), {"3"}, ["c-3"])
    expect(outcome(put(2, superseded_by="c-4")), {"3"}, ["c-3"])
    expect(outcome(put(2, possibly=False)), {"3"}, ["c-3"])


def test_either_of_two_chains_will_do():
    expect(outcome(put(2, chain=[link("Lorn"), link("Echo")])), set(), [])


def test_a_holder_without_words_is_nobody():
    asked = ROWS.replace("boys\tpolice\tCT+", "boys\t-\tCT+")
    expect(outcome(put(3, chain=[link("authorities", party=None)]), asked), set(), [])
    expect(outcome(put(3, chain=[]), asked), set(), [])
    expect(outcome(None, asked), {"4"}, ["c-4"])


def test_a_claim_given_twice_is_false_once():
    expect(outcome(lambda g: g["claims"].append({**copy.deepcopy(g["claims"][0]), "id": "c-9"})), set(), ["c-9"])


def test_rows_of_one_incident_may_not_be_split_over_two():
    def split(g):
        g["incidents"].append({**g["incidents"][0], "name": "attack at the mill"})
        g["claims"][1]["incident"] = 2
    expect(outcome(split), {"2"}, ["c-2"])


def test_two_incidents_may_not_be_read_as_one():
    expect(outcome(put(3, incident=0)), {"4"}, ["c-4"])


def test_an_incident_may_be_known_by_the_words_after_its_first_mention():
    expect(outcome(lambda g: g["incidents"][0].update(name="shots")), set(), [])
    expect(outcome(lambda g: g["incidents"][1].update(name="trouble", at=at("stolen"))), {"4"}, ["c-4"])


def test_a_welcome_claim_is_neither_missed_nor_false():
    expect(outcome(lambda g: g["claims"].append(claim(5, 0, "aware", "the mayor", [], "U"))), set(), [])


def test_the_exit_status_tells_a_missed_threshold_from_a_file_that_cannot_be_read():
    with tempfile.TemporaryDirectory() as folder:
        def status(*options, given=reading(), asked=ROWS):
            paths = [os.path.join(folder, name) for name in ("a.json", "a.tsv", "a.txt")]
            for path, content in zip(paths, (json.dumps(given), asked, TEXT)):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(content)
            done = subprocess.run([sys.executable, "-B", HERE + "/rows.py", *options, *paths], capture_output=True, text=True)
            return done.returncode, (done.stdout.splitlines() or [""])[-1]
        less = {**reading(), "claims": reading()["claims"][1:] + [claim(9, 1, "ordered", "boys", [], "CT+")]}
        expect(status("--least-share", "1", "--most-false", "0"), 0, "a: rows found 4/4, false 0")
        expect(status(given=less), 0, "a: rows found 2/4, false 2")
        expect(status("--least-share", ".5", "--most-false", "2", given=less), 0, "a: rows found 2/4, false 2")
        expect(status("--least-share", ".51", given=less), 1, "a: rows found 2/4, false 2")
        expect(status("--most-false", "1", given=less), 1, "a: rows found 2/4, false 2")
        expect(status(given=None)[:1], 2)
        expect(status(given={})[:1], 2)
        expect(status(asked="1\tclaim\n")[:1], 2)


# ---- the rows themselves ----

def asked():
    for path in sorted(glob.glob(HERE + "/*.tsv") + glob.glob(HERE + "/twins/*.tsv")):
        name = re.sub(r".*/|\.tsv$", "", path)
        text = path[:-4] + ".txt" if name.startswith("twin") else f"{HERE}/../../examples/{name}.txt"
        with open(text, encoding="utf-8") as file:
            yield name, rows.read_rows(path), rows.plain(file.read())


def test_every_report_is_asked_for_rows_1_to_17():
    names = []
    for name, lines, _ in asked():
        names.append(name)
        expect(([r for r in dict.fromkeys(group[0]["row"] for group in lines) if r != "*"],), [str(n) for n in range(1, 18)])
    expect((names,), ["kremlin-drones"] + [f"twin-{n}" for n in range(1, 6)])


def test_what_the_rows_ask_for_stands_in_the_text():
    for name, lines, text in asked():
        for line in (line for group in lines for line in group):
            patterns = [line["phrase"], line["party"] if line["kind"] == "statement" else "-", line["incident"]]
            patterns += [note.split("=")[1] for note in line["notes"] if re.match("(ended|missing|note)=", note)]
            for pattern in patterns:
                assert pattern == "-" or rows.contains(pattern, text), f"{name} row {line['row']}: {pattern}"


def from_gold(name):
    """The annotation of a report in the form of a reading; the notes that it has no place for are granted."""
    with open(f"{HERE}/gold/{name}.json", encoding="utf-8") as a, open(f"{HERE}/gold/{name}.sents.json", encoding="utf-8") as b:
        gold, sents = json.load(a), json.load(b)
    text, ids = "\n".join(sents), {i["id"]: n for n, i in enumerate(gold["incidents"])}
    begins = [sum(len(s.encode()) + 1 for s in sents[:n]) for n in range(len(sents) + 1)]
    whole = {"words": text}
    incidents = [{"name": i["name"], "place": i["place"], "targets": None,
                  "at": {"from": begins[i["s"] - 1] + len(sents[i["s"] - 1].split(i["words"])[0].encode())}} for i in gold["incidents"]]
    claims = []
    for n, c in enumerate(gold["claims"]):
        chain = [link(h, stance="endorsing") for h in c["holder"]]
        for kind in c["basis"]:
            chain[-2 if kind == "intercept" else 0]["basis"].append({"kind": kind})
        hedge = {"words": c["words"]["hedge"]} if c["words"]["hedge"] else None
        claims.append(claim(n, ids[c["incident"]], c["role"], c["party"], chain, c["factuality"], hedge, confidence=c["confidence"],
                            ended_by=whole, missing=whole, note=whole, possibly=True))
    first = next(c["id"] for c in claims if c["role"] == "carried_out")
    for c in claims:
        c["superseded_by"] = first
    return {"sentences": [[b, e - 1] for b, e in zip(begins, begins[1:])], "incidents": incidents, "claims": claims,
            "statements": [], "bytes": text.encode()}


def test_the_annotation_of_each_twin_answers_its_rows_and_no_more():
    for name, lines, _ in asked():
        if name.startswith("twin"):
            verdicts, false = rows.judge(lines, from_gold(name))
            missed = [(line["row"], why) for line, thing, why in verdicts if not thing and line["kind"] == "claim"]
            assert not missed and not false, (name, missed, false)


tap.run(globals())
