#!/usr/bin/env python3
"""Attacks tools/rooms: a small tree that it accepts, then one with a single wrong thing in it."""
import importlib.machinery, importlib.util, os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
import tap

PATH = os.path.join(os.path.dirname(__file__), "../../tools/rooms")
LOADER = importlib.machinery.SourceFileLoader("rooms", PATH)
ROOMS = importlib.util.module_from_spec(importlib.util.spec_from_loader("rooms", LOADER))
LOADER.exec_module(ROOMS)
HOUSE = {
    "src/ROOMS": "# a comment\nbase:\nbytes: base\nmodel: base\nfront: base bytes model\n",
    "src/base/base.h": '#include "sayso.h"\n#include <stddef.h>\n',
    "src/base/base.c": '#include "base/base.h"\n#include <sys/stat.h>   /* fstat */\n',
    "src/bytes/bytes.h": '#include "base/base.h"\n',
    "src/bytes/bytes.c": '#include "bytes/bytes.h"\n',
    "src/model/model.h": '#include "base/base.h"\n',
    "src/model/inside.h": '#include "model/model.h"\n',
    "src/model/model.c": '/* model, "the\n * engine" */\n#include "model/inside.h"\n\nconst char *m = "#include <no.h>";\n',
    "src/front/front.c": '#include "bytes/bytes.h"\n#include "model/model.h"\nint f(void) { return say_model_open(); }\n',
    "include/sayso.h": "#include <stddef.h>\n",
    "cli/main.c": '#include "sayso.h"\n#include "cli.h"\n#include <stdio.h>\n',
    "cli/cli.h": '#include "sayso.h"\n',
    "fuzz/fuzz_report.c": '#include "sayso.h"\n',
    "test/support/fault.h": "#include <stddef.h>\n",
    "test/model/test_model.c": '#include "model/inside.h"\n#include "bytes/bytes.h"\n#include "support/fault.h"\n',
}


def in_tree(look, changes=None, links=None):
    """What `look` makes of HOUSE with some files changed and some links laid."""
    with tempfile.TemporaryDirectory() as tree:
        for path, text in {**HOUSE, **(changes or {})}.items():
            os.makedirs(os.path.dirname(os.path.join(tree, path)), exist_ok=True)
            with open(os.path.join(tree, path), "w", newline="") as file:
                file.write(text)
        for path, target in (links or {}).items():
            os.symlink(target, os.path.join(tree, path))
        return look(tree)


def complaints(changes=None, links=None):
    return in_tree(lambda tree: ROOMS.Checker(tree).check(), changes, links)


def refused(path, text, line=1, links=None):
    """The one wrong thing is found, at its place."""
    said = complaints({path: text} if text is not None else {}, links)
    assert len(said) == 1 and said[0].startswith(f"{path}:{line}: "), f"{text!r} in {path}: {said}"


def model(*lines):
    """Puts lines into a file of the room model, where each must be refused."""
    for line in lines:
        refused("src/model/attack.c", line + "\n")


def test_a_tree_that_keeps_the_rules_is_accepted():
    assert complaints() == [], complaints()

def test_the_exit_status_tells_whether_something_is_wrong():
    run = lambda tree: subprocess.run([PATH, tree], capture_output=True, text=True)
    fine = in_tree(run)
    wrong = in_tree(run, {"src/model/attack.c": '#include "bytes/bytes.h"\n'})
    assert (fine.returncode, fine.stdout, fine.stderr) == (0, "", ""), fine
    assert wrong.returncode == 1 and wrong.stderr == "", wrong
    assert wrong.stdout == "src/model/attack.c:1: src/ROOMS does not let model import bytes\n", wrong

def test_a_room_that_ROOMS_does_not_grant_is_refused():
    model('#include "bytes/bytes.h"', '#include "front/front.h"')

def test_a_private_header_of_another_room_is_refused():
    refused("src/front/attack.c", '#include "model/inside.h"\n')
    refused("test/bytes/attack.c", '#include "model/inside.h"\n')

def test_a_room_that_does_not_exist_is_refused():
    model('#include "util/util.h"')

def test_relative_paths_are_refused():
    model('#include "../bytes/bytes.h"', '#include "./model.h"', '#include "model/../bytes/bytes.h"',
          '#include "model//model.h"', '#include "/usr/include/stdio.h"', '#include <../src/bytes/bytes.h>')

def test_angle_brackets_round_our_own_are_refused():
    model("#include <model/model.h>", "#include <bytes/bytes.h>", "#include <sayso.h>", "#include <model/new.h>")

def test_a_bare_name_is_refused():
    model('#include "inside.h"', '#include "stdio.h"')

def test_an_include_through_a_macro_is_refused():
    refused("src/model/attack.c", '#define DOOR "bytes/bytes.h"\n#include DOOR\n', 2)
    model("#include DOOR(bytes)", "#include __FILE__")

def test_odd_spacing_is_refused():
    model(' #include "model/model.h"', '# include "model/model.h"', '#include  "model/model.h"', '#include"model/model.h"',
          '#include\t"model/model.h"', '#include " model/model.h"', '#include "model/model.h "', '\f#include "model/model.h"')

