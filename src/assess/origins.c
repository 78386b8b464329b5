/* origins: through how many independent mouths a claim came into the press.
 *
 * The origin of a claim is the voice that brings the knowledge into the press, not
 * the innermost one: where American officials overheard Russian officials and told
 * a newspaper, the origin is the American officials.  So from the outer end of the
 * chain the outlets are taken off, and the voice that is then outermost is the
 * origin.  A chain of outlets only has its innermost outlet as the origin; a claim
 * in the report's own voice has the report.
 *
 * Of several reports, one that copies another's story adds no origin, whatever words it
 * has for it, if the other (or another copy) is there to stand for it.  Reports that speak
 * in their own voice differ when their publishers do; they may all have it from the same
 * people.
 *
 * What a report credits:
 *   an agency, "(Reuters)"     the words are the agency's.  Its own voice is Reuters, as it is in all reports that credit
 *                              Reuters (or one of which is a copy that does), in one by Reuters, and where a paper says
 *                              "Reuters reported": one origin, and an outlet for each publisher.  Whom a report quotes remains
 *                              the origin.  But editors reword a dispatch, "officials" become "authorities": so an unnamed
 *                              voice of one report may be any unnamed voice of another that credits the same agency
 *   "first reported by Axios"  what the same sentence says in the report's own voice, Axios brought into the press.  Of what
 *                              other sentences say nobody knows; it may be Axios's
 *   "AP contributed"           what the report says in its own voice may be the AP's
 *   a byline                   says nothing of where the writer has it from
 *
 * Named voices differ when their parties differ.  Unnamed ones ("American
 * officials", "some officials") may be the same people if they share a head word
 * and a kind and do not belong to different heads: "Russian officials" are not
 * "American officials", "some officials" may be either.  Hence an interval:
 *   most   = the number of distinct descriptors and publishers, or agencies in their place
 *   fewest = named ones + 1 for all reports' own voices + for each (head word, kind): the number of different heads
 *            that its descriptors belong to, or 1 where none belongs to any; without those that may be another that is counted.  */
#include "assess/inside.h"

#include <string.h>

static bool letter_of_word(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || ((u | 32) >= 'a' && (u | 32) <= 'z') || u == '/';
}

/* The next word of a name from *from on; empty at the end. */
static say_str next_word_of(say_str name, size_t *from)
{
    size_t i = *from;
    while (i < name.len && !letter_of_word(name.at[i])) i++;
    size_t start = i;
    while (i < name.len && letter_of_word(name.at[i])) i++;
    *from = i;
    return (say_str){ name.at + start, i - start };
}

static say_str last_word_of(say_str name)
{
    say_str last = { name.at, 0 };
    size_t from = 0;
    for (say_str word; (word = next_word_of(name, &from)).len > 0;) last = word;
    return last;
}

static const sayso_party *party_of(const sayso_records *records, const sayso_link *link)
{
    return link->party < records->party_count ? &records->parties[link->party] : NULL;
}

size_t say_assess_origin(const sayso_claim *claim)
{
    if (claim->chain_count == 0) return SAYSO_NONE;
    size_t link = claim->chain_count - 1;
    while (link > 0 && claim->chain[link].outlet) link--;
    return link;
}

/* ---- sources ---- */

size_t say_assess_source(const sayso_records *records, const sayso_claim *claim)
{
    size_t low = 0, high = records->source_count;        /* the first source behind it */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (records->sources[middle].sentence <= claim->sentence) low = middle + 1;
        else high = middle;
    }
    return low ? low - 1 : 0;
}

static bool same_text(const sayso_source *a, const sayso_source *b)
{
    return a == b || (a->hash && *a->hash && b->hash && *a->hash == *b->hash && strcmp(a->hash, b->hash) == 0);
}

/* A report that two readers read is one report: the first reading stands for it. */
static size_t report_of(const sayso_records *records, size_t source)
{
    for (size_t i = 0; i < source && source < records->source_count; i++)
        if (same_text(&records->sources[i], &records->sources[source])) return i;
    return source;
}

