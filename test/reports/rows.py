#!/usr/bin/env python3
"""Which of the rows that a report must give does its reading give, and what besides?

    rows.py [--least-share S] [--most-false N] [--tap] JSON ROWS TEXT [JSON ROWS TEXT ...]

JSON is what `sayso extract TEXT` prints (docs/schema.md).  ROWS has one line a claim or statement, twelve fields
between tabs, `#` before a comment.  Lines with the same row number are one row: it is found when all of them are.

    row         a number; `*`: in the text and welcome, but not asked for
    kind        claim, statement
    incident    what the incident's name must contain, or else the words from its first mention to the next incident's.
                Lines with the same pattern are about one incident, lines with different patterns about different
                ones.  `-`: of a statement about any
    role        one or more, `|` between; of a statement: its kind
    party       the party's name; of a statement: what its content must contain
    holders     innermost first, ` < ` between; ` || ` between chains that are equally right; `-`: nobody named
    factuality  one or more, `|` between
    confidence  low, moderate, high; `-`: none may be stated
    basis       KIND@LINK, the innermost link is 1; `-`: any
    phrase      what the likelihood's phrase, or the hedge, must contain; `-`: any
    notes       `,` between; each may carry `=` and what its words must contain:
                ended, missing, note      the claim has such words
                possibly-superseded=ROW   by the claim of that row
                endorsing                 the stance of the innermost cue
                no-number                 no interval
                or                        another right way to give the line above
    what        the row in plain words, for the person who reads the outcome

Names are compared whole, without an article before them; `contain` is a search.  Neither heeds case.
A false claim is one that answers no line.  Statements that answer none are not counted.
Exit status: 0, or 1 where a threshold is missed, or 2 where something could not be read."""
import argparse, json, re, sys

FIELDS = "row kind incident role party holders factuality confidence basis phrase notes what".split()
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


class Unreadable(Exception):
    pass


def plain(words):
    return " ".join((words or "").translate(PLAIN).split())


def contains(pattern, words):
    return re.search(pattern.translate(PLAIN), plain(words), re.I) is not None


def is_name(pattern, name):
    name = re.sub(r"^(?:the|an|a) ", "", plain(name), flags=re.I)
    return re.fullmatch(f"(?:{pattern.translate(PLAIN)})", name, re.I) is not None


def words(passage):
    return passage["words"] if passage else ""


# ---- what is asked ----

