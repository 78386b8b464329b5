#!/usr/bin/env python3
"""An endpoint that speaks as OpenAI's does and plays one part a path, for test/via.

    via_stub.py [LOG]             prints its port and serves until its parent ends

http://127.0.0.1:PORT/PART/v1/chat/completions answers as PART does: `good` as a careful model would, the others
slowly, broken, lying ... (PARTS below).  Each request is a line of LOG: {"path", "headers", "body"}."""
import http.server, json, os, re, sys, threading, time

# What a careful model would say of a sentence with these words; parties and holders by the words of the test's report.
KNOWN = [
    ("may have ordered", dict(incident="attack", kind="attack", role="ordered", party="Lissenia", holder=["Tarvonian officials"],
                              factuality="PS+", trigger="ordered", cue="said", hedge="may have", basis=[], confidence=None)),
    ("denied", dict(incident="attack", kind="attack", role="carried_out", party="Lissenia", holder=["Lissenia"],
                    factuality="CT-", trigger="fired", cue="denied", hedge=None, basis=[], confidence=None)),
    ("Intercepts", dict(incident="attack", kind="attack", role="aware", party="General Orlo", holder=["two diplomats", "Marlow Times"],
                        factuality="CT+", trigger="knew", cue="said", hedge="", basis=[{"kind": "intercept", "words": "Intercepts"}],
                        confidence="moderate")),
    ("the FSB knew", dict(incident="raid", kind="attack", role="aware", party="FSB", holder=["Russian officials"], factuality="CT+",
                          trigger="knew", cue="said", hedge=None, basis=[], confidence=None)),
]


def claims_on(message):
    """The claims on the numbered sentences of a request."""
    claims = []
    for number, words in re.findall(r"^(\d+): (.*)$", message, re.M):
        claims += [{"sentence": int(number), **claim} for needle, claim in KNOWN if needle in words]
    return claims


