#!/usr/bin/env python3
"""Is reading into a ledger about as fast as reading alone?  Many reports, by `sayso extract` and by `sayso read`.

    bench/many.py [--reports N] [--weights FILE] [--threads N] [--parts K] [--alone M] [--seed S] [TEXTS...]

TEXTS (../shared/train/who/written/*.txt) are repeated until there are N (200) reports; in each copy every name is another, by
a table made from the seed.  Prints reports a second of both, their ratio (at least .8 is wanted) and the most memory.  With
--parts the ledger is read in K runs, to see whether a report costs more in a large one; with --alone extract reads the first
M only, for what a report costs there does not depend on the others.  $SAYSO is the program."""
import argparse, glob, os, random, re, shutil, subprocess, sys, tempfile, time

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
KEPT = set("""The A An In On At Of And But For From With By To It He She They We I His Her Their Its This That These Those There When While After Before As If No
Not One Two Three Four Five Six Seven Eight Nine Ten Both All Some Many Most Several Police Officials Authorities Investigators Witnesses Monday Tuesday Wednesday
Thursday Friday Saturday Sunday January February March April May June July August September October November December President Minister Ministry Army Navy""".split())
STARTS, MIDDLES, ENDS = "B D F G H K L M N P R S T V Z Br Dr Kr St Tr".split(), "ala ebo iru oda umi arki elva into ombe usta aren odri".split(), "rn vik mar don lsk th ssa brod gan tov".split()


def renamed(text, dice):
    """The text with each capitalised word that is no word of every report replaced by another, the same each time."""
    table = {}

    def other(found):
        word = found.group()
        if word in KEPT:
            return word
        if word not in table:
            table[word] = dice.choice(STARTS) + dice.choice(MIDDLES) + dice.choice(ENDS)
        return table[word]

    return re.sub(r"\b[A-Z][a-z]{2,}\b", other, text)


def write(folder, sources, count, seed):
    paths = []
    for i in range(count):
        name, text = sources[i % len(sources)]
        path = os.path.join(folder, f"{name}-{i // len(sources):04}.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text if i < len(sources) else renamed(text, random.Random(f"{seed} {i}")))
        paths.append(path)
    return paths


def run(words, environment):
    """Seconds by the clock, seconds of CPU, and MiB at most."""
    start = time.monotonic()
    process = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(words[:4])} ... ends with {process.returncode}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--reports", type=int, default=200)
    asked.add_argument("--weights")
    asked.add_argument("--threads", default="1")
    asked.add_argument("--parts", type=int, default=1)
    asked.add_argument("--alone", type=int, help="of so many reports extract is measured: all")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("texts", nargs="*")
    asked = asked.parse_args()
    program = os.path.abspath(os.environ.get("SAYSO", os.path.join(TREE, "build/sayso")))
    texts = sorted(asked.texts or glob.glob(os.path.join(TREE, "../shared/train/who/written/*.txt")))
    sources = [(os.path.basename(path)[:-4], open(path, encoding="utf-8").read()) for path in texts]
    environment = dict(os.environ, **({"SAYSO_WEIGHTS": os.path.abspath(asked.weights)} if asked.weights else {}))
    place = tempfile.mkdtemp()
    try:
        paths = write(place, sources, asked.reports, asked.seed)
        ledger, threads = os.path.join(place, "many.ledger"), ["--threads", asked.threads]
        first = paths[:asked.alone]
        alone, alone_cpu, alone_most = run([program, "extract", *threads, *first], environment)
        print(f"extract: {len(first) / alone:8.1f} reports/s, {1e3 * alone_cpu / len(first):7.2f} ms of CPU each, {alone_most:.0f} MiB at most", flush=True)
        whole, whole_cpu, whole_most = 0, 0, 0
        for part in range(asked.parts):
            some = paths[len(paths) * part // asked.parts:len(paths) * (part + 1) // asked.parts]
            clock, cpu, most = run([program, "read", "--ledger", ledger, *threads, *some], environment)
            whole, whole_cpu, whole_most = whole + clock, whole_cpu + cpu, max(whole_most, most)
            print(f"read:    {len(some) / clock:8.1f} reports/s, {1e3 * cpu / len(some):7.2f} ms of CPU each, {most:.0f} MiB at most", flush=True)
        print(f"read is {alone / len(first) * len(paths) / whole:.2f} times as fast as extract by the clock, {alone_cpu / len(first) * len(paths) / whole_cpu:.2f} by CPU time")
    finally:
        shutil.rmtree(place)


main()
