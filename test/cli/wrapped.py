"""Invented reports, wrapped as they come: writes into the folder that is named.

    feed.xml      two items          letter.eml    a message        dump.jsonl   three reports and a broken line
    crawl.warc    three pages; the second record says a wrong length
    many.jsonl    10,000 short reports                french.txt   in French
"""
import json, os, sys

STORIES = ["Drones hit the fuel depot at Marlow in an attack on Tuesday. Tarvonian officials said that Lissenia may have ordered the attack.",
           "A bomb went off in the market of Ostrel on Monday. The police blamed the Grey Front, which denied that it had anything to do with it.",
           "The paper mill at Dunmere burned down on Sunday. The fire was caused by a faulty cable, the fire service said in a statement."]
FRENCH = ("Une bombe a explosé lundi sur le marché d’Ostrel, où trois personnes ont été tuées. La police accuse le Front gris d’avoir commis cet attentat, "
          "mais celui-ci dément toute responsabilité et parle d’une provocation du gouvernement. Le ministre de l’Intérieur a déclaré que l’enquête se poursuivait.\n")


def page(number):
    return (f"<html><head><title>Story {number}</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Story {number}</h1>"
            f"<p>{STORIES[number]}</p><p>{STORIES[number]} That was said again on the day after it.</p></article></body></html>").encode()


def record(number, wrong=0):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(number)
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\nWARC-Date: 2031-05-0{number + 1}T08:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-00000000000{number}>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(body) + wrong}\r\n\r\n").encode()
    return head + body + b"\r\n\r\n"


def feed():
    items = "".join(f"<item><title>Story {i}</title><link>https://news.example/{i}</link><pubDate>Mon, 05 May 2031 18:30:00 GMT</pubDate>"
                    f"<description>{STORIES[i]}</description></item>" for i in range(2))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Ostrel Wire</title>{items}</channel></rss>'.encode()


def letter():
    return (f"From: Ostrel Daily <daily@news.example>\r\nTo: reader@news.example\r\nSubject: The market of Ostrel\r\nDate: Mon, 05 May 2031 18:30:00 +0000\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{STORIES[1]}\r\n").encode()


def dump():
    rows = [json.dumps({"key": f"wire-{i}", "headline": f"Story {i}", "body": STORIES[i]}) for i in range(3)]
    return "\n".join([rows[0], '{"key": "broken', rows[1], rows[2], ""]).encode()


def many():
    return "".join(json.dumps({"id": f"n{i:05d}", "text": f"{STORIES[i % 3]} It was report {i}."}) + "\n" for i in range(10000)).encode()


files = {"feed.xml": feed(), "letter.eml": letter(), "dump.jsonl": dump(), "crawl.warc": record(0) + record(1, 4000) + record(2), "many.jsonl": many(),
         "french.txt": FRENCH.encode(), "page.html": page(0)}
for name, data in files.items():
    with open(os.path.join(sys.argv[1], name), "wb") as file:
        file.write(data)
