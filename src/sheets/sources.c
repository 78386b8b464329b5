#include "sheets/sources.h"

#include <string.h>

bool say_sheets_several(const sayso_records *records) { return records->source_count > 1; }

size_t say_sheets_source_count(const sayso_records *records) { return records->source_count ? records->source_count : 1; }

static const char *or_nothing(const char *words) { return words ? words : ""; }

sayso_source say_sheets_source(const sayso_records *records, size_t source)
{
    sayso_source s = { .doc = records->doc, .title = records->title, .publisher = records->publisher, .date = records->date,
                       .hash = records->hash, .to = records->text_size, .sentence_count = records->sentence_count,
                       .copy_of = SAYSO_NONE };
    if (source < records->source_count) s = records->sources[source];
    const char **words[] = { &s.doc, &s.title, &s.publisher, &s.date, &s.hash, &s.url, &s.maker };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) *words[i] = or_nothing(*words[i]);
    return s;
}

size_t say_sheets_source_at(const sayso_records *records, size_t byte)
{
    size_t low = 0, high = records->source_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (records->sources[middle].to <= byte) low = middle + 1;
        else high = middle;
    }
    return low < records->source_count ? low : say_sheets_source_count(records) - 1;
}

size_t say_sheets_source_of(const sayso_records *records, size_t sentence)
{
    return sentence < records->sentence_count ? say_sheets_source_at(records, records->sentences[sentence].from) : 0;
}

size_t say_sheets_first_reading(const sayso_records *records, size_t source)
{
    if (source >= records->source_count) return source;
    const sayso_source *s = &records->sources[source];
    if (!s->hash || !*s->hash) return source;
    for (size_t i = 0; i < source; i++) {
        const sayso_source *t = &records->sources[i];
        if (t->to - t->from == s->to - s->from && t->hash && strcmp(t->hash, s->hash) == 0) return i;
    }
    return source;
}

size_t say_sheets_copied(const sayso_records *records, size_t source)
{
    if (source >= records->source_count) return SAYSO_NONE;
    size_t copied = records->sources[source].copy_of;
    if (copied >= records->source_count || copied == source) return SAYSO_NONE;
    return say_sheets_first_reading(records, copied);
}

sayso_passage say_sheets_home(const sayso_records *records, sayso_passage passage)
{
    if (!say_sheets_several(records)) return passage;
    size_t source = say_sheets_source_at(records, passage.from), first = say_sheets_first_reading(records, source);
    size_t from = records->sources[source].from, to = records->sources[first].from;
    if (first == source || passage.from < from || passage.to < from) return passage;
    return (sayso_passage){ passage.from - from + to, passage.to - from + to };
}

/* Another reading may have split the sentences otherwise: then the one in which this one begins. */
size_t say_sheets_home_sentence(const sayso_records *records, size_t sentence)
{
    if (!say_sheets_several(records) || sentence >= records->sentence_count) return sentence;
    sayso_passage home = say_sheets_home(records, records->sentences[sentence]);
    size_t low = 0, high = records->sentence_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (records->sentences[middle].to <= home.from) low = middle + 1;
        else high = middle;
    }
    return low < records->sentence_count && records->sentences[low].from <= home.from ? low : sentence;
}

const char *say_sheets_source_name(const sayso_source *source)
{
    const char *names[] = { source->publisher, source->title, source->doc };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i] && *names[i]) return names[i];
    return "a report without a name";
}

const char *say_sheets_made(const char *maker, const char **name)
{
    static const struct { const char *start, *words; } ways[] = {
        { "sayso ", NULL }, { "by hand: ", "entered by hand: " }, { "via ", "read via " }, { "", "read by " } };
    size_t way = 0;
    if (!maker || !*maker) return NULL;
    while (strncmp(maker, ways[way].start, strlen(ways[way].start)) != 0) way++;
    *name = maker + strlen(ways[way].start);
    return ways[way].words;
}

const char *say_sheets_held(const sayso_records *records, const sayso_claim *claim)
{
    if (claim->held && *claim->held) return claim->held;
    sayso_source source = say_sheets_source(records, say_sheets_source_of(records, claim->sentence));
    return source.date;
}

static bool named_before(const sayso_records *records, size_t source)
{
    say_str publisher = say_base_str(or_nothing(records->sources[source].publisher));
    for (size_t i = 0; i < source; i++)
        if (say_base_same_fold(say_base_str(or_nothing(records->sources[i].publisher)), publisher)) return true;
    return false;
}

say_report_count say_sheets_reports(const sayso_records *records)
{
    say_report_count count = { 0 };
    for (size_t i = 0; i < records->source_count; i++) {
        if (say_sheets_first_reading(records, i) != i) continue;
        const char *publisher = or_nothing(records->sources[i].publisher);
        count.reports++;
        count.outlets += *publisher && !named_before(records, i);
        count.copies += say_sheets_copied(records, i) != SAYSO_NONE;
    }
    return count;
}
