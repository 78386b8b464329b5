#include "support/records.h"

#include <stdio.h>
#include <string.h>

static char text[8192];
static size_t text_size;
static bool complete;

static sayso_passage sentences[16];

static bool read_reference(void)
{
    FILE *file = fopen("examples/kremlin-drones.txt", "rb");
    if (!file) return false;
    text_size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    return text_size > 0;
}

/* The first `words` at or after byte `from`. */
static sayso_passage find_from(size_t from, const char *words)
{
    const char *at = strstr(text + from, words);
    if (!at) {
        fprintf(stderr, "not in the reference report: %s\n", words);
        complete = false;
        return (sayso_passage){ 0, 0 };
    }
    size_t start = (size_t)(at - text);
    return (sayso_passage){ start, start + strlen(words) };
}

/* The first `words` in sentence `number`, counted from 1. */
static sayso_passage in(size_t number, const char *words)
{
    return find_from(sentences[number - 1].from, words);
}

static void find_sentences(void)
{
    static const char *const starts[] = {
        "date 2023", "Two drones", "The New York Times report", "The officials also", "The New York Times said",
        "The officials mentioned", "The US, Ukraine", "The report also pointed", "These units",
        "The report also said", "American spy agencies are", "American officials believe",
        "The Biden administration is", "US officials believe", "However", "Renowned" };
    size_t from = 0;
    for (size_t i = 0; i < 16; i++) {
        from = sentences[i].from = find_from(from, starts[i]).from;
        if (i == 0) continue;
        size_t to = from;
        while (to > 0 && strchr(" \n", text[to - 1])) to--;
        sentences[i - 1].to = to;
    }
    sentences[15].to = text_size;
}

/* ---- parties ---- */

enum {
    UKRAINE, KYIV, UKRAINIAN_GOVERNMENT, UNIT, ZELENSKY, TOP_OFFICIALS, KREMLIN, UNKNOWN_OFFICIALS, GROUPING,
    UKRAINIANS, SUPPORTERS, BIDEN, AMERICAN_OFFICIALS, TIMES, SOME_OFFICIALS, RUSSIAN_OFFICIALS, KYIV_OFFICIALS,
    THE_US, ALLIES, SPY_AGENCIES, HERSH, MASSICOT, ADMINISTRATION, RUSSIA, PARTIES
};

static sayso_party parties[PARTIES];

static void party(int i, const char *name, sayso_party_kind kind, size_t part_of, sayso_passage at)
{
    parties[i] = (sayso_party){ .name = name, .kind = kind, .part_of = part_of,
                                .part_of_source = part_of == SAYSO_NONE ? NULL : "the text", .at = at };
}

