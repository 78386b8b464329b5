#!/usr/bin/env python3
"""The questions of build/bench-ledger, asked of the same file without sayso: of its tables, and of its claims as lines of JSON.

    build/bench-ledger make /tmp/big.ledger 1000000 0
    build/bench-ledger ask /tmp/big.ledger
    bench/ledger.py /tmp/big.ledger [LINES]        LINES: how many claims to write and scan as JSON (100000)

Who said who did it, of one incident, by sqlite3 alone (rows, no sheet); then by a scan of lines, as one would without a
ledger, which is given in milliseconds for each claim in the file as well."""
import json, os, sqlite3, statistics, sys, tempfile, time

WHO = """SELECT role, party, holder, factuality, day, publisher, words FROM claims WHERE incident=?"""
QUICK = """SELECT c.role, p.name, h.name, c.factuality, c.day, o.name, substr(t.bytes, c.start+1, c.stop-c.start)
           FROM event e JOIN claim c ON c.reading=e.reading AND c.incident=e.number JOIN reading d ON d.id=c.reading JOIN report r ON r.id=d.report
           JOIN text t ON t.id=r.text JOIN label p ON p.id=c.party JOIN label o ON o.id=r.publisher LEFT JOIN label h ON h.id=c.holder
           WHERE e.incident=? AND d.shown"""
PARTY = "SELECT id FROM claims WHERE party=?"


def timed(what, work, values):
    times, rows = [], 0
    for value in values:
        start = time.process_time()
        rows = len(work(value))
        times.append(1e3 * (time.process_time() - start))
    print(f"{what:44} {statistics.median(times):9.2f} ms, at worst {max(times):9.2f}   {rows} rows")
    return statistics.median(times)


def main():
    path, lines = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    ledger = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    incidents = [row[0] for row in ledger.execute("SELECT id FROM incident WHERE reports BETWEEN 2 AND 20 ORDER BY id LIMIT 15")]
    parties = [row[0] for row in ledger.execute("SELECT name FROM label JOIN called ON called.label=label.id ORDER BY label.id LIMIT 5")]
    total = ledger.execute("SELECT count(*) FROM claim").fetchone()[0]
    print(f"{total} claims, {os.path.getsize(path) >> 20} MiB")
    timed("tables: who, by the view `claims`", lambda i: ledger.execute(WHO, (i,)).fetchall(), incidents[:3])
    timed("tables: who, by hand from the events", lambda i: ledger.execute(QUICK, (i,)).fetchall(), incidents)
    timed("tables: claims of a party", lambda p: ledger.execute(PARTY, (p,)).fetchall(), parties)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        columns = ("id", "incident", "role", "party", "holder", "factuality", "day", "publisher", "words")
        count = 0
        for count, row in enumerate(ledger.execute(f"SELECT {', '.join(columns)} FROM claims LIMIT {lines}"), 1):
            file.write(json.dumps(dict(zip(columns, row))) + "\n")

        def scan(incident):
            file.seek(0)
            return [claim for claim in map(json.loads, file) if claim["incident"] == incident]

        middle = timed(f"JSON lines: who, {count} claims scanned", scan, incidents[:3])
        print(f"{'the same for all claims of the ledger':44} {middle * total / max(count, 1):9.0f} ms")


main()
