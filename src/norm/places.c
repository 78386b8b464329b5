/* places: capitalised runs behind a preposition of place, word for word: "in the Syrian
 * city of Idlib" gives "Idlib", "near Odesa, Ukraine" gives "Odesa, Ukraine".  Months,
 * weekdays, bodies that the tables know, adjectives ("in Syrian custody") and names that
 * only qualify what follows ("in Lorne's view") are no places.
 *
 * "In", "at", "near" are sure to speak of a place; behind "on", "over", "from" and "to"
 * anything may stand, so there a place is sure only where a table knows it.             */
#include "norm/inside.h"
#include "doc/doc.h"

#include <string.h>

static bool is_calendar_word(say_str word)
{
    static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Ramadan", "Easter",
                                        "Christmas", "Spring", "Summer", "Autumn", "Winter", NULL };
    return say_doc_month(word) != 0 || say_text_is_among(word, days);
}

/* "Odesa | , Ukraine |", "Ferguson | , Mo. |", not "in Benghazi, Rice said": behind a comma only what closes with one, or a state. */
static bool goes_on(const say_norm *norm, const norm_words *view, size_t comma)
{
    static const char *const ends[] = { ",", ".", ";", "in", "on", "and", "that", "after", "where", NULL };
    say_str next = say_norm_word_at(view, comma + 1), after = say_norm_word_at(view, comma + 2);
    if (!say_text_is_capital(next) || is_calendar_word(next)) return false;
    return say_norm_state(norm, next) || !after.len || say_text_is_among(after, ends);
}

/* "Gulf | of Oman", "University of Cairo": of belongs to the name behind such a word, not in "in Baghdad of Qassem Soleimani". */
static bool takes_of(say_str word)
{
    static const char *const heads[] = { "Gulf", "Strait", "Straits", "Bay", "Sea", "Republic", "Kingdom", "City", "University", "Church", "Isle", "Island", "Islands",
                                         "District", "Port", "State", "States", "Province", "House", "Horn", "Coast", "Bank", "Emirates", "Tower", "Palace", "Museum", NULL };
    return say_text_is_among(word, heads);
}

/* Past the capitals from word i on. */
static size_t place_end(const say_norm *norm, const norm_words *view, size_t i)
{
    static const char *const joints[] = { "the", "-", "al", "de", "del", "la", "'", "s", "upon", NULL };
    size_t end = i;
    for (size_t k = i; k < view->count && k < i + 12; k++) {
        say_str word = say_norm_word_at(view, k);
        bool stop = say_base_same(word, SAY_STR(".")) && k == end && say_norm_word_at(view, k - 1).len <= 2;      /* "U.S.", "St. Louis" */
        if (say_text_is_capital(word) && !is_calendar_word(word)) end = k + 1;
        else if (say_base_same(word, SAY_STR(","))) { if (k != end || !goes_on(norm, view, k)) break; }
        else if (say_base_same(word, SAY_STR("of"))) { if (k != end || !takes_of(say_norm_word_at(view, k - 1))) break; }
        else if (stop) { if (say_norm_word_at(view, k - 1).len == 1) end = k + 1; }
        else if (!say_text_is_among(word, joints)) break;
    }
    return end;
}

/* A body ("in the Pentagon" is fine, "in the Guardian", "in Hamas" are not), a people or an adjective. */
static bool is_no_place(const say_norm *norm, say_str words)
{
    say_party_facts facts;
    say_norm_party(norm, words, &facts);
    bool body = facts.name && (facts.kind == SAYSO_ORGANISATION || facts.kind == SAYSO_GROUP || facts.kind == SAYSO_UNIT);
    return body || facts.kind == SAYSO_UNNAMED || say_norm_adjective(norm, words) || say_norm_value(norm, SAY_OUTLETS, words);
}

