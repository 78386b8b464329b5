#!/usr/bin/env python3
"""bench/warc.py: crawl files, made and broken, and our reader beside warcio on them.

    python3 bench/warc.py generate CRAWL.warc.gz --mb 200 [--seed 1] [--damage 0.05] [--plain]
    python3 bench/warc.py compare BENCH-ITEMS CRAWL.warc.gz...

generate writes a crawl of about so many MB, each record in a gzip member of its own (--plain: unpacked): pages as servers send them
(whole, chunked, packed, both), pictures, redirects, missing pages, requests, metadata, revisits, resources, conversions.  The pages are
made of a list of words.  --damage breaks that share of the records: bytes flipped in a member, members cut off, set to zero, wrong
lengths, broken headers; and puts garbage between others.  CRAWL.warc.gz.json says of each page or text its address, the SHA-256 of its
bytes, and how its record was broken ("" where it is intact).

compare reads the files with BENCH-ITEMS, the program that bench/items.c makes (make build/bench-items), and with warcio (PyPI).  It fails
where not every intact page is found by us as it was made, or where, on a file without damage, the two do not find as many.
"""
import argparse, gzip, hashlib, json, random, subprocess, sys, time, uuid, zlib

WORDS = """the a of in and to was said that by on after mill river mayor council flood bridge workers report blamed told office evening
water dam spokesman village minister denied committee inquiry cause had been from with for who not two several officials according
statement morning explosion warehouse fire harbour police found evidence witness station north south town market farmers company
director union court judge letter published Monday Tuesday Friday April June October line power cable engine pilot crew ship cargo""".split()

HTML, TEXT = "text/html; charset=utf-8", "text/plain"


def sentence(rng):
    words = rng.choices(WORDS, k=rng.randint(6, 24))
    return " ".join(words).capitalize() + "."


def page(rng):
    body = "\n".join(f"<p>{' '.join(sentence(rng) for _ in range(rng.randint(2, 6)))}</p>" for _ in range(rng.randint(3, 30)))
    menu = "".join(f'<li><a href="/{w}">{w}</a></li>' for w in rng.choices(WORDS, k=12))
    return f"<!DOCTYPE html><html><head><title>%s</title></head><body><ul>{menu}</ul><article><h1>%s</h1>\n{body}\n</article></body></html>\n"


def chunked(rng, body):
    out, at = [], 0
    while at < len(body):
        size = rng.randint(1, 8000)
        piece = body[at:at + size]
        out.append(b"%x\r\n%s\r\n" % (len(piece), piece))
        at += size
    return b"".join(out) + b"0\r\n\r\n"


def answer(status, fields, body):
    return f"HTTP/1.1 {status}\r\n{''.join(f'{k}: {v}{chr(13)}{chr(10)}' for k, v in fields)}\r\n".encode() + body


def deflated(body, bits):
    packer = zlib.compressobj(1, zlib.DEFLATED, bits)
    return packer.compress(body) + packer.flush()


def html_answer(rng, body, how):
    fields = [("Content-Type", HTML)]
    packed = body
    if "gzip" in how:
        packed, fields = gzip.compress(body, 1), fields + [("Content-Encoding", "gzip")]
    if "deflate" in how:
        packed, fields = deflated(body, 15), fields + [("Content-Encoding", "deflate")]
    if "chunked" in how:
        return answer("200 OK", fields + [("Transfer-Encoding", "chunked")], chunked(rng, packed))
    return answer("200 OK", fields + [("Content-Length", len(packed))], packed)