static void make_parties(void)
{
    party(UKRAINE, "Ukraine", SAYSO_STATE, SAYSO_NONE, in(1, "Ukraine"));
    party(KYIV, "Kyiv", SAYSO_GOVERNMENT, UKRAINE, in(6, "Kyiv"));
    party(UKRAINIAN_GOVERNMENT, "Ukrainian government", SAYSO_GOVERNMENT, UKRAINE, in(10, "the Ukrainian government"));
    party(UNIT, "one of Ukraine’s special military or intelligence units", SAYSO_UNIT, UKRAINE,
          in(1, "one of Ukraine’s special military or intelligence units"));
    party(ZELENSKY, "Volodymyr Zelensky", SAYSO_PERSON, UKRAINE, in(4, "Volodymyr Zelensky"));
    party(TOP_OFFICIALS, "his top officials", SAYSO_UNNAMED, UKRAINE, in(4, "his top officials"));
    party(KREMLIN, "Kremlin", SAYSO_GOVERNMENT, RUSSIA, in(1, "Kremlin"));
    party(UNKNOWN_OFFICIALS, "unknown", SAYSO_PARTY_UNKNOWN, SAYSO_NONE,
          in(11, "which Ukrainian government officials or unit"));
    party(GROUPING, "loose grouping of Ukrainian units", SAYSO_GROUP, UKRAINE, in(8, "loose grouping of Ukrainian units"));
    party(UKRAINIANS, "the Ukrainians", SAYSO_GROUP, UKRAINE, in(12, "the Ukrainians"));
    party(SUPPORTERS, "individuals or groups supporting Ukraine", SAYSO_GROUP, SAYSO_NONE,
          in(14, "individuals or groups supporting Ukraine"));
    party(BIDEN, "Joe Biden", SAYSO_PERSON, THE_US, in(16, "Joe Biden"));
    party(AMERICAN_OFFICIALS, "American officials", SAYSO_UNNAMED, THE_US, in(1, "American officials"));
    party(TIMES, "New York Times", SAYSO_ORGANISATION, SAYSO_NONE, in(1, "New York Times"));
    party(SOME_OFFICIALS, "some officials", SAYSO_UNNAMED, SAYSO_NONE, in(5, "some officials"));
    party(RUSSIAN_OFFICIALS, "Russian officials", SAYSO_UNNAMED, RUSSIA, in(6, "Russian officials"));
    party(KYIV_OFFICIALS, "some Ukrainian officials", SAYSO_UNNAMED, UKRAINE, in(6, "some Ukrainian officials"));
    party(THE_US, "the US", SAYSO_STATE, SAYSO_NONE, in(7, "The US"));
    party(ALLIES, "their allies", SAYSO_GROUP, SAYSO_NONE, in(7, "their allies"));
    party(SPY_AGENCIES, "American spy agencies", SAYSO_UNNAMED, THE_US, in(8, "American spy agencies"));
    party(HERSH, "Seymour Hersh", SAYSO_PERSON, SAYSO_NONE, in(16, "Seymour Hersh"));
    party(MASSICOT, "Dara Massicot", SAYSO_PERSON, SAYSO_NONE, in(7, "Dara Massicot"));
    party(ADMINISTRATION, "Biden administration", SAYSO_GOVERNMENT, THE_US, in(3, "Biden administration"));
    party(RUSSIA, "Russia", SAYSO_STATE, SAYSO_NONE, (sayso_passage){ 0, 0 });
    parties[KREMLIN].part_of_source = "data/parties.tsv";
}

/* ---- chains ---- */

static sayso_link links[64];
static size_t link_count;
static sayso_ground grounds[8];
static size_t ground_count;

static const sayso_link *chain_start(void) { return &links[link_count]; }

static sayso_link *voice(size_t who, size_t number, const char *source, const char *cue)
{
    sayso_link *link = &links[link_count++];
    *link = (sayso_link){ .party = who, .name = parties[who].name, .stance = SAYSO_NEUTRAL, .outlet = who == TIMES };
    if (source) link->source = in(number, source);
    if (cue) link->cue = in(number, cue);
    return link;
}

static void knows_by(sayso_link *link, sayso_basis kind, sayso_passage at)
{
    grounds[ground_count] = (sayso_ground){ kind, at };
    link->grounds = &grounds[ground_count++];
    link->ground_count = 1;
}

/* ---- incidents, claims, statements ---- */

enum { DRONES, OPERATIONS, DUGINA, TATARSKY, TOWNS, PIPELINES };

static sayso_incident incidents[REFERENCE_INCIDENTS];
static sayso_claim claims[REFERENCE_CLAIMS];
static size_t claim_count;
static sayso_statement statements[REFERENCE_STATEMENTS];
static size_t statement_count;

static void incident(size_t i, const char *name, const char *kind, const char *date, const char *place,
                     size_t number, const char *words)
{
    incidents[i] = (sayso_incident){ .name = name, .kind = kind, .date = date, .place = place, .targets = "",
                                     .means = "", .toll = "", .at = in(number, words), .sentence = number - 1 };
}

