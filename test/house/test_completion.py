#!/usr/bin/env python3
"""What tools/completion.bash offers; and that it, the man page and the option table of cli/ name the same options."""
import os, re, subprocess, sys

sys.dont_write_bytecode = True
import tap

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))


def read(path):
    with open(os.path.join(TREE, path), encoding="utf-8") as file:
        return file.read()


def offered(*words):
    script = f'''. tools/completion.bash; COMP_WORDS=({" ".join(f"'{w}'" for w in words)}); COMP_CWORD={len(words) - 1}
                 _sayso sayso "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}"; printf '%s\\n' "${{COMPREPLY[@]}}"'''
    return subprocess.run(["bash", "-c", script], cwd=TREE, capture_output=True, text=True, check=True).stdout.split()


def options():
    return set(re.findall(r'^    \{ "([a-z-]+)",', read("cli/options.c"), re.M))

def test_commands_are_offered_first():
    assert offered("sayso", "e") == ["extract", "explain"], offered("sayso", "e")

def test_files_are_offered_to_a_command():
    assert "examples" in offered("sayso", "who", "exam")

def test_an_option_that_takes_a_choice_offers_it():
    assert offered("sayso", "who", "--reader", "") == ["base", "small"]

def test_options_fit_their_command():
    assert "--json" in offered("sayso", "who", "--j") and offered("sayso", "extract", "--j") == []

def test_every_option_is_offered_by_some_command():
    seen = {flag[2:] for command in ("who", "extract", "explain") for flag in offered("sayso", command, "--")}
    assert seen | {"version"} == options(), seen ^ options()

def test_the_man_page_names_every_option_and_no_other():
    man = read("docs/man/sayso.1").replace(r"\-", "-")
    named = set(re.findall(r"--([a-z][a-z-]*)", man))
    assert named == options(), named ^ options()


tap.run(globals())
