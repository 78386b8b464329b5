#!/usr/bin/env python3
"""Attacks tools/manners: each object breaks one rule, and each must be complained of."""
import os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
import tap

MANNERS = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../tools/manners"))


def said_of(code, room="norm"):
    with tempfile.TemporaryDirectory() as tree:
        os.makedirs(os.path.join(tree, "src", room))
        path = os.path.join(tree, "src", room, "attack")
        with open(path + ".c", "w") as file:
            file.write(code)
        subprocess.run(["gcc", "-O1", "-w", "-c", path + ".c", "-o", path + ".o"], check=True)
        done = subprocess.run([MANNERS, "."], cwd=tree, capture_output=True, text=True)
        assert done.stderr == "" and done.returncode == (1 if done.stdout else 0), done
        return done.stdout


def refused(code, words, room="norm"):
    said = said_of(code, room)
    assert words in said and said.count("\n") == 1, said

def test_good_manners_pass():
    fine = """static const char *const names[] = { "a", "b" };
              static const int table[3] = { 1, 2, 3 };
              const char *say_norm_name(int i) { return names[i]; }
              int sayso_noun_verb(int i) { return table[i] + __builtin_abs(i); }"""
    assert said_of(fine) == ""

def test_a_public_name_of_another_shape_is_refused():
    refused("int parse(void) { return 1; }", "parse is seen by other rooms")
    refused("int say_marks_read(void) { return 1; }", "say_marks_read is seen by other rooms")
    refused("const int table[2] = { 1, 2 };", "table is seen by other rooms")

def test_a_variable_that_outlives_a_call_is_refused():
    refused("int say_norm_count(void) { static int n; return ++n; }", "no globals")
    refused("int say_norm_count(void) { static int n = 7; return ++n; }", "no globals")
    refused("int say_norm_count(void) { static _Thread_local int n; return ++n; }", "no globals")

def test_printing_and_leaving_are_refused():
    refused('#include <stdio.h>\nvoid say_norm_f(int n) { printf("%d", n); }', "uses printf")
    refused("#include <stdlib.h>\nvoid say_norm_f(void) { exit(1); }", "uses exit")
    refused("#include <assert.h>\nvoid say_norm_f(int n) { assert(n); }", "uses __assert_fail")

def test_only_bytes_reads_files():
    code = "#include <fcntl.h>\nint say_ROOM_f(void) { return open(\"x\", 0); }"
    refused(code.replace("ROOM", "norm"), "uses open")
    assert said_of(code.replace("ROOM", "bytes"), "bytes") == ""

def test_nobody_asks_for_the_time():
    code = "#include <time.h>\nlong say_ROOM_f(void) { return time(0); }"
    refused(code.replace("ROOM", "norm"), "uses time")
    refused(code.replace("ROOM", "model"), "uses time", "model")

def test_a_build_without_objects_is_refused():
    done = subprocess.run([MANNERS, "/nonexistent"], capture_output=True, text=True)
    assert done.returncode == 1 and "make" in done.stdout, done


tap.run(globals())