static void make_incidents(void)
{
    incident(DRONES, "drone attack on the Kremlin", "attack", "2023-05-03", "the Kremlin", 1, "attack");
    incidents[DRONES].targets = "the Kremlin";
    incidents[DRONES].means = "two drones";
    incidents[DRONES].toll = "not able to cause much damage";
    incidents[DRONES].date_at = in(1, "May 3");
    incidents[DRONES].place_at = in(1, "the Kremlin");
    incident(OPERATIONS, "small-scale operations in and outside Russia", "attack", "", "in and outside Russia", 8,
             "operations");
    incident(DUGINA, "assassination of Daria Dugina", "killing", "", "", 12, "assassination");
    incidents[DUGINA].targets = "Daria Dugina";
    incident(TATARSKY, "killing of Vladlen Tatarsky", "killing", "", "", 12, "killing");
    incidents[TATARSKY].targets = "Vladlen Tatarsky";
    incident(TOWNS, "attacks on towns near the Russia-Ukraine border", "attack", "", "Belgorod", 12, "attacks");
    incident(PIPELINES, "attack on the Nord Stream pipelines", "sabotage", "", "", 14, "attack");
    incidents[PIPELINES].targets = "the Nord Stream pipelines";
}

typedef struct { const char *trigger, *mention, *incident, *hedge; } claim_words;

static sayso_claim *claim(size_t about, sayso_role role, size_t who, const sayso_link *chain, sayso_factuality f,
                          size_t number, claim_words words)
{
    static char ids[REFERENCE_CLAIMS][16];
    size_t i = claim_count++;
    sayso_claim *c = &claims[i];
    *c = (sayso_claim){ .incident = about, .role = role, .party = who, .chain = chain,
                        .chain_count = chain ? (size_t)(&links[link_count] - chain) : 0, .factuality = f,
                        .sentence = number - 1, .superseded_by = SAYSO_NONE, .held = "", .probability = .9 };
    snprintf(ids[i], sizeof ids[i], "c-%08x", 0x51a7e000u + (unsigned)i);
    memcpy(c->id, ids[i], sizeof c->id);
    c->trigger = in(number, words.trigger);
    c->mention = in(number, words.mention);
    if (words.incident) c->incident_at = in(number, words.incident);
    if (words.hedge) c->hedge = in(number, words.hedge);
    return c;
}

static void likely(sayso_claim *c, const char *phrase, double low, double middle, double high)
{
    c->likelihood = (sayso_likelihood){ phrase, "press", low, middle, high };
}

static void unread(sayso_claim *c, const char *phrase) { c->likelihood.phrase = phrase; }

