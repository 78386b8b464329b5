#!/usr/bin/env python3
"""Kills `sayso read` at random points, and looks at what is left.

After each kill the ledger must verify, and hold each report wholly or not at all; reading on must
end with the very content of a run that nobody disturbed.  `sayso merge` is killed too.

    KILLS=1000 test/store/test_kill.py       200 by default; SEED=1 is the other dial"""
import json, os, random, shutil, signal, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
import reports

PROGRAM = os.path.abspath(os.environ.get("SAYSO", "build/sayso"))
WEIGHTS = os.path.abspath(os.environ.get("SAYSO_WEIGHTS", os.path.join(reports.TREE, "weights/tiny.sayso")))
KILLS, REPORTS = int(os.environ.get("KILLS", "200")), 24
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None   # a kill is no power failure: no disk is needed


class Run:
    def __init__(self, place):
        self.place = place
        self.paths = reports.write(os.path.join(place, "reports"), REPORTS)
        self.environment = {**os.environ, "SAYSO_WEIGHTS": WEIGHTS, "SAYSO_NOW": "2031-05-11T10:00:00Z"}
        self.random = random.Random(int(os.environ.get("SEED", "1")))
        self.troubles, self.kills, self.lives, self.early = [], 0, 0, 0

    def command(self, *words):
        return subprocess.run([PROGRAM, *words], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True)

    def start(self, words):
        return subprocess.Popen([PROGRAM, *words], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def content(self, ledger):
        return self.command("export", "--ledger", ledger, "--canonical").stdout.decode().splitlines()

    def wrong(self, what, done=None):
        said = (done.stdout + done.stderr).decode(errors="replace").strip() if done else ""
        self.troubles.append(f"kill {self.kills}: {what}: {said}"[:600])

    def look(self, ledger, whole):
        """What is left after a kill."""
        if not os.path.exists(ledger):
            self.early += 1
            return
        done = self.command("verify", "--ledger", ledger)
        if done.returncode != 0:
            return self.wrong(f"verify ends with {done.returncode}", done)
        lines = self.content(ledger)
        strange = set(lines) - set(whole)
        if strange:
            return self.wrong("an entry that the undisturbed run has not: " + min(strange))
        kinds = {}
        for line in lines:
            entry = json.loads(line)
            kinds.setdefault(entry["report"], set()).add(entry["kind"])
        for report, seen in kinds.items():
            if seen != {"report", "name", "reading"}:
                self.wrong(f"of report {report} there is only {sorted(seen)}")

    def kill_once(self, words, ledger, whole):
        """True where the command came to its end before the kill.  The wait is kept to where most are killed."""
        process = self.start(words)
        try:
            process.wait(self.random.uniform(0, self.longest))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.kills += 1
            self.longest *= 1.05
            self.look(ledger, whole)
            return False
        self.longest *= .8
        if process.returncode != 0:
            self.wrong(f"undisturbed it ends with {process.returncode}")
        return True

    def live(self, name, words, whole, kills):
        """Kills and starts again, with a new ledger when one is complete."""
        last = self.kills + kills
        while self.kills < last and len(self.troubles) < 5:
            ledger = os.path.join(self.place, f"{name}{self.lives}.db")
            full = ["--ledger", ledger]
            while self.kills < last and not self.kill_once([words[0], *full, *words[1:]], ledger, whole) and len(self.troubles) < 5:
                pass
            self.finish(ledger, [words[0], *full, *words[1:]], whole)
            self.lives += 1

    def finish(self, ledger, words, whole):
        done = self.command(*words)
        if done.returncode != 0:
            self.wrong(f"reading on ends with {done.returncode}", done)
        if self.content(ledger) != whole:
            self.wrong("reading on does not give the content of an undisturbed run")
        done = self.command("verify", "--ledger", ledger)
        if done.returncode != 0:
            self.wrong(f"at the end verify ends with {done.returncode}", done)
        if os.path.exists(ledger + ".unfinished"):
            self.wrong("what was left of making the ledger is still there")
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(ledger + ending):
                os.remove(ledger + ending)

    def go(self):
        whole_ledger = os.path.join(self.place, "whole.db")
        start = time.monotonic()
        done = self.command("read", "--ledger", whole_ledger, "--threads", "2", *self.paths)
        self.longest = time.monotonic() - start
        whole = self.content(whole_ledger)
        if done.returncode != 0 or len(whole) < 3 * REPORTS:
            return self.wrong(f"the undisturbed run ends with {done.returncode}, {len(whole)} entries", done)
        self.live("read", ["read", "--threads", "2", *self.paths], whole, KILLS * 9 // 10)
        self.longest = min(self.longest, .05)
        self.live("merge", ["merge", whole_ledger], whole, KILLS - KILLS * 9 // 10)


def main():
    place = tempfile.mkdtemp(dir=MEMORY)
    print("1..1")
    try:
        run = Run(place)
        if run.command("extract", run.paths[0]).returncode != 0:
            print("ok 1 # SKIP no reader")
            return 0
        run.go()
    finally:
        shutil.rmtree(place)
    print(f"# {run.kills} kills over {run.lives} ledgers, {run.early} before there was a ledger")
    print("not ok" if run.troubles else "ok", "1 - killed anywhere, a ledger is whole and reading on completes it")
    for trouble in run.troubles:
        print("#", trouble)
    return 1 if run.troubles else 0


sys.exit(main())
