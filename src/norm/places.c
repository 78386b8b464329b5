/* places: capitalised runs behind a preposition of place, word for word: "in the Syrian
 * city of Idlib" gives "Idlib", "near Odesa, Ukraine" gives "Odesa, Ukraine".  Months,
 * weekdays and bodies that the tables know are no places.                              */
#include "norm/inside.h"
#include "doc/doc.h"

#include <string.h>

static bool place_word_in(say_str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (say_text_same_fold(word, say_base_str(list[i]))) return true;
    return false;
}

#define PLACE_WORD_IN(word, list) place_word_in((word), (list), sizeof(list) / sizeof *(list))

static bool is_calendar_word(say_str word)
{
    static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Ramadan", "Easter",
                                        "Christmas", "Spring", "Summer", "Autumn", "Winter" };
    return say_doc_month(word) != 0 || PLACE_WORD_IN(word, days);
}

/* Past the capitals from word i on, with ", Capital" and "of the", "-", "al" inside. */
static size_t place_end(const norm_words *view, size_t i)
{
    static const char *const joints[] = { "of", "the", "-", "al", "de", "del", "la", "'", "s", "upon", "." };
    size_t end = i;
    for (size_t k = i; k < view->count && k < i + 12; k++) {
        say_str word = say_norm_word_at(view, k);
        if (say_text_is_capital(word) && !is_calendar_word(word)) end = k + 1;
        else if (say_base_same(word, SAY_STR(",")) && k == end && say_text_is_capital(say_norm_word_at(view, k + 1))
                 && !is_calendar_word(say_norm_word_at(view, k + 1)) && !say_text_is_capital(say_norm_word_at(view, k + 2))) continue;
        else if (!PLACE_WORD_IN(word, joints)) break;
    }
    return end;
}

/* A body ("in the Pentagon" is fine, "in the Guardian", "in Hamas" are not). */
static bool is_body(const say_norm *norm, say_str words)
{
    say_party_facts facts;
    say_norm_party(norm, words, &facts);
    return facts.name && (facts.kind == SAYSO_ORGANISATION || facts.kind == SAYSO_GROUP || facts.kind == SAYSO_UNIT);
}

sayso_code say_norm_places(const say_norm *norm, const say_text *text, size_t sentence,
                           say_arena *arena, say_places *out, sayso_error *error)
{
    static const char *const before[] = { "in", "at", "near", "outside", "inside", "around", "across", "throughout", "off", "over", "on", "from", "to", "toward", "towards" };
    *out = (say_places){ 0 };
    if (sentence >= text->sentence_count) return SAYSO_OK;
    const say_sentence *s = &text->sentences[sentence];
    norm_words view = { .source = text->source, .words = text->words + s->first, .count = s->count };
    for (size_t i = 0; i + 1 < view.count; i++) {
        if (!PLACE_WORD_IN(say_norm_word_at(&view, i), before)) continue;
        size_t from = i + 1;
        /* "in the city of Idlib", "in northern Syria", "near the Syrian town of Azaz" */
        while (from < view.count && from < i + 7 && !say_text_is_capital(say_norm_word_at(&view, from))
               && say_norm_word_at(&view, from).at[0] >= 'a' && !PLACE_WORD_IN(say_norm_word_at(&view, from), before)) from++;
        for (size_t k = from; k < i + 7 && k + 1 < view.count; k++)
            if (say_text_same_fold(say_norm_word_at(&view, k), SAY_STR("of")) && say_text_is_capital(say_norm_word_at(&view, k + 1))
                && k > i + 1 && !say_text_is_capital(say_norm_word_at(&view, k - 1))) from = k + 1;
        size_t to = from < view.count ? place_end(&view, from) : from;
        if (to <= from || !say_text_is_capital(say_norm_word_at(&view, from))) continue;
        say_range at = { view.words[from].at.from, view.words[to - 1].at.to };
        if (is_body(norm, say_base_sub(text->source, at))) continue;
        say_place_at *place = SAY_PUSH(arena, out, error);
        if (!place) return SAYSO_NO_MEMORY;
        *place = (say_place_at){ at, view.words[i].at };
        i = to - 1;
    }
    return SAYSO_OK;
}