static void claims_of_the_drones(void)
{
    const sayso_link *at = chain_start();                                              /* row 1 */
    knows_by(voice(AMERICAN_OFFICIALS, 1, "American officials", "told"), SAYSO_INTERCEPT, in(6, "intercepted"));
    voice(TIMES, 1, "New York Times", NULL);
    sayso_claim *c = claim(DRONES, SAYSO_CARRIED_OUT, UNIT, at, SAYSO_PS_PLUS, 1, (claim_words){
        "carried out", "one of Ukraine’s special military or intelligence units", "attack", "may have been" });
    likely(c, "may have been", 20, 40, 60);
    c->note = in(6, "preliminary conclusions");

    static const size_t aware[] = { ZELENSKY, TOP_OFFICIALS };                          /* row 2 */
    for (size_t i = 0; i < 2; i++) {
        at = chain_start();
        voice(AMERICAN_OFFICIALS, 4, "The officials", "said");
        voice(TIMES, 3, "New York Times", NULL);
        c = claim(DRONES, SAYSO_AWARE, aware[i], at, SAYSO_UNCOMMITTED, 4, (claim_words){
            "aware", i ? "his top officials" : "Volodymyr Zelensky", "operation", "remains unclear" });
        unread(c, "remains unclear");
    }

    at = chain_start();                                                                /* row 3 */
    voice(SOME_OFFICIALS, 5, "some officials", "believe");
    voice(TIMES, 5, "New York Times", "said");
    c = claim(DRONES, SAYSO_AWARE, ZELENSKY, at, SAYSO_PR_MINUS, 5,
              (claim_words){ "aware", "Zelensky", NULL, "not" });
    c->incident_at = in(4, "operation");
    unread(c, "believe … not");

    at = chain_start();                                                                /* row 4 */
    voice(RUSSIAN_OFFICIALS, 6, "Russian officials", "blaming");
    knows_by(voice(AMERICAN_OFFICIALS, 6, "The officials", "pointed out"), SAYSO_INTERCEPT, in(6, "overheard"));
    voice(TIMES, 6, "the report", NULL);
    claim(DRONES, SAYSO_INVOLVED, UKRAINE, at, SAYSO_CT_PLUS, 6,
          (claim_words){ "blaming", "Ukraine", "attack", NULL });

    at = chain_start();                                                                /* row 5 */
    voice(KYIV_OFFICIALS, 6, "some Ukrainian officials", "believed");
    knows_by(voice(AMERICAN_OFFICIALS, 6, "The officials", "pointed out"), SAYSO_INTERCEPT,
             find_from(in(6, "also overheard").from, "overheard"));
    voice(TIMES, 6, "the report", NULL);
    c = claim(DRONES, SAYSO_INVOLVED, KYIV, at, SAYSO_PS_PLUS, 6,
              (claim_words){ "responsible", "Kyiv", "attack", "may have been" });
    likely(c, "believed … may have been", 20, -1, 95);

    static const size_t blaming[] = { THE_US, UKRAINE, ALLIES };                        /* row 6 */
    static const char *const blaming_words[] = { "The US", "Ukraine", "their allies" };
    for (size_t i = 0; i < 3; i++) {
        at = chain_start();
        voice(blaming[i], 7, blaming_words[i], "blamed");
        c = claim(DRONES, SAYSO_STAGED, KREMLIN, at, SAYSO_CT_PLUS, 7,
                  (claim_words){ "staging", "Kremlin", "operation", NULL });
        c->ended_by = in(7, "initially");
        if (i == 0) { c->superseded_by = 0; c->possibly = true; }
    }

    at = chain_start();                                                                /* row 7 */
    voice(AMERICAN_OFFICIALS, 10, "the US officials", "believe");
    voice(TIMES, 10, "The report", "said");
    links[link_count - 2].name = "US officials";
    c = claim(DRONES, SAYSO_AUTHORISED, UKRAINIAN_GOVERNMENT, at, SAYSO_PS_PLUS, 10,
              (claim_words){ "authorised", "the Ukrainian government", "attack", "low" });
    c->confidence = SAYSO_LOW;
    c->confidence_at = in(10, "low");

    at = chain_start();                                                                /* row 8 */
    voice(SPY_AGENCIES, 11, "American spy agencies", "unsure");
    c = claim(DRONES, SAYSO_INVOLVED, UNKNOWN_OFFICIALS, at, SAYSO_UNCOMMITTED, 11, (claim_words){
        "involved", "which Ukrainian government officials or unit", "attack", "unsure" });
    unread(c, "unsure");
    c->missing = in(11, "lack of specific evidence which identifies which Ukrainian government officials or unit "
                        "may have been involved in the attack");
}