/* The report whose story it is; itself where it copies none. */
static size_t story_of(const sayso_records *records, size_t source)
{
    for (size_t steps = 0; source < records->source_count && steps < records->source_count; steps++) {
        size_t copied = records->sources[source].copy_of;
        if (copied >= records->source_count || copied == source) break;
        source = copied;
    }
    return report_of(records, source);
}

static bool same_outlet(const sayso_records *records, size_t a, size_t b)
{
    if (a == b || a >= records->source_count || b >= records->source_count) return true;
    const sayso_source *x = &records->sources[a], *y = &records->sources[b];
    say_str left = say_base_str(x->publisher), right = say_base_str(y->publisher);
    return left.len || right.len ? say_base_same_fold(left, right) : same_text(x, y);
}

/* ---- credits ---- */

static say_str without_article(const char *name)
{
    say_str s = say_base_str(name);
    bool article = s.len > 4 && say_base_same_fold((say_str){ s.at, 4 }, SAY_STR("the "));
    return article ? (say_str){ s.at + 4, s.len - 4 } : s;
}

static bool same_name(const char *a, const char *b)
{
    say_str x = without_article(a), y = without_article(b);
    return x.len && say_base_same_fold(x, y);
}

const char *say_assess_agency(const sayso_records *records, size_t source)
{
    if (source >= records->source_count) return NULL;
    const sayso_source *s = &records->sources[source];
    for (size_t i = 0; i < s->credit_count; i++)
        if (s->credits[i].kind == SAYSO_CREDIT_AGENCY) return s->credits[i].name;
    return NULL;
}

/* The agency whose dispatch a story is: one of its copies may say so where it does not itself. */
static const char *agency_of_story(const sayso_records *records, size_t story)
{
    const char *agency = say_assess_agency(records, story);
    for (size_t i = 0; i < records->source_count && !agency; i++)
        if (records->sources[i].copy_of == story) agency = say_assess_agency(records, i);
    return agency;
}

static bool holds_words(sayso_passage sentence, sayso_passage words)
{
    return words.to > words.from && words.from >= sentence.from && words.to <= sentence.to;
}

/* Who first reported what the claim's own sentence says. */
static const char *first_teller(const sayso_records *records, const sayso_claim *c)
{
    size_t source = say_assess_source(records, c);
    if (source >= records->source_count || c->sentence >= records->sentence_count) return NULL;
    const sayso_source *s = &records->sources[source];
    for (size_t i = 0; i < s->credit_count; i++)
        if (s->credits[i].kind == SAYSO_CREDIT_FIRST_REPORTED && holds_words(records->sentences[c->sentence], s->credits[i].words)) return s->credits[i].name;
    return NULL;
}

const char *say_assess_speaker(const sayso_records *records, const sayso_claim *claim)
{
    if (say_assess_origin(claim) != SAYSO_NONE) return NULL;
    const char *teller = first_teller(records, claim);
    return teller ? teller : agency_of_story(records, story_of(records, say_assess_source(records, claim)));
}

/* ---- voices ---- */

/* One distinct origin. */
typedef struct {
    size_t  claim;
    size_t  party;              /* SAYSO_NONE: wordless, or a report itself */
    bool    unnamed, report;    /* of a report's own voice nobody says from whom it has it */
    bool    outlet;             /* a newspaper or agency that the text names */
    bool    another;            /* may be another that is counted */
    size_t  story;              /* the report whose voice it is */
    const char *speaker;        /* of a report's own voice: the agency, or the publisher; "" */
    say_str name, head_word;
    size_t  belongs;            /* its topmost party, or SAYSO_NONE */
    bool    elsewhere;          /* heard in a report that credits no agency, or in such of several agencies */
    say_assess_list reports;    /* in which it was heard */
} origin_voice;

static size_t topmost(const sayso_records *records, size_t party)
{
    size_t top = SAYSO_NONE;
    for (size_t steps = 0; party < records->party_count && steps < records->party_count; steps++) {
        size_t above = records->parties[party].part_of;
        if (above < records->party_count) top = above;
        party = above;
    }
    return top;
}

