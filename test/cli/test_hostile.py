#!/usr/bin/env python3
"""Files made to exhaust whoever reads them, given to $SAYSO as a user would: each becomes clean text or one clear line on
stderr, with the exit status that the manual names, in bounded time and memory.  Prints TAP; run from the top of the tree."""
import gzip, json, os, struct, subprocess, sys, tempfile, time, zlib

sys.path.insert(0, "test/house")
import tap

PROGRAM = os.path.abspath(os.environ.get("SAYSO", "build/sayso"))
with open(PROGRAM, "rb") as file:
    inside = file.read()
SANITIZED = any(word in inside for word in (b"__asan_init", b"__tsan_init"))
SECONDS = 20 * (10 if SANITIZED else 1)
MEGABYTES = 400 * (8 if SANITIZED else 1)          # which counts the interpreter too, as it was when it became the program
ENVIRONMENT = {**os.environ, "SAYSO_WEIGHTS": os.path.abspath("weights/tiny.sayso"), "SAYSO_DATA": os.path.abspath("data")}
OK, SOME, ALL = 0, 3, 4

REPORT = b"KYIV, May 3 (Example) - A bridge fell. The governor said that the army had shelled it.\n"
PAGE = b"<html><head><title>Bridge falls</title></head><body><p>A bridge fell on Monday, and the governor said that it was shelled.</p>"
MAIL = b"From: The Example <desk@example.org>\nSubject: Bridge\nMIME-Version: 1.0\n"


class Done:
    """What a run of the program left: status, lines on stderr, texts by name; seconds and megabytes are checked here."""
    def __init__(self, arguments, folder):
        with open(os.path.join(folder, "err"), "w+b") as err, open(os.path.join(folder, "out"), "w+b") as out:
            start = time.monotonic()
            child = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=ENVIRONMENT)
            self.seconds, late = 0, False
            while True:
                pid, status, usage = os.wait4(child.pid, os.WNOHANG)
                self.seconds = time.monotonic() - start
                if pid:
                    break
                if self.seconds > SECONDS and not late:
                    late = True
                    child.kill()
                time.sleep(.01)
            self.status = child.returncode = os.waitstatus_to_exitcode(status)
            self.megabytes = usage.ru_maxrss / 1024
            err.seek(0)
            self.lines = err.read().decode("utf-8", "replace").splitlines()
        assert not late, f"still running after {SECONDS} s"
        assert self.megabytes < MEGABYTES, f"{self.megabytes:.0f} MB"
        self.texts = {}
        made = os.path.join(folder, "made")
        for name in sorted(os.listdir(made)) if os.path.isdir(made) else []:
            with open(os.path.join(made, name), "rb") as file:
                self.texts[name] = file.read()
        if os.environ.get("SHOW"):
            print(f"# {self.seconds:.2f} s, {self.megabytes:.0f} MB, status {self.status}, {len(self.texts)} texts: {self.lines[:3]}")


def extract(name, *pieces, to="text"):
    """Writes the pieces to a file of that name (or makes it with a function) and extracts it."""
    with tempfile.TemporaryDirectory(prefix="sayso-hostile-") as folder:
        path = os.path.join(folder, name)
        if callable(pieces[0]):
            pieces[0](path)
        else:
            with open(path, "wb") as file:
                file.writelines(pieces)
        return Done(["extract", "--to", to, "--dir", os.path.join(folder, "made"), path], folder)


def is_text(done, words=b""):
    assert done.status == OK and done.lines == [], f"status {done.status}: {done.lines[:3]}"
    assert any(words in text for text in done.texts.values()), f"no {words} in {[t[:200] for t in done.texts.values()]}"


def is_one_error(done, words=""):
    assert done.status == ALL, f"status {done.status}, {done.lines[:3]}"
    assert len(done.lines) == 1 and words in done.lines[0] and not done.texts, f"{done.lines[:3]}, {list(done.texts)}"


def is_either(done):
    is_text(done) if done.status == OK else is_one_error(done)


def is_one_error_among(done, *words):
    """One line, and every other report is there."""
    assert done.status == SOME and len(done.lines) == 1, f"status {done.status}, {done.lines[:3]}"
    for word in words:
        assert any(word in text for text in done.texts.values()), f"no {word} in {[t[:200] for t in done.texts.values()]}"


# ---- packings

def test_a_gigabyte_of_zeros_packed_twice_is_one_error():
    member = gzip.compress(bytes(16 << 20))
    is_one_error(extract("bomb.gz", gzip.compress(member * 64)))


def test_a_bomb_of_one_member_is_one_error():
    pack, bomb = zlib.compressobj(1, wbits=31), []
    for _ in range(20):
        bomb.append(pack.compress(bytes(16 << 20)))
    is_one_error(extract("bomb", *bomb, pack.flush()))


