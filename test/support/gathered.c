#include "support/gathered.h"

#include <stdio.h>
#include <string.h>

static char text[4096];
static size_t text_size;
static bool complete;

/* ---- reports ---- */

static const struct { const char *doc, *title, *publisher, *date, *hash, *maker, *text; size_t copy_of; } reports[GATHERED_SOURCES] = {
    { "courier-1", "Blast cuts the Varn bridge", "Coast Courier", "2024-03-04", "1111111111111111111111111111111111111111111111111111111111111111",
      "sayso base 3f9a2b17",
      "Security officials said on Monday that the Northern Front had planted the bomb under the Varn bridge. "
      "They cited an intercepted call. The Front denied any part in the bombing.\n\n"
      "A second road bridge was closed as well.", SAYSO_NONE },
    { "wire-1", "Front blamed for bridge blast", "Harbour Wire", "2024-03-04", "2222222222222222222222222222222222222222222222222222222222222222",
      "sayso base 3f9a2b17",
      "The Northern Front planted the bomb under the Varn bridge, security officials told the Coast Courier.", 0 },
    { "post-1", "Who knew of the bomb?", "Lowland Post", "2024-03-06", "3333333333333333333333333333333333333333333333333333333333333333",
      "sayso base 3f9a2b17",
      "The Lowland army may have been involved in the bombing, two diplomats said. "
      "Mayor Iden Carr claimed that the army had ordered it.", SAYSO_NONE },
    { "courier-2", "Ministry changes its account", "Coast Courier", "2024-03-09", "4444444444444444444444444444444444444444444444444444444444444444",
      "sayso base 3f9a2b17",
      "The interior ministry, which had blamed the Northern Front, now believes that a gas leak probably caused the blast. "
      "Security officials still say that the Front likely planted a bomb.", SAYSO_NONE },
    { "courier-2", "Ministry changes its account", "Coast Courier", "2024-03-09", "4444444444444444444444444444444444444444444444444444444444444444",
      "by hand: A. Analyst",
      "The interior ministry, which had blamed the Northern Front, now believes that a gas leak probably caused the blast. "
      "Security officials still say that the Front likely planted a bomb.", SAYSO_NONE },
    { "post-2", "Correction: who knew of the bomb?", "Lowland Post", "2024-03-10", "5555555555555555555555555555555555555555555555555555555555555555",
      "sayso base 3f9a2b17",
      "Correction: an earlier version said that diplomats saw the army’s hand. "
      "Nothing that this newspaper has seen points to the army.", SAYSO_NONE },
};

static sayso_source sources[GATHERED_SOURCES];
static sayso_passage sentences[32];
static size_t sentence_count;

static void add_report(size_t i)
{
    sayso_source *s = &sources[i];
    size_t size = strlen(reports[i].text);
    *s = (sayso_source){ .doc = reports[i].doc, .title = reports[i].title, .publisher = reports[i].publisher, .date = reports[i].date,
                         .hash = reports[i].hash, .url = i ? "" : "https://courier.example/varn?a=1&b=2", .maker = reports[i].maker,
                         .from = text_size, .to = text_size + size, .sentence = sentence_count, .copy_of = reports[i].copy_of };
    memcpy(text + text_size, reports[i].text, size);
    for (size_t from = 0, at = 0; at < size; at++) {
        bool end = strchr(".?", reports[i].text[at]) && (at + 1 == size || strchr(" \n", reports[i].text[at + 1]));
        if (!end) continue;
        sentences[sentence_count++] = (sayso_passage){ text_size + from, text_size + at + 1 };
        for (from = at + 1; from < size && strchr(" \n", reports[i].text[from]); from++) ;
    }
    s->sentence_count = sentence_count - s->sentence;
    text_size += size;
}

/* The first `words` in sentence `number` (from 1) of report `report` (from 0). */
static sayso_passage words_in(size_t report, size_t number, const char *words)
{
    sayso_passage s = sentences[sources[report].sentence + number - 1];
    const char *at = strstr(text + s.from, words);
    if (!at || at + strlen(words) > text + s.to) {
        fprintf(stderr, "not in report %zu, sentence %zu: %s\n", report, number, words);
        complete = false;
        return (sayso_passage){ 0, 0 };
    }
    size_t from = (size_t)(at - text);
    return (sayso_passage){ from, from + strlen(words) };
}