def test_a_comment_inside_is_refused():
    model('#include /**/ "bytes/bytes.h"', '/**/#include "bytes/bytes.h"', '#/**/include "bytes/bytes.h"',
          '#include/*\n*/"bytes/bytes.h"', '/* two\nlines */ #include "bytes/bytes.h"', '#include "base/base.h" // why')

def test_a_comment_after_an_include_is_allowed():
    assert complaints({"src/model/fine.c": '#include "base/base.h"   /* slices */\n#include <a_b/c.h>\n'}) == []

def test_a_continued_line_is_refused():
    model('#include \\\n"bytes/bytes.h"', '#inc\\\nlude "bytes/bytes.h"', '#\\\ninclude "bytes/bytes.h"',
          '#include "bytes/\\\nbytes.h"', '\\\n#include "bytes/bytes.h"', '#include \\  \n"bytes/bytes.h"',
          '#include \\\r\n"bytes/bytes.h"')

def test_digraphs_and_trigraphs_are_refused():
    model('%:include "bytes/bytes.h"', '??=include "bytes/bytes.h"', '#inc??/\nlude "bytes/bytes.h"')

def test_other_directives_that_open_files_are_refused():
    model('#include_next "bytes/bytes.h"', '#import "bytes/bytes.h"', '#embed "bytes/bytes.h"',
          '#if __has_include("bytes/bytes.h")', '#  elif defined X || __has_include("bytes/bytes.h")')

def test_a_source_file_is_not_included():
    model('#include "model/model.c"', '#include "base/base.c"', '#include "model/table.inc"')

def test_upper_case_does_not_pass():
    model('#include "Model/model.h"', '#include "model/MODEL.H"', '#include "BYTES/bytes.h"')

def test_an_include_in_a_branch_that_is_not_compiled_is_refused():
    refused("src/model/attack.c", '#if 0\n#include "bytes/bytes.h"\n#endif\n', 2)

def test_an_include_after_a_string_with_a_comment_sign_is_seen():
    refused("src/model/attack.c", 'char *a = "/*";\n#include "bytes/bytes.h"\n', 2)
    refused("src/model/attack.c", "char a = '\"';\n#include \"bytes/bytes.h\"\nchar b = '\"';\n", 2)
    refused("src/model/attack.c", 'char *a = "\\\\\\\n\\"/*";\n#include "bytes/bytes.h"\n', 3)

def test_an_include_in_a_comment_or_a_string_is_none():
    fine = '/*\n#include "bytes/bytes.h"\n*/\n// \\\n#include "bytes/bytes.h"\nchar *a = "\\\n#include <no.h>";\n'
    assert complaints({"src/model/fine.c": fine}) == [], complaints({"src/model/fine.c": fine})

def test_carriage_returns_are_refused():
    model('#include "bytes/bytes.h"\r', '#include "base/base.h"\r')

def test_the_last_line_needs_no_newline_to_be_seen():
    refused("src/model/attack.c", '#include "bytes/bytes.h"')

def test_a_door_is_not_used_by_declaring_it_by_hand():
    model("extern int say_bytes_read(void);", "int (*f)(void) = say_bytes_read;")

def test_the_command_line_includes_only_sayso_h():
    refused("cli/attack.c", '#include "base/base.h"\n')
    refused("cli/attack.c", '#include "model/model.h"\n')
    refused("cli/attack.c", "#include <sayso.h>\n")
    refused("cli/attack.c", '#include "../src/base/base.h"\n')

def test_a_fuzz_target_opens_doors_and_no_more():
    refused("fuzz/fuzz_attack.c", '#include "model/inside.h"\n')

def test_the_public_header_opens_no_room():
    refused("include/sayso.h", '#include "base/base.h"\n')

def test_a_header_cannot_be_hidden_by_another():
    refused("src/model/sayso.h", "\n")
    refused("cli/sayso.h", "\n")
    refused("include/math.h", "\n")
    refused("src/math.h", "\n")
    refused("src/math.c", "\n")
    said = complaints({"src/model/base/base.h": "\n"})
    assert len(said) == 1 and said[0].startswith("src/model/base:1: "), said

def test_links_are_refused():
    refused("src/model/door.h", None, links={"src/model/door.h": "../bytes/bytes.h"})
    refused("src/secret", None, links={"src/secret": "bytes"})

def test_a_folder_that_ROOMS_does_not_list_is_refused():
    said = complaints({"src/util/util.h": "\n"})
    assert len(said) == 1 and said[0].startswith("src/util:1: "), said

def test_ROOMS_is_in_the_order_of_the_river():
    refused("src/ROOMS", HOUSE["src/ROOMS"].replace("bytes: base", "bytes: base model"), 3)
    refused("src/ROOMS", HOUSE["src/ROOMS"].replace("bytes: base", "bytes: base bytes"), 3)
    refused("src/ROOMS", HOUSE["src/ROOMS"] + "base:\n", 6)
    refused("src/ROOMS", HOUSE["src/ROOMS"] + "what is this\n", 6)

def test_the_single_file_follows_ROOMS_and_then_the_alphabet():
    lines = in_tree(lambda tree: list(ROOMS.single(tree, ROOMS.Checker(tree).rooms)), {"src/base/arena.c": ""})
    assert lines[1:] == [f'#include "{path}"' for path in (
        "base/arena.c", "base/base.c", "bytes/bytes.c", "model/model.c", "front/front.c")], lines


tap.run(globals())