def test_a_window_of_two_gigabytes_is_one_error():
    block = struct.pack("<I", len(REPORT) << 3 | 1)[:3] + REPORT
    is_one_error(extract("window.zst", b"\x28\xb5\x2f\xfd\x00" + bytes([21 << 3]) + block))


def test_a_million_empty_members_are_passed_over():
    is_text(extract("members.gz", gzip.compress(b"") * 1000000, gzip.compress(REPORT)), b"A bridge fell.")


def test_packed_in_itself_fifty_times_is_a_text_or_one_error():
    packed = REPORT
    for _ in range(50):
        packed = gzip.compress(packed)
    is_either(extract("onion", packed))


def test_a_packed_text_that_breaks_off_is_said_once():
    done = extract("cut.gz", gzip.compress(os.urandom(300).hex().encode() * 100 + REPORT)[:-40])
    assert done.status in (SOME, ALL) and len(done.lines) == 1, f"{done.status} {done.lines}"


# ---- pages

def test_ten_megabytes_of_nested_divs_are_a_text_or_one_error():
    is_either(extract("nested.html", PAGE, b"<div>" * 2000000, REPORT))


def test_elements_that_a_parser_must_open_again_and_again():
    is_either(extract("open.html", PAGE, b"<a><b><i><p>" * 20000, REPORT))


def test_tables_within_tables():
    is_either(extract("tables.html", PAGE, b"<table><tr><td>" * 100000, REPORT))


def test_an_element_of_a_million_attributes():
    is_either(extract("attributes.html", PAGE, b"<p", *(b" a%d=b" % i for i in range(200000)), b">", REPORT))


def test_a_tag_without_an_end():
    is_either(extract("tag.html", PAGE, b"<p class='" + b"a " * 4000000))


def test_entities_without_end():
    is_either(extract("entities.html", PAGE, b"&amp;&#65;&nosuch;" * 400000))


# ---- feeds

def test_a_feed_with_an_entity_bomb_is_a_text_or_one_error():
    entities = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10) for i in range(1, 12))
    is_either(extract("bomb.xml", b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "boom">', entities,
                      b"]><rss version='2.0'><channel><item><title>Bridge</title><description>&e11;</description></item></channel></rss>"))


def test_a_feed_that_asks_for_a_file_does_not_get_it():
    done = extract("file.xml", b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
                   b"<title>Bridge</title><description>A bridge fell. &f; It was old.</description></item></channel></rss>")
    assert not any(b"root:" in text for text in done.texts.values())
    assert len(done.lines) <= 1, done.lines[:3]


def test_a_feed_of_a_million_open_elements():
    is_either(extract("deep.xml", b"<?xml version='1.0'?><rss version='2.0'><channel><item>", b"<a>" * 1000000))


# ---- mail

def test_a_message_of_ten_thousand_parts_is_one_error():
    head = MAIL + b"Content-Type: multipart/mixed; boundary=b\n\n"
    is_one_error(extract("parts.eml", head, b"--b\nContent-Type: image/png\n\nx\n" * 10000, b"--b\n\n", REPORT), "1000 parts")
    is_text(extract("parts.eml", head, b"--b\n\n", REPORT, b"--b\nContent-Type: image/png\n\nx\n" * 10000), b"A bridge fell.")


def test_messages_within_messages_without_end_are_one_error():
    parts = (b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (i, i + 1) for i in range(10000))
    is_one_error(extract("levels.eml", MAIL, b"Content-Type: multipart/mixed; boundary=b0\n\n", *parts, REPORT), "64 levels")


def test_a_message_too_large_in_an_mbox_is_passed_over():
    envelope = b"From a@example.org Mon May 25 08:30:00 2026\n" + MAIL + b"\n"
    done = extract("large.mbox", envelope, REPORT, b"\n", envelope, b"0123456789\n" * 3000000, b"\n", envelope, b"KYIV, May 4 (Example) - Last.\n")
    is_one_error_among(done, b"A bridge fell.", b"Last.")


# ---- lines of JSON

def test_a_line_of_a_hundred_megabytes_is_passed_over():
    good = json.dumps({"id": "good", "text": REPORT.decode()}).encode() + b"\n"
    done = extract("long.jsonl", good, b'{"text": "', *([b"A bridge fell. " * 70000] * 100), b'"}\n', b'{"id": "last", "text": "KYIV, May 4 (Example) - Last."}\n')
    is_one_error_among(done, b"A bridge fell.", b"Last.")


