"""Writes src/model/classes.h: which characters the BERT normaliser of Hugging Face
`tokenizers` drops, strips as accents, and cuts off as punctuation, found by asking it
about every code point.  Its tables are of Unicode 8, so a newer library's categories
(utf8proc's, say) are not the same.   python3 test/model/make_classes.py > src/model/classes.h"""
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
clean = BertNormalizer(**{**off, "clean_text": True})
strip = BertNormalizer(**{**off, "strip_accents": True})
pre = BertPreTokenizer()
every = [c for c in range(128, 0x110000) if not 0xD800 <= c < 0xE000]


def runs(codes):
    out = []
    for c in codes:
        if out and out[-1][1] == c - 1:
            out[-1][1] = c
        else:
            out.append([c, c])
    return out


def table(name, what, codes):
    print(f"/* {what} */\nstatic const code_run {name}[] = {{")
    cells = [f"{{ 0x{a:x}, 0x{b:x} }}," for a, b in runs(codes)]
    for i in range(0, len(cells), 5):
        print("    " + " ".join(cells[i:i + 5]))
    print("};\n")


print("/* model: classes of characters beyond ASCII.  Written by test/model/make_classes.py\n"
      " * from the tokenizer that the encoders were trained with; not edited by hand. */\n"
      "typedef struct { uint32_t from, to; } code_run;\n")
table("dropped", "Control, format and private characters, and U+FFFD.",
      [c for c in every if clean.normalize_str(chr(c)) == ""])
table("accents", "Marks without width: dropped once letters are taken apart.",
      [c for c in every if strip.normalize_str(chr(c)) == ""])
table("points", "Punctuation: a word of its own.",
      [c for c in every if [w for w, _ in pre.pre_tokenize_str("a" + chr(c) + "a")] == ["a", chr(c), "a"]])
