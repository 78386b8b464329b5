#!/usr/bin/env python3
"""How telling a word is: writes src/incidents/terms.c.

    python train/terms.py > src/incidents/terms.c

Counts in how many reports of ../shared/train (or $SAYSO_SHARED) each word stands, and gives it a level: four times
the natural logarithm of reports by count, rounded.  Words of fewer than LEAST reports are left out: they are all as
telling as one of LEAST reports.  Reports that the incidents of bench/ are measured on are left out (ecb-*)."""
import glob, gzip, json, math, os, re
from collections import Counter

LEAST, WIDTH = 20, 140
SHARED = os.environ.get("SAYSO_SHARED", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../shared"))


def singular(word):
    """As singular_form in src/incidents/features.c: lengths in bytes."""
    size = len(word.encode())
    if size > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if size > 3 and word.endswith("s") and not word.endswith("ss") else word


def texts():
    for folder in ("real", "press", "written", "invented"):
        for path in sorted(glob.glob(f"{SHARED}/train/who/{folder}/*.txt")):
            if not os.path.basename(path).startswith("ecb-"):
                yield open(path, encoding="utf-8").read()
    for line in gzip.open(f"{SHARED}/train/press/articles.jsonl.gz", "rt", encoding="utf-8"):
        article = json.loads(line)
        yield article["title"] + "\n" + article["text"]


def main():
    reports, count = 0, Counter()
    for text in texts():
        reports += 1
        count.update({singular(w.lower()) for w in re.findall(r"\w+", text)})
    level = lambda n: max(0, round(4 * math.log((reports + 1) / (n + 1))))
    kept = sorted((w.encode(), level(n)) for w, n in count.items() if n >= LEAST and len(w) > 1 and not any(c.isdigit() for c in w))
    print(f"""/* terms: how telling a word is: four times the logarithm of how seldom it stands in a report, as a letter behind
 * the word ("a" 0, "b" 1 …), counted over {reports:,} reports.  Made by train/terms.py; a word that is not here is rare. */
#include "incidents/inside.h"

#include <string.h>

static const char *const term_rows[] = {{""")
    line = "   "
    for word, n in kept:
        piece = f' "{word.decode()}{chr(ord("a") + n)}",'
        if len(line) + len(piece) > WIDTH:
            print(line)
            line = "   "
        line += piece
    print(line)
    print(f"""}};

enum {{ RAREST = {level(LEAST)} }};

unsigned say_incidents_level(say_str word)
{{
    size_t low = 0, high = sizeof term_rows / sizeof *term_rows;
    while (low < high) {{
        size_t middle = low + (high - low) / 2, size = strlen(term_rows[middle]) - 1;
        int order = memcmp(word.at, term_rows[middle], word.len < size ? word.len : size);
        if (order == 0 && word.len == size) return (unsigned)(term_rows[middle][size] - 'a');
        if (order < 0 || (order == 0 && word.len < size)) high = middle;
        else low = middle + 1;
    }}
    return RAREST;
}}""")


if __name__ == "__main__":
    main()