static const char *name_of_speaker(const sayso_records *records, const sayso_claim *c, size_t story)
{
    const char *speaker = say_assess_speaker(records, c);
    if (speaker) return speaker;
    return story < records->source_count && records->sources[story].publisher ? records->sources[story].publisher : "";
}

static origin_voice voice_of(const sayso_records *records, size_t claim, size_t story)
{
    const sayso_claim *c = &records->claims[claim];
    size_t at = say_assess_origin(c);
    origin_voice v = { .claim = claim, .party = SAYSO_NONE, .unnamed = true, .report = at == SAYSO_NONE, .name = { "", 0 }, .head_word = { "", 0 },
                       .story = story, .belongs = SAYSO_NONE, .speaker = "" };
    if (v.report) {
        v.speaker = name_of_speaker(records, c, v.story);
        return v;
    }
    const sayso_link *link = &c->chain[at];
    const sayso_party *party = party_of(records, link);
    v.name = say_base_str(party ? party->name : link->name);
    v.head_word = last_word_of(v.name);
    v.outlet = link->outlet;
    if (!party) return v;
    v.unnamed = party->kind == SAYSO_UNNAMED;
    v.party = link->party;
    v.belongs = topmost(records, link->party);
    return v;
}

/* "Reuters reported", in one report, and a report by Reuters or with its credit. */
static bool outlet_speaks(const origin_voice *named, const origin_voice *report)
{
    return named->outlet && report->report && same_name(named->name.at, report->speaker);
}

static bool same_voice(const sayso_records *records, const origin_voice *a, const origin_voice *b)
{
    if (a->report && b->report) return *a->speaker || *b->speaker ? same_name(a->speaker, b->speaker) : same_outlet(records, a->story, b->story);
    if (a->report || b->report) return outlet_speaks(a, b) || outlet_speaks(b, a);
    if (a->party != SAYSO_NONE || b->party != SAYSO_NONE) return a->party == b->party;
    return say_base_same_fold(a->name, b->name);
}

static bool alike_voices(const origin_voice *a, const origin_voice *b)
{
    return a->unnamed && b->unnamed && !a->another && !b->another && a->report == b->report && say_base_same_fold(a->head_word, b->head_word);
}

/* Counts the people behind the descriptors that are like voices[i]; 0 unless it is the first of its like. */
static size_t fewest_like(const origin_voice *voices, size_t count, size_t i)
{
    size_t heads = 0;
    for (size_t j = 0; j < count; j++) {
        if (!alike_voices(&voices[i], &voices[j])) continue;
        if (j < i) return 0;
        bool fresh = voices[j].belongs != SAYSO_NONE;
        for (size_t k = 0; k < j && fresh; k++)
            fresh = !(alike_voices(&voices[j], &voices[k]) && voices[k].belongs == voices[j].belongs);
        heads += fresh;
    }
    return heads ? heads : 1;
}

/* ---- outlets ---- */

typedef struct {
    const sayso_records *records;
    say_arena       *arena;
    sayso_error     *error;
    origin_voice    *voices;
    size_t          *report, *story;     /* by source: report_of, story_of */
    size_t          *tellers;   /* by report, from 1: whose claims stand for its story; a copy's only where it has none itself */
    bool            *published; /* by source: its publisher is among the outlets */
    size_t          *named;     /* by party, from 1: the voice that it is */
    say_assess_list  origins, outlets, reports;
    say_origins     *out;
} origin_count;

static bool add_report(origin_count *o, size_t source)
{
    if (o->published[source]) return true;
    o->published[source] = true;
    for (size_t i = 0; i < o->reports.count; i++)
        if (same_outlet(o->records, o->reports.at[i], source)) return true;
    return !say_assess_push(o->arena, &o->reports, source, o->error);
}

