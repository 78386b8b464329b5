#!/usr/bin/env python3
"""bench/pages.py: our clean text of web pages beside trafilatura's and readability-lxml's, in one run.

    python3 bench/pages.py BENCH-PAGES PAGES [--seconds 2]

BENCH-PAGES is the program that bench/pages.c makes (make build/bench-pages).  PAGES holds truth.json
({id: {"text": ...}}, articles marked by hand) and html/<id>.html.gz.  trafilatura and readability-lxml
come from PyPI.  Pages a second are of one thread's processor time, reading of files not counted.  A page's
score is the overlap of 4-grams of words as multisets; precision and recall are means over pages.  The
scores of two halves of the pages (even and odd ids) follow, since what was tuned on one must hold on the other.
"""
import argparse, collections, glob, gzip, json, os, re, subprocess, tempfile, time


def grams(text):
    w = re.findall(r"\w+", text)
    return collections.Counter(tuple(w[i:i + 4]) for i in range(max(1, len(w) - 3))) if w else collections.Counter()


def score(truth, texts):
    """Precision, recall and F1 in percent."""
    p = r = 0.0
    for page, t in truth.items():
        gold, got = grams(t["text"]), grams(texts.get(page, ""))
        both = sum((gold & got).values())
        p += both / sum(got.values()) if got else float(not gold)
        r += both / sum(gold.values()) if gold else 1.0
    p, r = p / len(truth), r / len(truth)
    return 100 * p, 100 * r, 200 * p * r / (p + r or 1)


def timed(pages, read):
    texts, start = {}, time.process_time()
    for page, raw in pages.items():
        texts[page] = read(raw) or ""
    return texts, len(pages) / (time.process_time() - start)


def trafilatura_text(raw):
    import trafilatura
    return trafilatura.extract(raw, include_comments=False)


def readability_text(raw):
    import lxml.html, readability
    summary = readability.Document(raw.decode("utf-8", "replace")).summary()
    return lxml.html.fromstring(summary).text_content() if summary else ""


def our_text(program, pages, seconds):
    with tempfile.TemporaryDirectory() as folder:
        for page, raw in pages.items():
            with open(f"{folder}/{page}.html", "wb") as file:
                file.write(raw)
        said = subprocess.run([program, "--seconds", str(seconds), folder, *glob.glob(folder + "/*.html")], check=True, capture_output=True, text=True).stdout
        texts = {page: open(f"{folder}/{page}.txt", encoding="utf-8").read() for page in pages if os.path.exists(f"{folder}/{page}.txt")}
    return texts, float(said.split()[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("pages")
    parser.add_argument("--seconds", type=float, default=2)
    o = parser.parse_args()
    truth = json.load(open(o.pages + "/truth.json", encoding="utf-8"))
    pages = {page: gzip.open(f"{o.pages}/html/{page}.html.gz").read() for page in truth}
    halves = [{p: t for p, t in truth.items() if int(p[-8:], 16) % 2 == half} for half in (0, 1)]
    trafilatura_text(b"<html><body><p>warm</p></body></html>")
    readers = {"sayso": lambda: our_text(o.program, pages, o.seconds), "trafilatura": lambda: timed(pages, trafilatura_text), "readability": lambda: timed(pages, readability_text)}
    speeds = {}
    for name, run in readers.items():
        texts, speeds[name] = run()
        p, r, f = score(truth, texts)
        by_half = " and ".join(f"{score(half, texts)[2]:.1f}" for half in halves)
        print(f"{name:12} {len(truth)} pages  precision {p:.1f}  recall {r:.1f}  F1 {f:.1f}  (halves {by_half})  {speeds[name]:.1f} pages/s")
    print(f"{speeds['sayso'] / speeds['trafilatura']:.1f} times trafilatura's pages a second")


if __name__ == "__main__":
    main()