/* "in Lorne | 's view", "in Democratic | emails": the capitals qualify the noun behind them. */
static bool qualifies(const norm_words *view, size_t to)
{
    static const char *const follow[] = { "province", "city", "region", "district", "area", "airport", "town", "village", "county", "valley", "border", "river", "port", "peninsula",
        "and", "or", "on", "in", "at", "of", "to", "by", "for", "from", "with", "after", "before", "as", "when", "while", "where", "which", "who", "that", "this", "last", "earlier",
        "late", "early", "but", "if", "is", "was", "are", "were", "has", "have", "had", "may", "might", "could", "would", "will", "did", "does", "not", "during", "since", "until",
        "because", "then", "than", "also", "said", "says", "told", "left", "over", "near", "the", "a", "an", "he", "she", "it", "they", "today", "yesterday", "between",
        "into", "about", "per", "so", "amid", "alone", "itself", "one", "two", "three", "now", "too", "shot", "went", "took", "came", "began", "fell", "rose", "made", "saw", "led", "ran", "held", "met", "broke", "struck",
        "hit", "blew", "gave", "got", "kept", "lost", "found", "became", "sent", "brought", "set", "remains", "must", "should", "can", "only", "again", "more", "most", "all",
        "some", "no", "its", "their", "his", "her", "there", "here", "next", "under", "against", "through", "without", "within", NULL };
    say_str next = say_norm_word_at(view, to);
    if (say_text_same_fold(next, SAY_STR("'"))) return say_text_same_fold(say_norm_word_at(view, to + 1), SAY_STR("s"));
    unsigned char c = next.len ? (unsigned char)next.at[0] : ',';
    bool verbal = next.len > 4 && (!memcmp(next.at + next.len - 2, "ed", 2) || !memcmp(next.at + next.len - 3, "ing", 3) || !memcmp(next.at + next.len - 2, "ly", 2));
    return c >= 'a' && c <= 'z' && !verbal && !say_text_is_among(next, follow);
}

/* Past "the city of", "northern", "the besieged Syrian town of", "the capital" behind the preposition, to where the name
 * begins: "in favour of Lorne", "in which Lorne" name no place. */
static size_t place_begin(const say_norm *norm, const norm_words *view, size_t i)
{
    static const char *const leads[] = { "the", "a", "an", "northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "northeastern", "northwestern",
        "southeastern", "southwestern", "north-east", "downtown", "nearby", "neighbouring", "neighboring", "rural", "remote", "occupied", "held", "controlled", "rebel", "government",
        "besieged", "main", "coastal", "mainland", "upper", "lower", "greater", "central", "city", "town", "village", "province", "region", "district", "state", "capital", "suburb", "port", "area",
        "neighbourhood", "neighborhood", "county", "island", "peninsula", "republic", "department", "municipality", "border", "resort", "mining", "industrial", "old", "own", "country",
        "outskirts", "centre", "center", "heart", "streets", "suburbs", "kingdom", "commune", "hamlet", "prefecture", "valley", "-", "of", NULL };
    enum { FURTHEST = 8 };
    size_t from = i + 1;
    for (; from < view->count && from < i + FURTHEST; from++) {
        say_str word = say_norm_word_at(view, from);
        bool adjective = say_norm_adjective(norm, word) && !say_text_is_capital(say_norm_word_at(view, from + 1));      /* "the Syrian | town of" */
        if (!adjective && (say_text_is_capital(word) || !say_text_is_among(word, leads))) break;
    }
    return from;
}

sayso_code say_norm_places(const say_norm *norm, const say_text *text, size_t sentence,
                           say_arena *arena, say_places *out, sayso_error *error)
{
    static const char *const before[] = { "in", "at", "near", "outside", "inside", "around", "across", "throughout", "off", "over", "on", "from", "to", "toward", "towards", NULL };
    static const char *const sure[] = { "in", "at", "near", "outside", "inside", "around", "across", "throughout", "off", NULL };
    *out = (say_places){ 0 };
    if (sentence >= text->sentence_count) return SAYSO_OK;
    const say_sentence *s = &text->sentences[sentence];
    norm_words view = { .source = text->source, .words = text->words + s->first, .count = s->count };
    for (size_t i = 0; i + 1 < view.count; i++) {
        if (!say_text_is_among(say_norm_word_at(&view, i), before)) continue;
        size_t from = place_begin(norm, &view, i), to = from < view.count ? place_end(norm, &view, from) : from;
        if (to <= from || !say_text_is_capital(say_norm_word_at(&view, from))) continue;
        say_range at = { view.words[from].at.from, view.words[to - 1].at.to };
        say_str words = say_base_sub(text->source, at);
        if (is_no_place(norm, words) || qualifies(&view, to)) continue;
        say_place_at *place = SAY_PUSH(arena, out, error);
        if (!place) return SAYSO_NO_MEMORY;
        bool is_sure = say_text_is_among(say_norm_word_at(&view, i), sure) || say_norm_state(norm, words);
        *place = (say_place_at){ at, view.words[i].at, is_sure };
        i = to - 1;
    }
    return SAYSO_OK;
}