static bool add_outlets(origin_count *o, const sayso_claim *c, size_t source)
{
    bool any = false;
    for (size_t i = 0; i < c->chain_count; i++) {
        const sayso_link *link = &c->chain[i];
        if (link->party == SAYSO_NONE || !link->outlet) continue;
        any = true;
        bool known = false;
        for (size_t j = 0; j < o->outlets.count && !known; j++) known = o->outlets.at[j] == link->party;
        if (!known && say_assess_push(o->arena, &o->outlets, link->party, o->error)) return false;
    }
    if (!any) o->out->report = true;
    bool copies = o->story[source] != o->report[source];
    return (any && !copies) || add_report(o, source);
}

/* "told Reuters", in one report, and a report by Reuters are one outlet. */
static void leave_out_named_publishers(origin_count *o)
{
    size_t kept = 0;
    for (size_t i = 0; i < o->reports.count; i++) {
        const char *publisher = o->records->sources[o->reports.at[i]].publisher;
        bool named = false;
        for (size_t j = 0; j < o->outlets.count && !named; j++) named = same_name(publisher, o->records->parties[o->outlets.at[j]].name);
        if (!named) o->reports.at[kept++] = o->reports.at[i];
    }
    o->reports.count = kept;
}

/* ---- who may be another ---- */

static bool is_heard_in(const origin_voice *v, size_t report)
{
    for (size_t i = 0; i < v->reports.count; i++)
        if (v->reports.at[i] == report) return true;
    return false;
}

static bool hear(origin_count *o, origin_voice *v, size_t report)
{
    const char *agency = say_assess_agency(o->records, report);
    const char *before = v->reports.count ? say_assess_agency(o->records, v->reports.at[0]) : agency;
    v->elsewhere = v->elsewhere || !agency || !same_name(agency, before);
    return is_heard_in(v, report) || !say_assess_push(o->arena, &v->reports, report, o->error);
}

static bool share_reports(const origin_voice *a, const origin_voice *b)
{
    for (size_t i = 0; i < a->reports.count; i++)
        if (is_heard_in(b, a->reports.at[i])) return true;
    return false;
}

/* One agency sent what both were heard in, and no report has both. */
static bool may_be_reworded(const origin_count *o, const origin_voice *a, const origin_voice *b)
{
    bool unnamed = a->unnamed && b->unnamed && !a->report && !b->report, wired = !a->elsewhere && !b->elsewhere;
    if (!unnamed || !wired || a->another || !a->reports.count || !b->reports.count) return false;
    if (a->belongs != SAYSO_NONE && b->belongs != SAYSO_NONE && a->belongs != b->belongs) return false;
    return same_name(say_assess_agency(o->records, a->reports.at[0]), say_assess_agency(o->records, b->reports.at[0])) && !share_reports(a, b);
}

/* A voice stands for at most one of each other report: it takes over the reports of the one that it stands for. */
static bool find_reworded(origin_count *o)
{
    for (size_t i = 1; i < o->out->most; i++)
        for (size_t j = 0; j < i && !o->voices[i].another; j++) {
            origin_voice *first = &o->voices[j], *v = &o->voices[i];
            if (!may_be_reworded(o, first, v)) continue;
            v->another = true;
            for (size_t r = 0; r < v->reports.count; r++)
                if (!hear(o, first, v->reports.at[r])) return false;
        }
    return true;
}

/* Does the report credit a voice that is counted by its name? */
static bool credits_a_voice(const origin_count *o, size_t report)
{
    const sayso_source *s = &o->records->sources[report];
    for (size_t i = 0; i < s->credit_count; i++)
        for (size_t j = 0; j < o->out->most && s->credits[i].kind != SAYSO_CREDIT_BYLINE; j++)
            if (!o->voices[j].unnamed && o->voices[j].outlet && same_name(o->voices[j].name.at, s->credits[i].name)) return true;
    return false;
}

static void find_credited(origin_count *o)
{
    for (size_t i = 0; i < o->out->most; i++) {
        origin_voice *v = &o->voices[i];
        bool credited = v->report && v->unnamed && v->reports.count;
        for (size_t r = 0; r < v->reports.count && credited; r++)
            credited = v->reports.at[r] < o->records->source_count && credits_a_voice(o, v->reports.at[r]);
        v->another = v->another || credited;
    }
}