def test_lists_within_lists_without_end_are_passed_over():
    done = extract("deep.jsonl", b'{"text": "First fell."}\n', b'{"text": ' + b"[" * 1000000 + b"]" * 1000000 + b"}\n", b'{"text": "Last fell."}\n')
    is_one_error_among(done, b"First fell.", b"Last fell.")


# ---- archives

def record(body, length=None, kind=b"resource"):
    return (b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: https://example.org/\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
            % (len(body) if length is None else length)) + body + b"\r\n\r\n"


def test_a_record_with_a_wrong_length_loses_no_other():
    long, last = record(b"Too long.", 40), record(b"Last fell.")
    for wrong in (long, record(b"Too short.", 3), record(b"Far too long.", 1 << 40), record(b"Negative.", -5), record(b"No number.").replace(b"Length: ", b"Length: x")):
        done = extract("wrong.warc", record(b"First fell."), wrong, last)
        assert done.status in (OK, SOME) and len(done.lines) <= 1, f"status {done.status}, {done.lines[:3]} of {wrong}"
        texts = b"".join(done.texts.values())
        assert b"First fell." in texts and b"Last fell." in texts, f"{texts} of {wrong}"


def test_a_body_that_unpacks_without_end_is_one_error():
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(256 << 20), 1)
    is_one_error_among(extract("body.warc", record(b"First fell."), record(http, kind=b"response"), record(b"Last fell.")), b"First fell.", b"Last fell.")


def test_chunks_of_wrong_lengths_lose_no_other():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    for chunks in (b"ffffffffffffffff\r\nx", b"-1\r\nx\r\n0\r\n\r\n", b"1\r\nx\r\n" * 300000, b"zz\r\n"):
        done = extract("chunks.warc", record(b"First fell."), record(head + chunks, kind=b"response"), record(b"Last fell."))
        assert done.status in (OK, SOME) and len(done.lines) <= 1, f"status {done.status}, {done.lines[:3]}"
        texts = b"".join(done.texts.values())
        assert b"First fell." in texts and b"Last fell." in texts, texts[:300]


def test_a_head_of_a_record_without_end_is_said_once():
    done = extract("head.warc", record(b"First fell."), b"WARC/1.0\r\n", b"X-Field: y\r\n" * 2000000)
    is_one_error_among(done, b"First fell.")


# ---- folders

def test_a_folder_that_links_to_itself_is_read_once():
    def make(path):
        os.makedirs(os.path.join(path, "in"))
        os.symlink("..", os.path.join(path, "in", "up"))
        os.symlink(".", os.path.join(path, "self"))
        os.symlink("loop", os.path.join(path, "loop"))
        os.mkfifo(os.path.join(path, "pipe"))                       # which would be waited for
        with open(os.path.join(path, "in", "report.txt"), "wb") as file:
            file.write(REPORT)
    done = extract("folder", make)
    assert len(done.texts) == 1, list(done.texts)
    is_text(done, b"A bridge fell.")


def test_folders_within_folders_are_read_to_the_end():
    def make(path):
        top = os.getcwd()
        os.mkdir(path)
        os.chdir(path)
        for _ in range(500):
            os.mkdir("d")
            os.chdir("d")
        with open("report.txt", "wb") as file:
            file.write(REPORT)
        os.chdir(top)
    is_either(extract("deep", make))


# ---- texts

def test_ten_thousand_nested_quotations_are_read():
    for opened, closed in (("“", "”"), ('"', '"'), ("(", ")")):
        text = opened * 10000 + "A bridge fell, the governor said." + closed * 10000
        done = extract("quotes.txt", text.encode(), to="json")
        assert done.status == OK and done.lines == [], f"{done.status} {done.lines[:3]}"


def test_a_sentence_without_end_is_read():
    done = extract("sentence.txt", b"the governor said that " * 20000, to="json")
    assert done.status == OK and done.lines == [], f"{done.status} {done.lines[:3]}"


def test_sixteen_bit_text_without_a_mark_is_a_text_or_one_error():
    for charset in ("utf-16-le", "utf-16-be", "utf-32-le"):
        is_either(extract("wide.txt", (REPORT.decode() * 40).encode(charset)))
        is_either(extract("wide.txt", ("Мост упал в понедельник. " * 40).encode(charset)))


def test_bytes_that_are_nothing_are_a_text_or_one_error():
    for pieces in (bytes(1 << 20), bytes(range(256)) * 4096, b"\xff" * (1 << 20), b"\n" * (4 << 20), b"\xef\xbb\xbf", b""):
        is_either(extract("noise", pieces))


def test_a_text_over_the_limit_is_one_error():
    is_one_error(extract("large.txt", REPORT * 60000), "limit")
    is_one_error(extract("larger.txt", *[REPORT * 10000] * 100))


if __name__ == "__main__":
    tap.run(dict(globals()))