/* ---- parties, incident ---- */

enum { FRONT, ARMY, LOWLAND, LEAK, OFFICIALS, COURIER, DIPLOMATS, CARR, MINISTRY, PEOPLE };

static sayso_party people[PEOPLE] = {
    [FRONT] = { .name = "Northern Front", .kind = SAYSO_GROUP, .part_of = SAYSO_NONE },
    [ARMY] = { .name = "Lowland army", .kind = SAYSO_UNIT, .part_of = LOWLAND, .part_of_source = "the text" },
    [LOWLAND] = { .name = "Lowland", .kind = SAYSO_STATE, .part_of = SAYSO_NONE },
    [LEAK] = { .name = "gas leak", .kind = SAYSO_THING, .part_of = SAYSO_NONE },
    [OFFICIALS] = { .name = "security officials", .kind = SAYSO_UNNAMED, .part_of = SAYSO_NONE },
    [COURIER] = { .name = "Coast Courier", .kind = SAYSO_ORGANISATION, .part_of = SAYSO_NONE },
    [DIPLOMATS] = { .name = "two diplomats", .kind = SAYSO_UNNAMED, .part_of = SAYSO_NONE },
    [CARR] = { .name = "Iden Carr", .kind = SAYSO_PERSON, .part_of = SAYSO_NONE },
    [MINISTRY] = { .name = "interior ministry", .kind = SAYSO_GOVERNMENT, .part_of = SAYSO_NONE },
};

static sayso_incident bombing = { .name = "bombing of the Varn bridge", .kind = "bombing", .date = "2024-03-03", .place = "the Varn bridge",
                                  .targets = "", .means = "a bomb", .toll = "" };

/* ---- claims ---- */

static sayso_claim claims[GATHERED_CLAIMS];
static sayso_link chains[GATHERED_CLAIMS][2];
static size_t claim_count;
static sayso_ground intercept;

typedef struct { const char *trigger, *mention, *holder, *cue, *hedge; } hand_words_of;

static sayso_claim *add_claim(size_t report, size_t number, sayso_role role, size_t party, size_t holder, sayso_factuality f, hand_words_of words)
{
    size_t i = claim_count++;
    sayso_claim *c = &claims[i];
    *c = (sayso_claim){ .role = role, .party = party, .chain = chains[i], .chain_count = words.holder ? 1 : 0, .factuality = f,
                        .sentence = sources[report].sentence + number - 1, .held = "", .superseded_by = SAYSO_NONE, .probability = .9 };
    snprintf(c->id, sizeof c->id, "c-%012x", 0xabc000u + (unsigned)i);
    c->trigger = words_in(report, number, words.trigger);
    c->mention = words_in(report, number, words.mention);
    if (words.hedge) c->hedge = words_in(report, number, words.hedge);
    if (!words.holder) return c;
    chains[i][0] = (sayso_link){ .party = holder, .name = people[holder].name, .source = words_in(report, number, words.holder),
                                 .cue = words_in(report, number, words.cue) };
    return c;
}

static void likely(sayso_claim *c, const char *phrase, double low, double middle, double high)
{
    c->likelihood = (sayso_likelihood){ phrase, "press", low, middle, high };
}

