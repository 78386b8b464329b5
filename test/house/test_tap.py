#!/usr/bin/env python3
"""Attacks tools/tap: programs that fail in every way must be counted as failed."""
import os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
import tap

TAP = os.path.join(os.path.dirname(__file__), "../../tools/tap")


def closing(*bodies, limit="60"):
    """Exit status and last line of tools/tap over one shell program a body, and what it tallied."""
    with tempfile.TemporaryDirectory() as folder:
        programs = []
        for number, body in enumerate(bodies):
            programs.append(os.path.join(folder, str(number)))
            with open(programs[-1], "w") as file:
                file.write("#!/bin/sh\n" + body)
            os.chmod(programs[-1], 0o755)
        tally = os.path.join(folder, "tally")
        done = subprocess.run([TAP, *programs], capture_output=True, text=True,
                              env={**os.environ, "TALLY": tally, "TAP_LIMIT": limit})
        assert done.stderr == "", done.stderr
        with open(tally) as file:
            return done.returncode, done.stdout.splitlines()[-1], file.read()


def expect(got, status, line):
    assert got[:2] == (status, line), got

def test_tests_are_counted_over_programs():
    expect(closing("echo 1..2; echo ok 1 - a; echo ok 2 - b", "echo 1..1; echo ok 1 - c"), 0, "3 passed, 0 failed")

def test_groups_of_one_program_are_added():
    expect(closing("echo 1..1; echo ok 1 - a; echo 1..1; echo ok 1 - b"), 0, "2 passed, 0 failed")

def test_a_failure_is_a_failure_even_when_the_program_exits_0():
    expect(closing("echo 1..2; echo ok 1 - a; echo not ok 2 - b"), 1, "1 passed, 1 failed")

def test_a_skip_is_counted_apart():
    expect(closing("echo 1..2; echo ok 1 - a; echo 'not ok 2 # SKIP b'"), 0, "1 passed, 0 failed, 1 skipped")

def test_tests_that_did_not_run_have_failed():
    expect(closing("echo 1..4; echo ok 1 - a; kill -9 $$"), 1, "1 passed, 3 failed")

def test_a_program_that_dies_after_its_last_test_has_failed():
    expect(closing("echo 1..1; echo ok 1 - a; exit 23"), 1, "1 passed, 1 failed")

def test_a_program_without_a_test_has_failed():
    expect(closing("true"), 1, "0 passed, 1 failed")

def test_a_program_that_hangs_has_failed():
    expect(closing("echo 1..2; echo ok 1 - a; exec sleep 60", limit="1"), 1, "1 passed, 1 failed")

def test_a_program_that_is_not_there_has_failed():
    done = subprocess.run([TAP, "./no-such-program"], capture_output=True, text=True, env={**os.environ, "TALLY": ""})
    assert done.returncode == 1 and done.stdout.endswith("0 passed, 1 failed\n"), done

def test_the_counts_are_added_to_the_tally():
    assert closing("echo 1..1; echo ok 1 - a")[2] == "1 0 0\n"


tap.run(globals())