def read_rows(path):
    """The lines of ROWS; a line noted `or` is put with the one above it, as a list of alternatives."""
    lines = []
    with open(path, encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            text = text.rstrip("\n")
            if not text or text.startswith("#"):
                continue
            fields = text.split("\t")
            if len(fields) != len(FIELDS):
                raise Unreadable(f"{path}:{number}: {len(fields)} fields, want {len(FIELDS)}")
            line = dict(zip(FIELDS, fields))
            line["notes"] = [] if line["notes"] == "-" else line["notes"].split(",")
            if line["kind"] not in ("claim", "statement"):
                raise Unreadable(f"{path}:{number}: kind {line['kind']}")
            try:
                for pattern in (line["incident"], line["party"], line["phrase"], *re.split(r" < | \|\| ", line["holders"])):
                    re.compile(pattern)
            except re.error as error:
                raise Unreadable(f"{path}:{number}: {error}")
            if "or" in line["notes"]:
                line["notes"].remove("or")
                lines[-1].append(line)
            else:
                lines.append([line])
    return lines


# ---- what is given ----

def read_report(path, text_path):
    with open(path, encoding="utf-8") as file:
        report = json.loads(next((line for line in file if line.strip()), "null"))
    if not isinstance(report, dict) or "claims" not in report:
        raise Unreadable(f"{path}: no report in it")
    with open(text_path, "rb") as file:
        report["bytes"] = file.read()
    return report


def first_mention(report, incident):
    """The words from the incident's first mention to the next incident's, or to the end of the sentence."""
    if not incident["at"]:
        return ""
    start = incident["at"]["from"]
    ends = [to for begin, to in report["sentences"] if begin <= start < to]
    ends += [other["at"]["from"] for other in report["incidents"] if other["at"] and other["at"]["from"] > start]
    return report["bytes"][start:min(ends, default=start)].decode("utf-8", "replace")


def candidates(report, pattern):
    named = [i for i, x in enumerate(report["incidents"]) if contains(pattern, x["name"])]
    return named or [i for i, x in enumerate(report["incidents"])
                     if contains(pattern, " ".join(filter(None, (x["place"], x["targets"], first_mention(report, x)))))]


# ---- does one answer the other? ----

def chain_fits(line, chain):
    for holders in line["holders"].split(" || "):
        if holders == "-":
            if not chain or len(chain) == 1 and chain[0]["party"] is None:
                return True
            continue
        holders = holders.split(" < ")
        if len(holders) == len(chain) and all(is_name(p, link["holder"]) for p, link in zip(holders, chain)):
            return True
    return False


def chain_text(chain):
    return " < ".join(link["holder"] or "unnamed" for link in chain) or "nobody"


def superseder(wanted, claim, report, lines):
    return any(other["id"] == claim["superseded_by"] and not differences(line, other, report, lines, notes=False)
               for group in lines for line in group if line["row"] == wanted and line["kind"] == "claim"
               for other in report["claims"])


def note_fits(note, claim, report, lines):
    name, _, wanted = note.partition("=")
    if name in ("ended", "missing", "note"):
        at = claim["ended_by" if name == "ended" else name]
        return bool(at) and contains(wanted, words(at))
    if name == "possibly-superseded":
        return claim["possibly"] and superseder(wanted, claim, report, lines)
    if name == "endorsing":
        return bool(claim["chain"]) and claim["chain"][0]["stance"] == "endorsing"
    if name == "no-number":
        return not claim["likelihood"] or claim["likelihood"].get("reading") is None
    raise Unreadable(f"no such note: {note}")


def basis_fits(line, chain):
    if line["basis"] == "-":
        return True
    kind, _, link = line["basis"].partition("@")
    return int(link) <= len(chain) and any(g["kind"] == kind for g in chain[int(link) - 1]["basis"])


def differences(line, claim, report, lines, notes=True):
    """What keeps a claim from answering the line, its incident aside."""
    likelihood = claim["likelihood"] or {}
    checks = [
        ("role", claim["role"] in line["role"].split("|"), claim["role"]),
        ("party", is_name(line["party"], claim["party_name"]), claim["party_name"]),
        ("holders", chain_fits(line, claim["chain"]), chain_text(claim["chain"])),
        ("factuality", claim["factuality"] in line["factuality"].split("|"), claim["factuality"]),
        ("confidence", (claim["confidence"] or "-") == line["confidence"], claim["confidence"] or "none"),
        ("basis", basis_fits(line, claim["chain"]),
         ", ".join(f"{g['kind']}@{n}" for n, link in enumerate(claim["chain"], 1) for g in link["basis"]) or "none"),
        ("phrase", line["phrase"] == "-" or contains(line["phrase"], likelihood.get("phrase"))
         or contains(line["phrase"], words(claim["hedge"])), likelihood.get("phrase") or words(claim["hedge"]) or "none"),
    ]
    wrong = [f"{name} is {given}" for name, right, given in checks if not right]
    if notes:
        wrong += [f"not {note}" for note in line["notes"] if not note_fits(note, claim, report, lines)]
    return wrong


def statement_differences(line, statement):
    checks = [
        ("content", contains(line["party"], words(statement["content"])), words(statement["content"])),
        ("kind", statement["kind"] in line["role"].split("|"), statement["kind"]),
        ("holders", chain_fits(line, statement["chain"]), chain_text(statement["chain"])),
    ]
    return [f"{name} is {given}" for name, right, given in checks if not right]


# ---- the reading of one report ----

def answers(lines, report):
    """For each line and alternative: [(kind, index, what differs)] of every claim or statement."""
    table = []
    for group in lines:
        for line in group:
            if line["kind"] == "claim":
                table.append([(i, differences(line, x, report, lines)) for i, x in enumerate(report["claims"])])
            else:
                table.append([(i, statement_differences(line, x)) for i, x in enumerate(report["statements"])])
    return table


def choose_incidents(lines, table, report):
    """Pattern -> incident, each incident for one pattern only, so that most lines are answered."""
    flat = [line for group in lines for line in group]
    patterns = list(dict.fromkeys(line["incident"] for line in flat if line["incident"] != "-"))
    options = [candidates(report, p) for p in patterns]

    def gain(pattern, incident):
        return sum(any(not wrong and report[line["kind"] + "s"][i]["incident"] == incident for i, wrong in row)
                   for line, row in zip(flat, table) if line["incident"] == pattern)

    best = (-1, {})

    def walk(k, taken, total):
        nonlocal best
        if k == len(patterns):
            if total > best[0]:
                best = (total, dict(zip(patterns, taken)))
            return
        for i in options[k]:
            if i not in taken:
                walk(k + 1, taken + [i], total + gain(patterns[k], i))
        walk(k + 1, taken + [None], total)

    walk(0, [], 0)
    return best[1]


def match(wanted):
    """One to one: `wanted` has for each line the things that answer it.  -> line -> thing."""
    owner = {}

    def place(line, seen):
        for thing in wanted[line]:
            if thing not in seen:
                seen.add(thing)
                if thing not in owner or place(owner[thing], seen):
                    owner[thing] = line
                    return True
        return False

    for line in range(len(wanted)):
        place(line, set())
    return {line: thing for thing, line in owner.items()}


def about(incident, report):
    return report["incidents"][incident]["name"] if incident is not None else "no incident"


def why(group, rows, chosen, report):
    """The nearest thing to a line that nothing answers, and what is wrong with it."""
    near = []
    for line, row in zip(group, rows):
        for i, wrong in row:
            thing = report[line["kind"] + "s"][i]
            wrong = list(wrong)
            if line["incident"] != "-" and thing["incident"] != chosen.get(line["incident"]):
                wrong.append(f"incident is {about(thing['incident'], report)}")
            heads = {w.split(" is ")[0] for w in wrong}
            if not {"role", "party"} <= heads and "content" not in heads and len(wrong) <= 4:
                near.append((len(wrong), "party" in heads, name_of(thing, i), wrong))
    if not near:
        return "nothing like it"
    wrong, _, name, which = min(near)
    return f"{name} is near: {'; '.join(which)}" if wrong else f"{name} already answers another line"


def name_of(thing, index):
    return thing.get("id") or f"statement {index + 1}"


def judge(lines, report):
    """-> [(line, (kind, index) or None, why not)], the claims that answer nothing."""
    table, rows = answers(lines, report), []
    chosen = choose_incidents(lines, table, report)
    at = 0
    for group in lines:
        rows.append(table[at:at + len(group)])
        at += len(group)
    wanted = [[(line["kind"], i) for line, row in zip(group, tables) for i, wrong in row
               if not wrong and (line["incident"] == "-" or report[line["kind"] + "s"][i]["incident"] == chosen[line["incident"]])]
              for group, tables in zip(lines, rows)]
    found = match(wanted)
    verdicts = [(group[0], found.get(n), "" if n in found else why(group, tables, chosen, report))
                for n, (group, tables) in enumerate(zip(lines, rows))]
    answered = set(found.values())
    return verdicts, [c for i, c in enumerate(report["claims"]) if ("claim", i) not in answered]


# ---- what is printed ----

class Tap:
    def __init__(self):
        self.number = 0

    def test(self, right, name):
        self.number += 1
        print(("" if right else "not ") + f"ok {self.number} - {name}")


def show(doc, verdicts, false, report, out):
    """Prints one report's outcome -> rows found, rows asked."""
    rows = {}
    for line, thing, reason in verdicts:
        if line["row"] != "*":
            rows.setdefault(line["row"], []).append((line, thing, reason))
    found = 0
    for row, parts in rows.items():
        right = all(thing for _, thing, _ in parts)
        found += right
        if out:
            out.test(right, f"{doc} row {row}: {parts[0][0]['what']}")
        for line, thing, reason in parts:
            if thing:
                reason = name_of(report[thing[0] + "s"][thing[1]], thing[1])
            if not out or not thing:
                print(f"{'# ' if out else '  '}{'found  ' if thing else 'missing'} {row:>3}  {line['what']}: {reason}")
    if out:
        out.test(not false, f"{doc} gives no claim besides")
    for claim in false:
        print(f"{'# ' if out else '  '}false        {claim['id']} {claim['role']} · {claim['party_name']} · {chain_text(claim['chain'])} · "
              f"{claim['factuality']} · {about(claim['incident'], report)} (sentence {claim['sentence']})")
    print(f"{'# ' if out else ''}{doc}: rows found {found}/{len(rows)}, false {len(false)}")
    return found, len(rows)


def main():
    parser = argparse.ArgumentParser(usage="rows.py [--least-share S] [--most-false N] [--tap] JSON ROWS TEXT ...")
    parser.add_argument("--least-share", type=float, default=0, help="of the rows of all reports together")
    parser.add_argument("--most-false", type=int, help="claims that answer no row, in all reports together")
    parser.add_argument("--tap", action="store_true", help="print each row as a test")
    parser.add_argument("files", nargs="+")
    given = parser.parse_args()
    if len(given.files) % 3:
        parser.error("files come in threes: JSON ROWS TEXT")
    found = asked = false = 0
    out = Tap() if given.tap else None
    for k in range(0, len(given.files), 3):
        path, rows, text = given.files[k:k + 3]
        try:
            lines, report = read_rows(rows), read_report(path, text)
            verdicts, besides = judge(lines, report)
        except (Unreadable, OSError, ValueError, KeyError, TypeError) as error:
            print(f"rows.py: {rows}: {type(error).__name__}: {error}", file=sys.stderr)
            return 2
        doc = re.sub(r".*/|\.tsv$", "", rows)
        f, a = show(doc, verdicts, besides, report, out)
        found, asked, false = found + f, asked + a, false + len(besides)
    if out:
        print(f"1..{out.number}")
    elif len(given.files) > 3:
        print(f"rows found {found}/{asked}, false {false}")
    enough = found >= given.least_share * asked - 1e-9
    clean = given.most_false is None or false <= given.most_false
    return 0 if enough and clean else 1


if __name__ == "__main__":
    sys.exit(main())