static void make_claims(void)
{
    static const char *const rejected[] = { "rejected — A. Analyst, 2024-03-11: Carr speaks of another bridge" };
    static const char *const withdrawn[] = { "dropped by Lowland Post: in the version of 2024-03-06, not in that of 2024-03-10",
                                             "held: 2024-03-05, was unknown — A. Analyst, 2024-03-12: the diplomats spoke on Tuesday" };
    static const char *const corrected[] = { "role: carried_out, was involved — A. Analyst, 2024-03-12: “planted”, as on 2024-03-04" };

    sayso_claim *c = add_claim(0, 1, SAYSO_CARRIED_OUT, FRONT, OFFICIALS, SAYSO_CT_PLUS,
                               (hand_words_of){ "planted", "the Northern Front", "Security officials", "said", NULL });
    intercept = (sayso_ground){ SAYSO_INTERCEPT, words_in(0, 2, "intercepted") };
    chains[0][0].grounds = &intercept;
    chains[0][0].ground_count = 1;
    c->remarks = corrected;
    c->remark_count = 1;
    c = add_claim(0, 3, SAYSO_INVOLVED, FRONT, FRONT, SAYSO_CT_MINUS, (hand_words_of){ "any part", "The Front", "The Front", "denied", "denied" });
    c->own = true;
    c = add_claim(1, 1, SAYSO_CARRIED_OUT, FRONT, OFFICIALS, SAYSO_CT_PLUS,
                  (hand_words_of){ "planted", "The Northern Front", "security officials", "told", NULL });
    chains[2][1] = (sayso_link){ .party = COURIER, .name = "Coast Courier", .source = words_in(1, 1, "the Coast Courier"), .outlet = true };
    c->chain_count = 2;
    c = add_claim(2, 1, SAYSO_INVOLVED, ARMY, DIPLOMATS, SAYSO_PS_PLUS,
                  (hand_words_of){ "involved", "The Lowland army", "two diplomats", "said", "may have been" });
    likely(c, "may have been", 20, 40, 60);
    c->standing = SAYSO_WITHDRAWN;
    c->remarks = withdrawn;
    c->remark_count = 2;
    c = add_claim(2, 2, SAYSO_ORDERED, ARMY, CARR, SAYSO_CT_PLUS, (hand_words_of){ "ordered", "the army", "Mayor Iden Carr", "claimed", NULL });
    chains[4][0].stance = SAYSO_DISTANCING;
    c->standing = SAYSO_REJECTED;
    c->remarks = rejected;
    c->remark_count = 1;
    c = add_claim(3, 1, SAYSO_INVOLVED, FRONT, MINISTRY, SAYSO_CT_PLUS,
                  (hand_words_of){ "blamed", "the Northern Front", "The interior ministry", "blamed", NULL });
    c->ended_by = words_in(3, 1, "had");
    c->superseded_by = 6;
    c->held = "2024-03-04";
    c = add_claim(3, 1, SAYSO_CAUSE, LEAK, MINISTRY, SAYSO_PR_PLUS,
                  (hand_words_of){ "caused", "a gas leak", "The interior ministry", "believes", "probably" });
    likely(c, "probably", 60, 75, 85);
    c->held = "2024-03-09";
    c = add_claim(3, 2, SAYSO_CARRIED_OUT, FRONT, OFFICIALS, SAYSO_PR_PLUS,
                  (hand_words_of){ "planted", "the Front", "Security officials", "say", "likely" });
    likely(c, "likely", 55, 70, 85);
    c = add_claim(4, 2, SAYSO_CARRIED_OUT, FRONT, OFFICIALS, SAYSO_PR_PLUS,
                  (hand_words_of){ "planted", "the Front", "Security officials", "say", "likely" });
    likely(c, "likely", 55, 70, 85);
    c = add_claim(5, 2, SAYSO_INVOLVED, ARMY, 0, SAYSO_PR_MINUS, (hand_words_of){ "points to", "the army", NULL, NULL, "Nothing" });
    c = add_claim(2, 2, SAYSO_AWARE, ARMY, CARR, SAYSO_CT_PLUS, (hand_words_of){ "ordered", "the army", "Mayor Iden Carr", "claimed", NULL });
    c->standing = SAYSO_RETRACTED;
}

const sayso_records *gathered_records(void)
{
    static sayso_records records;
    static bool made;
    if (made) return complete ? &records : NULL;
    made = complete = true;
    for (size_t i = 0; i < GATHERED_SOURCES; i++) add_report(i);
    bombing.at = words_in(0, 3, "bombing");
    bombing.sentence = 2;
    make_claims();
    records = (sayso_records){
        .doc = sources[0].doc, .title = sources[0].title, .publisher = sources[0].publisher, .date = sources[0].date, .hash = sources[0].hash,
        .text = text, .text_size = text_size, .sentences = sentences, .sentence_count = sentence_count, .parties = people, .party_count = PEOPLE,
        .incidents = &bombing, .incident_count = 1, .claims = claims, .claim_count = claim_count, .sources = sources, .source_count = GATHERED_SOURCES };
    return complete ? &records : NULL;
}