/* ---- counting ---- */

/* The voice that it is among those counted, or SAYSO_NONE.  A party that is no outlet can only be itself. */
static size_t voice_like(const origin_count *o, const origin_voice *voice)
{
    if (voice->party != SAYSO_NONE && !voice->outlet) return o->named[voice->party] ? o->named[voice->party] - 1 : SAYSO_NONE;
    for (size_t i = 0; i < o->out->most; i++)
        if (same_voice(o->records, voice, &o->voices[i])) return i;
    return SAYSO_NONE;
}

static bool add_voice(origin_count *o, size_t claim, size_t source)
{
    size_t report = o->report[source], *teller = &o->tellers[o->story[source]];
    if (!*teller) *teller = report + 1;
    if (*teller != report + 1) return true;
    origin_voice voice = voice_of(o->records, claim, o->story[source]);
    size_t like = voice_like(o, &voice);
    if (like != SAYSO_NONE) {
        origin_voice *known = &o->voices[like];
        known->unnamed = known->unnamed && voice.unnamed;
        if (voice.outlet && known->report) {
            known->outlet = true;
            known->name = voice.name;
        }
        return hear(o, known, report);
    }
    o->voices[o->out->most++] = voice;
    if (voice.party != SAYSO_NONE && !o->named[voice.party]) o->named[voice.party] = o->out->most;
    return hear(o, &o->voices[o->out->most - 1], report) && !say_assess_push(o->arena, &o->origins, claim, o->error);
}

/* First those whose story is their report's own, then copies. */
static bool add_claims(origin_count *o, const size_t *claims, size_t count, bool copies)
{
    for (size_t i = 0; i < count; i++) {
        const sayso_claim *c = &o->records->claims[claims[i]];
        size_t source = say_assess_source(o->records, c);
        if ((o->story[source] != o->report[source]) != copies) continue;
        if (!add_voice(o, claims[i], source) || !add_outlets(o, c, source)) return false;
    }
    return true;
}

static bool note_sources(origin_count *o)
{
    size_t count = o->records->source_count + 1;
    o->report = SAY_TAKE(o->arena, size_t, count, o->error);
    o->story = SAY_TAKE(o->arena, size_t, count, o->error);
    o->tellers = SAY_TAKE(o->arena, size_t, count, o->error);
    o->published = SAY_TAKE(o->arena, bool, count, o->error);
    o->named = SAY_TAKE(o->arena, size_t, o->records->party_count, o->error);
    if (!o->report || !o->story || !o->tellers || !o->published || !o->named) return false;
    for (size_t i = 0; i < count; i++) {
        o->report[i] = report_of(o->records, i);
        o->story[i] = story_of(o->records, i);
    }
    return true;
}

sayso_code say_assess_origins(const sayso_records *records, const size_t *claims, size_t count, say_arena *arena,
                              say_origins *out, sayso_error *error)
{
    origin_count o = { .records = records, .arena = arena, .error = error, .out = out };
    *out = (say_origins){ 0 };
    o.voices = SAY_TAKE(arena, origin_voice, count, error);
    if (!o.voices || !note_sources(&o) || !add_claims(&o, claims, count, false) || !add_claims(&o, claims, count, true)
        || !find_reworded(&o)) return SAYSO_NO_MEMORY;
    find_credited(&o);
    if (records->source_count > 1) leave_out_named_publishers(&o);
    for (size_t i = 0; i < out->most; i++)
        if (!o.voices[i].another) out->fewest += o.voices[i].unnamed ? fewest_like(o.voices, out->most, i) : 1;
    out->origins = o.origins.at;
    out->origin_count = o.origins.count;
    out->outlets = o.outlets.at;
    out->outlet_count = o.outlets.count;
    out->reports = o.reports.at;
    out->report_count = o.reports.count;
    return SAYSO_OK;
}