static void claims_of_the_others(void)
{
    const sayso_link *at = chain_start();                                              /* row 9 */
    voice(SPY_AGENCIES, 8, "American spy agencies", "citing");
    voice(TIMES, 8, "The report", "pointed out");
    sayso_claim *c = claim(OPERATIONS, SAYSO_CARRIED_OUT, GROUPING, at, SAYSO_PS_PLUS, 8, (claim_words){
        "carry out", "loose grouping of Ukrainian units", "operations", "could be" });
    likely(c, "could be", 15, 40, 60);

    static const char *const events[] = { "assassination", "killing", "attacks" };      /* rows 10 to 12 */
    for (size_t i = 0; i < 3; i++) {
        at = chain_start();
        voice(AMERICAN_OFFICIALS, 12, "American officials", "believe");
        c = claim(DUGINA + i, SAYSO_INVOLVED, UKRAINIANS, at, SAYSO_PR_PLUS, 12,
                  (claim_words){ "responsible", "the Ukrainians", events[i], "believe" });
        likely(c, "believe", 60, 75, 95);
    }

    at = chain_start();                                                                /* row 13 */
    voice(AMERICAN_OFFICIALS, 14, "US officials", "believe");
    links[link_count - 1].name = "US officials";
    c = claim(PIPELINES, SAYSO_CARRIED_OUT, SUPPORTERS, at, SAYSO_PR_PLUS, 14, (claim_words){
        "carried out", "individuals or groups supporting Ukraine", "attack", "likely" });
    likely(c, "likely", 60, 75, 85);

    c = claim(PIPELINES, SAYSO_INVOLVED, UKRAINIAN_GOVERNMENT, NULL, SAYSO_UNCOMMITTED, 15, (claim_words){
        "connection", "the Ukrainian government", NULL, "still under investigation" }); /* row 14 */
    c->incident_at = in(14, "attack");
    unread(c, "still under investigation");

    at = chain_start();                                                                /* row 15 */
    voice(HERSH, 16, "Seymour Hersh", "revealed")->stance = SAYSO_ENDORSING;
    c = claim(PIPELINES, SAYSO_AUTHORISED, BIDEN, at, SAYSO_CT_PLUS, 16,
              (claim_words){ "gave the go-ahead", "Joe Biden", "blast", NULL });
    c->held = "2023-02";
}

static void statement(sayso_statement_kind kind, size_t about, const sayso_link *chain, size_t number, const char *words)
{
    statements[statement_count++] = (sayso_statement){
        .incident = about, .kind = kind, .chain = chain, .chain_count = (size_t)(&links[link_count] - chain),
        .content = in(number, words), .sentence = number - 1, .probability = .8 };
}

static void make_statements(void)
{
    const sayso_link *at = chain_start();                                              /* row 16 */
    voice(MASSICOT, 7, "Dara Massicot", "told");
    voice(TIMES, 7, "New York Times", NULL);
    statement(SAYSO_MOTIVE, DRONES, at, 7,
              "Kremlin’s response stemmed from a sense of embarrassment regarding its own air-defence systems and the "
              "security of Kremlin");
    at = chain_start();                                                                /* row 17 */
    voice(ADMINISTRATION, 3, "Biden administration", "unnerved");
    voice(TIMES, 3, "New York Times", "pointed out");
    statement(SAYSO_CONCERN, DRONES, at, 3, "unnerved by these attacks");
    at = chain_start();
    voice(ADMINISTRATION, 13, "Biden administration", "concerned");
    statement(SAYSO_CONCERN, DRONES, at, 13, "the possibility of the Kremlin accusing the US of these attacks");
    at = chain_start();
    voice(ADMINISTRATION, 13, "Biden administration", "concerned");
    statement(SAYSO_FORECAST, DRONES, at, 13, "expanding the war to beyond Ukraine’s borders");
    at = chain_start();                                                                /* row 9, its second half */
    voice(SPY_AGENCIES, 8, "American spy agencies", "citing");
    voice(TIMES, 8, "The report", "pointed out");
    statement(SAYSO_COMMAND, OPERATIONS, at, 9,
              "These units may operate independently or with partners under their command, potentially without much "
              "supervision from Zelensky");
}

const sayso_records *reference_records(void)
{
    static sayso_records records;
    static bool made;
    if (made) return complete ? &records : NULL;
    made = true;
    complete = read_reference();
    if (!complete) return NULL;
    find_sentences();
    make_parties();
    make_incidents();
    claims_of_the_drones();
    claims_of_the_others();
    make_statements();
    records = (sayso_records){
        .doc = "kremlin-drones", .title = "", .publisher = "", .date = "2023-05-25",
        .hash = "0000000000000000000000000000000000000000000000000000000000000000",
        .text = text, .text_size = text_size, .sentences = sentences, .sentence_count = 16,
        .parties = parties, .party_count = PARTIES, .incidents = incidents, .incident_count = REFERENCE_INCIDENTS,
        .claims = claims, .claim_count = claim_count, .statements = statements, .statement_count = statement_count };
    return complete ? &records : NULL;
}