class Maker:
    """Records one after the other: (kind, content type, address, block, what an item of it would be)."""

    def __init__(self, seed):
        self.rng, self.count = random.Random(seed), 0
        self.pages = [page(self.rng) for _ in range(400)]
        self.noise = self.rng.randbytes(1 << 20)

    def html(self, how):
        def make(url):
            title = sentence(self.rng)
            body = (self.rng.choice(self.pages) % (title, title)).encode()
            return "response", "application/http; msgtype=response", html_answer(self.rng, body, how), body
        return make

    def picture(self, url):
        size = self.rng.randint(2000, 60000)
        at = self.rng.randint(0, len(self.noise) - size)
        return "response", "application/http; msgtype=response", answer("200 OK", [("Content-Type", "image/jpeg"), ("Content-Length", size)], self.noise[at:at + size]), None

    def text(self, kind):
        def make(url):
            body = "\n".join(sentence(self.rng) for _ in range(self.rng.randint(3, 60))).encode()
            return kind, TEXT, body, body
        return make

    def other(self, kind, content_type, block):
        return lambda url: (kind, content_type, block.replace("URL", url).encode(), None)

    def next(self):
        self.count += 1
        http = "application/http; msgtype="
        makes = [(30, self.html("")), (10, self.html("chunked")), (9, self.html("gzip")), (4, self.html("chunked gzip")), (2, self.html("deflate")),
                 (9, self.picture), (4, self.text("resource")), (5, self.text("conversion")),
                 (4, self.other("response", http + "response", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>There is no URL here.</html>")),
                 (3, self.other("response", http + "response", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\nLocation: URL/\r\n\r\n<html>URL has moved.</html>")),
                 (12, self.other("request", http + "request", "GET URL HTTP/1.1\r\nHost: news.example\r\nUser-Agent: nobody\r\n\r\n")),
                 (5, self.other("metadata", "application/warc-fields", "via: URL\r\nfetchTimeMs: 42\r\n")),
                 (3, self.other("revisit", http + "response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"))]
        url = f"http://news.example/{self.count}"
        if self.count == 1:
            return (*self.other("warcinfo", "application/warc-fields", "software: bench/warc.py\r\nformat: WARC File Format 1.0\r\n")(url), url)
        make = self.rng.choices([m for _, m in makes], [w for w, _ in makes])[0]
        return (*make(url), url)


def record(rng, kind, content_type, url, block, length=None, spoil=""):
    identity = uuid.UUID(int=rng.getrandbits(128))
    lines = [f"WARC/1.{rng.randint(0, 1)}", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", "WARC-Date: 2026-05-25T10:00:00Z", f"WARC-Record-ID: <urn:uuid:{identity}>",
             f"Content-Type: {content_type}", f"Content-Length: {len(block) if length is None else length}"]
    if spoil == "lengthless":
        lines.pop()
    if spoil == "line":
        lines[3] = "WARC-Date 2026"
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def broken(rng, way, plain, parts):
    """A record's bytes in the file, broken in this way."""
    kind, content_type, url, block = parts
    pack = (lambda b: b) if plain else (lambda b: gzip.compress(b, 1))
    if way == "length":
        size = len(block)
        length = rng.choice([size + rng.randint(5, 5000), max(0, size - rng.randint(1, 5000)), 0, size * 2 + 7, 1 << 31, 1 << 63, -1])
        if length == size:
            length += 9
        return pack(record(rng, kind, content_type, url, block, length))
    if way == "header":
        return pack(record(rng, kind, content_type, url, block, None, rng.choice(["lengthless", "line"])))
    whole = pack(record(rng, kind, content_type, url, block))
    if way == "cut":
        return whole[:rng.randint(1, len(whole) - 9)]
    if way == "zeros":
        return bytes(len(whole))
    out = bytearray(whole)
    for _ in range(rng.randint(1, 3)):
        out[rng.randint(10, len(out) - 1)] ^= rng.randint(1, 255)
    return bytes(out) if bytes(out) != whole else whole[:-9]


def generate(o):
    maker, rng, told, written = Maker(o.seed), random.Random(o.seed + 1), [], 0
    ways = ["length", "header", "cut", "zeros"] + ([] if o.plain else ["flip"])
    counts = dict.fromkeys(ways + ["garbage"], 0)
    with open(o.crawl, "wb") as out:
        while written < o.mb * 1000000:
            kind, content_type, block, item, url = maker.next()
            way = rng.choice(ways) if rng.random() < o.damage else ""
            if way:
                raw = broken(rng, way, o.plain, (kind, content_type, url, block))
                counts[way] += 1
            else:
                raw = record(rng, kind, content_type, url, block)
                raw = raw if o.plain else gzip.compress(raw, 1)
                if rng.random() < o.damage / 4:
                    raw += rng.randbytes(rng.randint(1, 3000))
                    counts["garbage"] += 1
            out.write(raw)
            written += len(raw)
            if item is not None:
                told.append({"url": url, "sha256": hashlib.sha256(item).hexdigest(), "broken": way})
    with open(o.crawl + ".json", "w") as out:
        json.dump({"records": maker.count, "broken": counts, "pages": told}, out)
    print(f"{o.crawl}: {written} bytes, {maker.count} records, {len(told)} pages and texts, broken: {counts}")


# ---- reading ----

def ours(program, crawl):
    found = []
    run = subprocess.run([program, crawl], capture_output=True, text=True, errors="replace")
    for line in run.stdout.splitlines():
        doc, url, size, digest = line.split("\t")
        found.append((url, digest))
    said = run.stderr.splitlines()
    return found, said[-1] if said else "nothing", len(said) - 1


def is_page(r):
    if r.rec_type == "response":
        return r.http_headers is not None and r.http_headers.get_statuscode()[:1] == "2" and (r.http_headers.get_header("Content-Type") or "").startswith(("text/html", "text/plain"))
    return r.rec_type in ("resource", "conversion") and (r.rec_headers.get_header("Content-Type") or "").startswith(("text/html", "text/plain"))


def warcios(crawl):
    from warcio.archiveiterator import ArchiveIterator
    found, records, stopped, start = [], 0, "read to the end", time.process_time()
    with open(crawl, "rb") as file:
        walk = ArchiveIterator(file)
        try:
            for r in walk:
                records += 1
                if is_page(r):
                    found.append((r.rec_headers.get_header("WARC-Target-URI"), hashlib.sha256(r.content_stream().read()).hexdigest()))
        except Exception as why:
            stopped = f"stopped at byte {file.tell()} after {records} records: {type(why).__name__}: {str(why).strip().splitlines()[0][:90] if str(why) else ''}"
    return found, time.process_time() - start, records, stopped


def compare(o):
    fine = True
    for crawl in o.crawls:
        told = json.load(open(crawl + ".json"))
        pages = {p["url"]: p for p in told["pages"]}
        intact = {(p["url"], p["sha256"]) for p in told["pages"] if not p["broken"]}
        damaged = any(told["broken"].values())
        our, summary, errors = ours(o.program, crawl)
        their, their_seconds, records, stopped = warcios(crawl)
        missing = intact - set(our)
        altered = [u for u, h in our if u not in pages or pages[u]["sha256"] != h]
        print(f"{crawl}: {told['records']} records, {len(pages)} pages and texts, {len(intact)} of them intact; broken: {told['broken']}")
        print(f"  sayso   {len(our)} found, {len(intact & set(our))} intact, {len(altered)} not as they were made, {len(our) - len(set(our))} twice; {errors} errors ({summary})")
        print(f"  warcio  {len(their)} found, {len(intact & set(their))} intact of {records} records; {their_seconds:.2f} s of the processor; {stopped}")
        for url, _ in sorted(missing)[:5]:
            print(f"  MISSING {url}")
        for url in altered[:5]:
            print(f"  ALTERED {url} (its record: {pages[url]['broken'] if url in pages else 'none'})")
        if missing or (not damaged and (sorted(our) != sorted(their) or errors)):
            fine = False
    print("every intact page is found" if fine else "NOT AS IT SHOULD BE")
    return 0 if fine else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    does = parser.add_subparsers(dest="do", required=True)
    g = does.add_parser("generate")
    g.add_argument("crawl")
    g.add_argument("--mb", type=float, default=20)
    g.add_argument("--seed", type=int, default=1)
    g.add_argument("--damage", type=float, default=0)
    g.add_argument("--plain", action="store_true")
    c = does.add_parser("compare")
    c.add_argument("program")
    c.add_argument("crawls", nargs="+")
    o = parser.parse_args()
    return generate(o) if o.do == "generate" else compare(o)


if __name__ == "__main__":
    sys.exit(main())
