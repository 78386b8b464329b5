#!/usr/bin/env python3
"""Reads a corpus into one ledger with the shipped reader, as a test.

    test/corpus/run.py             100 invented reports and the benchmark's; compares with what is stored here
    test/corpus/run.py --write     stores anew, after a new reader was trained: the diff is for reading
    test/corpus/run.py --list      the incidents of invented reports alone, to choose golden sheets from

The invented reports are ours: five of their incidents have golden sheets, *.sheet, each named after a fragment of
the incident's name.  The benchmark's reports are not, so `content` holds only counts, and the hash of the canonical
export.  The same files in another order, split over three runs and merged, must give the same content.
The reports lie in ../shared, or $SAYSO_SHARED; where they do not, there is nothing to test."""
import glob, hashlib, json, os, random, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(TREE, "test/house"))
import tap

SHARED = os.path.abspath(os.environ.get("SAYSO_SHARED", os.path.join(TREE, "../shared")))
PROGRAM = os.path.abspath(os.environ.get("SAYSO", os.path.join(TREE, "build/sayso")))
PLACE = tempfile.mkdtemp()
LEDGER = os.path.join(PLACE, "first.db")


def texts(folder):
    return sorted(glob.glob(os.path.join(SHARED, folder, "*.txt")))


INVENTED = texts("train/who/written")[:100]
PATHS = INVENTED + texts("bench/who/dev-press/text") + texts("bench/who/dev/text")


def sayso(*words, ledger=LEDGER):
    done = subprocess.run([PROGRAM, words[0], "--ledger", ledger, *words[1:]], stdin=subprocess.DEVNULL, capture_output=True)
    assert done.returncode == 0, (words[:2], done.returncode, done.stderr.decode(errors="replace")[-400:])
    return done.stdout


def read(paths, name="first.db"):
    sayso("read", *paths, ledger=os.path.join(PLACE, name))
    return os.path.join(PLACE, name)


def content(ledger=LEDGER):
    canonical = sayso("export", "--canonical", ledger=ledger)
    counts = {"reports": len(PATHS), "entries": canonical.count(b"\n"), "claims": sayso("claims", "--json", ledger=ledger).count(b"\n"),
              "incidents": sayso("incidents", "--json", ledger=ledger).count(b"\n"), "canonical": hashlib.sha256(canonical).hexdigest()}
    return "".join(f"{name} {value}\n" for name, value in counts.items()).encode()


def stored(name):
    with open(os.path.join(HERE, name), "rb") as file:
        return file.read()


def golden():
    return [os.path.basename(path)[:-6] for path in sorted(glob.glob(os.path.join(HERE, "*.sheet")))]


def sheet(fragment):
    return sayso("who", "--columns", "100", fragment.replace("-", " "))


def test_the_corpus_gives_the_stored_content():
    assert content() == stored("content"), content().decode()


def test_five_incidents_have_their_golden_sheets():
    assert len(golden()) == 5, golden()
    for fragment in golden():
        assert sheet(fragment) == stored(fragment + ".sheet"), fragment


def test_reading_again_adds_nothing():
    read(PATHS[::-1])
    assert content() == stored("content")


def test_another_order_in_three_runs_merged_gives_the_same():
    mixed = random.Random(1).sample(PATHS, len(PATHS))
    parts = [read(mixed[k::3], f"part{k}.db") for k in range(3)]
    sayso("merge", *parts[1:], ledger=parts[0])
    assert sayso("export", "--canonical", ledger=parts[0]) == sayso("export", "--canonical")
    assert content(parts[0]) == content()


def write():
    with open(os.path.join(HERE, "content"), "wb") as file:
        file.write(content())
    for fragment in golden():
        with open(os.path.join(HERE, fragment + ".sheet"), "wb") as file:
            file.write(sheet(fragment))


def main():
    if not INVENTED or len(PATHS) == len(INVENTED):
        print(f"1..1\nok 1 - the corpus # SKIP no reports in {SHARED}")
        return 0
    try:
        read(INVENTED if "--list" in sys.argv else PATHS)
        if "--list" in sys.argv:
            sys.stdout.buffer.write(sayso("incidents"))
        elif "--write" in sys.argv:
            write()
        else:
            return tap.run(globals())
    finally:
        shutil.rmtree(PLACE)
    return 0


sys.exit(main())
