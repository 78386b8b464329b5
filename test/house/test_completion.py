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
    return set(re.findall(r'^    \{ "([a-z-]+)", +(?:0|\'.\'),', read("cli/options.c"), re.M))


def commands():
    return re.findall(r'^    \{ "([a-z]+)", "', read("cli/main.c"), re.M)


def accepted(command):
    """The options that the table gives a command, by the bits of its groups."""
    source = read("cli/options.c")
    groups = dict(re.findall(r"^    ([A-Z_]+) = ([A-Z_| ]+),?$", source[source.index("enum {"):source.index("typedef struct option")], re.M))

    def bits(expression):
        return {bit for name in re.findall(r"[A-Z_]+", expression) for bit in (bits(groups[name]) if name in groups else {name})}

    rows = re.findall(r'^    \{ "([a-z-]+)", +(?:0|\'.\'), +(?:NULL|"[^"]*"), ([^,]+), take_', source, re.M)
    taken = set()
    for name, expression in rows:
        with_, _, without = expression.partition("~")
        if command.upper() in bits(with_) - bits(without):
            taken.add(name)
    return taken


def test_commands_are_offered_first():
    assert offered("sayso", "ex") == ["explain", "export", "extract"], offered("sayso", "ex")

def test_every_command_is_offered_and_in_the_man_page():
    assert sorted(offered("sayso", "")) == sorted(commands()), set(offered("sayso", "")) ^ set(commands())
    man = read("docs/man/sayso.1")
    assert all(f".B {name}\n" in man for name in commands()), [name for name in commands() if f".B {name}\n" not in man]

def test_each_command_is_offered_the_options_that_it_takes():
    for command in commands():
        seen = {flag[2:] for flag in offered("sayso", command, "--")} - {"version"}
        assert seen == accepted(command) - {"version"}, (command, seen ^ (accepted(command) - {"version"}))

def test_acts_are_offered_to_correct():
    acts = re.findall(r'^    \{ "([a-z-]+)", +SAYSO_', read("cli/correct.c"), re.M)
    assert offered("sayso", "correct", "") == acts and len(acts) == 8

def test_files_are_offered_to_a_command():
    assert "examples" in offered("sayso", "who", "exam")

def test_an_option_that_takes_a_choice_offers_it():
    assert offered("sayso", "who", "--reader", "") == ["base", "small"]

def test_options_fit_their_command():
    assert offered("sayso", "extract", "--di") == ["--dir"] and offered("sayso", "who", "--di") == []

def test_every_option_is_offered_by_some_command():
    seen = {flag[2:] for command in commands() for flag in offered("sayso", command, "--")}
    assert seen | {"version"} == options(), seen ^ options()

def test_the_man_page_names_every_option_and_no_other():
    man = read("docs/man/sayso.1").replace(r"\-", "-")
    named = set(re.findall(r"--([a-z][a-z-]*)", man))
    assert named == options(), named ^ options()


tap.run(globals())
