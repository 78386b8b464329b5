"""Writes test/model/pieces.tsv: texts and the pieces that Hugging Face `tokenizers` cuts
them into, with the vocabulary of a weight file and without special pieces.

    python3 test/model/make_vectors.py [weights/tiny.sayso [test/model/pieces.tsv [TEXTS]]]

A line: the text's bytes, \\xHH for all but printable ASCII, and "\\\\"; a tab; id:from-to
for each piece, bytes of the text.  A byte that is no UTF-8 goes in as U+FFFD.
"""
import json, random, struct, sys
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers


def vocabulary(path):
    raw = open(path, "rb").read()
    n = struct.unpack("<I", raw[12:16])[0]
    head = json.loads(raw[16:16 + n])
    m = head["tensors"]["vocab"]
    words = raw[m["at"]:m["at"] + m["bytes"]].decode().split("\n")
    return {w: i for i, w in enumerate(words)}, words[head["encoder"]["unknown"]]


def decode(raw):
    """The characters of raw and each one's first byte; a byte that is no UTF-8 is U+FFFD."""
    chars, starts, i = [], [], 0
    while i < len(raw):
        for n in (1, 2, 3, 4):
            try:
                c = raw[i:i + n].decode("utf-8")
                break
            except UnicodeDecodeError:
                c = None
        starts.append(i)
        chars.append(c or "\ufffd")
        i += n if c else 1
    return "".join(chars), starts + [i]


def pieces(tok, raw):
    text, starts = decode(raw)
    e = tok.encode(text, add_special_tokens=False)
    return [(i, starts[a], starts[b]) for i, (a, b) in zip(e.ids, e.offsets)]


def texts(rng):
    yield from (t.encode() for t in """
The Kremlin said on Monday that two drones had been shot down.
“We don't know,” she said — “not yet.”
U.S. officials, who asked not to be named, told Reuters (and the AP) it was $1,000,000.50; 50% more!
HELLO World hElLo
naïve café Čapek Øresund Łódź Straße ŒUVRE ﬁn Ångström İstanbul ıI Ǆ ǅ
e\u0301 E\u0301\u0301 \u0301 a\u0301\u0301b \u0301abc n\u0303o
中文 字a字 日本語テスト 한국어 조선 ｶﾞ がぎ 漢\u3000字 ﾊﾟ
العربية مُحَمَّد ٱلْقُرْآن لا إله
עִבְרִית שלום हिन्दी क्षि தமிழ் ไทยแลนด์ ελληνικά ΆΣ Москва Йод ё Ӂ ქართული
👍🏽 👨‍👩‍👧‍👦 🇺🇦 ☺️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 a😀b
zero\u200bwidth zero\u200djoin \ufeffbom soft\u00adhyphen \u2060word \u200ertl\u202e
tab\there line\u2028sep nbsp\u00a0here \u1680og \u0085nel \u000bvt \u000cff \u001ffs a\u0000b \u007fdel
≠ ≤ ﷺ Ⅷ ½ ² ① ™ ℃ ㎏ ａｂｃ １２３ … ‰ ′ ″ ‼ ⁇
;\u037e \u1fef \u0387 \u2126 \u212b \ufb01 \uf900 \u2f800 \u0344 \u0958
state-of-the-art and/or AT&T e.g. i.e. 3.14 10:30 #tag @user http://x.y/z?q=1 a_b [UNK] <s> </s> [CLS] ##ing
\ufffd a\ufffdb \ue000 \U000f0000 \U0001f9ff \u0378 \U000e0001
""".split("\n"))
    yield b""
    yield b" \t\r\n "
    for n in (99, 100, 101, 102, 400):
        yield b"a" * n + b" x"
        yield "é".encode() * n + b"."
    yield "é".encode() * 100 + "\u0301".encode() * 50
    yield b"a" + "\u0301".encode() * 3000 + b"b"
    yield b"\xff\xfe\x80 ab\xc3 cd\xe2\x82 e\xf0\x9f\x98f \xed\xa0\x80 \xc0\xaf \xf4\x90\x80\x80 g\xf5\xc1\xbf"
    yield b"a\xc3\xa9\xc3" + b"\xe4\xb8\xad" * 40 + b"\x00\x01x"
    alphabet = ("abcdefghij  .,'-" * 4 + "éÀñßİıŁœæøđÅ" + "中日本한국어" + "اعבשकतைไ" + "😀👍\u200d\ufe0f"
                + "\u0301\u0308\u20dd\u1ab0\u0f71\u302e\u0bbe" + "\u2019\u201c—…€£" + "\u00a0\u2003\u200b\ufffd\u00ad")
    for _ in range(120):
        yield "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 50))).encode()
    for _ in range(60):                         # any characters at all
        yield "".join(chr(rng.choice([rng.randrange(32, 0x250), rng.randrange(0x250, 0xd800),
                                      rng.randrange(0xe000, 0x20000)]))
                      for _ in range(rng.randint(1, 40))).encode("utf-8", "replace")
    for _ in range(60):                         # any bytes at all
        yield bytes(rng.choice([rng.randrange(256), rng.randrange(97, 123), 0xc3, 0xa9])
                    for _ in range(rng.randint(1, 60)))


def escape(raw):
    return "".join(chr(b) if 32 <= b < 127 and b != 92 else "\\\\" if b == 92 else f"\\x{b:02x}" for b in raw)


def main():
    weights = sys.argv[1] if len(sys.argv) > 1 else "weights/tiny.sayso"
    out = sys.argv[2] if len(sys.argv) > 2 else "test/model/pieces.tsv"
    vocab, unknown = vocabulary(weights)
    tok = Tokenizer(models.WordPiece(vocab, unk_token=unknown, max_input_chars_per_word=100))
    tok.normalizer = normalizers.BertNormalizer()
    tok.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    more = open(sys.argv[3], "rb").read().split(b"\n") if len(sys.argv) > 3 else []
    with open(out, "w") as f:
        for raw in [*texts(random.Random(7)), *more]:
            f.write(escape(raw) + "\t" + " ".join(f"{i}:{a}-{b}" for i, a, b in pieces(tok, raw)) + "\n")


if __name__ == "__main__":
    main()
