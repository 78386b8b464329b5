"""A week of reports with what they say, as lines for `sayso import`: two newspapers on a bombing, of which the police change
their mind, and one on a fire.  All of it is invented.

    python3 test/cli/week.py            every report
    python3 test/cli/week.py lies       the first, with a quotation that it has not
    python3 test/cli/week.py texts DIR  the texts as files"""
import json, os, sys

BOMBING = {"name": "bombing of the ferry terminal at Ostrel", "kind": "bombing", "date": "2031-05-03", "place": "Ostrel"}
FIRE = {"name": "fire at the paper mill of Dunmere", "kind": "fire", "date": "2031-04-20", "place": "Dunmere"}

WEEK = [
    ("ferry-monday", "Northern Courier", "2031-05-04", BOMBING, "bombing", [
        "A bomb tore through the ferry terminal at Ostrel on 3 May 2031.",
        "The police blamed the Grey Front for the bombing, citing an intercepted call.",
        "The Grey Front denied that it had carried out the bombing."],
     [(1, "involved", "Grey Front", "group", "The police", "blamed", "CT+", "blamed", "intercept", "2031-05-04"),
      (2, "carried_out", "Grey Front", "group", "The Grey Front", "denied", "CT-", "carried out", None, "2031-05-04")]),
    ("ferry-thursday", "Harbour Times", "2031-05-07", BOMBING, "bombing", [
        "Four days after the bombing of the ferry terminal at Ostrel, ministers met.",
        "A former minister said that the coast guard had staged the bombing."],
     [(1, "staged", "coast guard", "organisation", "A former minister", "said", "CT+", "staged", None, "2031-05-07")]),
    ("ferry-sunday", "Northern Courier", "2031-05-10", BOMBING, "bombing", [
        "The police now say that the coast guard may have been behind the bombing of the ferry terminal at Ostrel on 3 May 2031.",
        "It remains unclear who ordered it."],
     [(0, "involved", "coast guard", "organisation", "The police", "say", "PS+", "behind", None, "2031-05-10")]),
    ("mill", "Valley Post", "2031-04-21", FIRE, "fire", [
        "A fire destroyed the paper mill of Dunmere on 20 April 2031.",
        "The fire service said that a faulty cable was the cause of the fire."],
     [(1, "cause", "faulty cable", "thing", "The fire service", "said", "CT+", "cause", None, "2031-04-21")]),
]


def report(doc, publisher, date, incident, noun, sentences, claims):
    text = " ".join(sentences) + "\n"
    starts = [len(" ".join(sentences[:i] + [""]).encode()) for i in range(len(sentences))]
    parties, out = [], []

    def words(sentence, passage):
        start = starts[sentence] + len(sentences[sentence][:sentences[sentence].index(passage)].encode())
        return {"from": start, "to": start + len(passage.encode()), "words": passage}

    def party(name, kind, sentence):
        names = [p["name"] for p in parties]
        if name not in names:
            parties.append({"name": name, "kind": kind, "at": words(sentence, name)})
        return ([*names, name]).index(name)

    for sentence, role, name, kind, holder, cue, factuality, trigger, basis, held in claims:
        grounds = [{"kind": basis, "at": words(sentence, "intercepted call")}] if basis else []
        out.append({
            "incident": 0, "role": role, "party": party(name, kind, sentence), "factuality": factuality, "sentence": sentence + 1, "held": held,
            "chain": [{"holder": holder, "party": party(holder, "organisation", sentence), "source": words(sentence, holder),
                       "cue": words(sentence, cue), "basis": grounds}],
            "trigger": words(sentence, trigger), "mention": words(sentence, name), "incident_at": words(sentence, noun),
            "hedge": words(sentence, "may have been") if factuality == "PS+" else None})
    return {"schema": "sayso-report/1", "doc": doc, "title": sentences[0].split(" at ")[0], "publisher": publisher, "date": date, "text": text,
            "sentences": [[start, start + len(s.encode())] for start, s in zip(starts, sentences)], "parties": parties,
            "incidents": [{**incident, "sentence": 1, "at": words(0, noun if noun in sentences[0] else "bomb")}], "claims": out, "statements": []}


def main(arguments):
    reports = [report(*row) for row in WEEK]
    if arguments[:1] == ["lies"]:
        reports = reports[:1]
        reports[0]["claims"][0]["trigger"] = {"words": "praised"}
    if arguments[:1] == ["texts"]:
        for r in reports:
            with open(os.path.join(arguments[1], r["doc"] + ".txt"), "w", encoding="utf-8") as file:
                file.write(r["text"])
        return
    for r in reports:
        print(json.dumps(r, ensure_ascii=False))


main(sys.argv[1:])