def answer(words, finish="stop"):
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [
        {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": finish}]}, ensure_ascii=False)


def listed(claims):
    return json.dumps({"claims": claims}, ensure_ascii=False)


class Endpoint(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen, lock, alone, log = {}, threading.Lock(), threading.Lock(), None

    def log_message(self, *_):
        pass

    def send(self, body, status=200, kind="application/json", **headers):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def wrong(self, status, message, **headers):
        self.send(json.dumps({"error": {"message": message}}), status, **headers)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        part = self.path.split("/")[1]
        with self.lock:
            self.nth = self.seen[part] = self.seen.get(part, 0) + 1
            if self.log:
                print(json.dumps({"path": self.path, "headers": dict(self.headers), "body": body}), file=self.log, flush=True)
        self.asked = json.loads(body)
        self.claims = claims_on(self.asked["messages"][1]["content"])
        play = getattr(self, "play_" + part.replace("-", "_"), None)
        if not play or not self.path.split("?")[0].rstrip("/").endswith("/chat/completions"):
            return self.wrong(404, "no such path")
        try:
            play()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    # ---- the parts

    def play_good(self):
        self.send(answer(listed(self.claims)))

    def play_empty(self):
        self.send(answer(listed([])))

    def play_lonely(self):
        """One at a time."""
        if not self.alone.acquire(blocking=False):
            return self.wrong(400, "two at once")
        time.sleep(0.5)
        self.alone.release()
        self.play_good()

    def play_slow(self):
        time.sleep(4)
        self.play_good()

    def play_broken(self):
        """The first claim lacks a quote; the others are as they should be."""
        lines = [json.dumps(c) for c in self.claims]
        lines[0] = lines[0].replace('"trigger": "ordered"', '"trigger": "ordered')
        self.send(answer('{"claims": [' + ", ".join(lines) + "]}"))

    def play_truncated(self):
        words = listed(self.claims)
        self.send(answer(words[:words.rindex("trigger") + 4], "length"))

    def play_torn(self):
        """The line breaks in the middle of the body, each time."""
        data = answer(listed(self.claims)).encode()
        part = data[:data.rindex(b"trigger")]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(part)
        self.wfile.flush()
        self.close_connection = True

    def play_talk(self):
        self.send(answer("<think>Who {said} \"what?</think>Here you are:\n```json\n" + json.dumps({"claims": self.claims}, indent=1) + "\n```\nAnything else?"))

    def play_lying(self):
        """Words that no sentence has, one field a claim; the last is true."""
        lies = [dict(self.claims[0], **lie) for lie in (
            {"party": "Ruritania"}, {"trigger": "masterminded"}, {"holder": ["Lissenian spies"]}, {"incident": "sinking of the ferry"},
            {"hedge": "probably"}, {"cue": "revealed"}, {"basis": [{"kind": "intercept", "words": "wiretap"}]}, {"role": "invented"},
            {"sentence": 4711, "trigger": "nowhere"})]
        self.send(answer(listed(lies + self.claims[:1])))

    def play_miscounting(self):
        """A wrong sentence number, the same claim twice, and one without its party."""
        claim = dict(self.claims[0], sentence=1)
        partyless = {key: value for key, value in self.claims[1].items() if key != "party"}
        self.send(answer(listed([claim, claim, partyless])))

    def play_busy(self):
        if self.nth == 1:
            return self.wrong(429, "slow down", Retry_After="1")
        self.play_good()

    def play_booked(self):
        self.wrong(429, "come back tomorrow", Retry_After="86400")

    def play_flaky(self):
        if self.nth < 3:
            return self.wrong(503, "loading model")
        self.play_good()

    def play_failing(self):
        self.wrong(500, "the model\nhas crashed")

    def play_huge(self):
        self.send(answer("x" * (5 * 1024 * 1024)))

    def play_page(self):
        self.send("<html><body>Sign in to the hotel's network</body></html>", kind="text/html")

    def play_chatty(self):
        self.send(answer("I am sorry, I can not help with that."))

    def play_elsewhere(self):
        self.send("", 307, Location=f"http://localhost:{self.server.server_port}/good/v1/chat/completions?secret=1")

    def play_denied(self):
        self.wrong(401, "Incorrect API key: " + self.headers.get("Authorization", "none").replace("Bearer ", ""))

    def play_python(self):
        """As llama.cpp's Python server: response_format is of type text or json_object."""
        if self.asked["response_format"]["type"] != "json_object":
            return self.send(json.dumps({"error": {"message": "[{'type': 'literal_error', 'loc': ('body', 'response_format')}]"}}), 422)
        if "schema" not in self.asked["response_format"]:
            return self.wrong(400, "no schema")
        self.play_good()

    def play_older_python(self):
        """The same, some versions before: what it does not know is its own mistake."""
        if self.asked["response_format"]["type"] != "json_object":
            return self.wrong(500, "1 validation error: {'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'input': 'json_schema'}")
        self.play_good()

    def play_converter(self):
        """As llama.cpp's Python server makes a grammar of a schema: an enum beside a list of types is overlooked."""
        claim = self.asked["response_format"]["json_schema"]["schema"]["properties"]["claims"]["items"]["properties"]
        for field in (f for f in claim if isinstance(claim[f].get("type"), list) and "enum" in claim[f]):
            self.claims = [dict(c, **{field: "not stated"}) for c in self.claims]
        self.play_good()

    def play_thinker(self):
        """An answer in parts, the first of which is none."""
        self.send(json.dumps({"choices": [{"message": {"content": [
            {"type": "thinking", "thinking": [{"type": "text", "text": "{}"}]}, {"type": "text", "text": listed(self.claims)}]}}]}))

    def play_speechless(self):
        """All its tokens went into thinking."""
        self.send(json.dumps({"choices": [{"message": {"content": None, "reasoning_content": "Well"}, "finish_reason": "length"}]}))

    def play_polite(self):
        """What went wrong comes as 200."""
        self.send(json.dumps({"error": {"message": "no provider for this model", "code": 502}}))

    def play_fastapi(self):
        self.send(json.dumps({"detail": [{"type": "missing", "loc": ["body", "messages"], "msg": "Field required"}]}), 422)

    def play_gemini(self):
        self.send(json.dumps([{"error": {"code": 400, "message": "API key not valid"}}]), 400)

    def play_particular(self):
        """Whose second complaint is of what the first attempt was not."""
        if self.asked["response_format"]["type"] == "json_schema":
            return self.wrong(404, "The model m does not exist")
        self.wrong(400, "Unknown parameter: 'response_format.schema'")

    def play_brief(self):
        """Room for two claims in an answer; more break off."""
        words = listed(self.claims)
        if len(self.claims) <= 2:
            return self.send(answer(words))
        self.send(answer(words[:words.rindex("trigger")], "length"))

    def play_endless(self):
        """The same claim again and again until there is no room."""
        self.send(answer((listed(self.claims[:1] * 20))[:-30], "length"))

    def sentences(self):
        return len(re.findall(r"^\d+: ", self.asked["messages"][1]["content"], re.M))

    def play_small(self):
        """Room for two sentences."""
        if self.sentences() > 2:
            return self.wrong(400, "This model's maximum context length is 512 tokens")
        self.play_good()

    def play_llama(self):
        """llama.cpp's own server, with room for two sentences."""
        if self.sentences() > 2:
            return self.wrong(400, "request (1951 tokens) exceeds the available context size (1024 tokens), try increasing it")
        self.play_good()

    def play_stingy(self):
        """vLLM and hosted ones: the answer has to fit as well."""
        if self.asked["max_tokens"] > 700:
            return self.wrong(400, "This model's maximum context length is 4096 tokens. However, you requested 4900 tokens (1900 in the messages, 3000 in "
                                   "the completion).")
        self.play_good()

    def play_miserly(self):
        """The same, with room for one sentence and an answer of 400 tokens."""
        if self.sentences() > 1 or self.asked["max_tokens"] > 400:
            return self.send("Payload Too Large", 413, kind="text/plain")
        self.play_good()

    def play_narrow(self):
        """Room for any sentence but the third."""
        if "3: " in self.asked["messages"][1]["content"]:
            return self.wrong(400, "prompt is too long")
        self.play_good()

    def play_tiny(self):
        self.wrong(400, "This model's maximum context length is 2 tokens")


def main(log=None):
    if log:
        Endpoint.log = open(log, "a", encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    server.handle_error = lambda *_: None        # who hangs up in the middle is part of the play
    print(server.server_port, flush=True)
    parent = os.getppid()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while os.getppid() == parent:
        time.sleep(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:])
