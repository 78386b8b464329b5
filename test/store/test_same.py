#!/usr/bin/env python3
"""The same reports give the same ledger: in any order, by any number of threads, read twice, split over runs and merged."""
import os, random, shutil, subprocess, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../house"))
import reports, tap

PROGRAM = os.path.abspath(os.environ.get("SAYSO", "build/sayso"))
WEIGHTS = os.path.abspath(os.environ.get("SAYSO_WEIGHTS", os.path.join(reports.TREE, "weights/tiny.sayso")))
ENVIRONMENT = {**os.environ, "SAYSO_WEIGHTS": WEIGHTS}
PLACE = tempfile.mkdtemp()
PATHS = reports.write(os.path.join(PLACE, "reports"), 90)
SHUFFLE = random.Random(int(os.environ.get("SEED", "1")))
VIEWS = [("export", "--canonical"), ("export", "--to", "clusters"), ("export", "--to", "csv"), ("incidents",), ("claims", "--json"), ("parties",)]


def sayso(*words):
    done = subprocess.run([PROGRAM, *words], env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True)
    assert done.returncode == 0, (words[:3], done.returncode, done.stderr.decode(errors="replace"))
    return done.stdout


def ledger(name):
    return os.path.join(PLACE, name + ".db")


def read(name, paths, *options):
    sayso("read", "--ledger", ledger(name), *options, *paths)
    return name


def shuffled(paths=PATHS):
    mixed = list(paths)
    SHUFFLE.shuffle(mixed)
    return mixed


def alike(name):
    for view in VIEWS:
        mine, first = (sayso(*view, "--ledger", ledger(which)) for which in (name, "first"))
        assert mine == first, (view, next((a, b) for a, b in zip(mine.splitlines() + [b""], first.splitlines() + [b""]) if a != b))


def test_a_ledger_has_something_to_compare():
    read("first", PATHS)
    counts = [len(sayso(*view, "--ledger", ledger("first")).splitlines()) for view in VIEWS]
    assert counts[0] >= 3 * len(PATHS) and min(counts) > 0, counts

def test_any_order_gives_the_same_content_and_the_same_views():
    for i in range(3):
        alike(read(f"order{i}", shuffled()))

def test_any_number_of_threads_does():
    for threads in ("1", "5"):
        alike(read(f"threads{threads}", shuffled(), "--threads", threads))

def test_reading_again_adds_nothing():
    alike(read("first", shuffled()))

def test_reading_in_several_runs_does():
    for paths in (PATHS[60:], PATHS[:10], PATHS[5:70]):
        read("runs", paths)
    alike("runs")

def test_parts_that_were_merged_do():
    parts = shuffled()
    for i in range(3):
        read(f"part{i}", parts[30 * i:30 * i + 35])
    sayso("merge", "--ledger", ledger("merged"), *(ledger(f"part{i}") for i in (2, 0, 1)))
    alike("merged")
    sayso("merge", "--ledger", ledger("part1"), ledger("part0"), ledger("part2"))
    alike("part1")

def test_each_of_them_verifies():
    for name in ("first", "runs", "merged", "part1"):
        sayso("verify", "--ledger", ledger(name))


try:
    tap.run(globals())
finally:
    shutil.rmtree(PLACE)
