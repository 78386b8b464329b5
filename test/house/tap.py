"""Prints test functions as TAP: each is called, and an AssertionError is its failure."""
import sys, traceback


def run(tests):
    tests = [(name, test) for name, test in tests.items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    bad = 0
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} - {name[5:]}")
        except Exception:                       # an error in a test is a failure of that test
            bad = 1
            print(f"not ok {number} - {name[5:]}")
            print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="")
    sys.exit(bad)
