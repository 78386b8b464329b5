/* text: a report as sentences and words. */
#include "text/text.h"
#include "text/points.h"
#include "text/sentences.h"

#include <string.h>

typedef struct {
    say_arena   *arena;
    sayso_error *error;
    say_str      source;
    SAY_LIST(say_sentence) sentences;
    SAY_LIST(say_word)     words;
    bool         opens;              /* the next sentence opens a paragraph */
} splitter;

static say_range trim_spaces(say_str source, say_range r)
{
    size_t length;
    while (r.from < r.to && say_text_kind(say_text_point(source, r.from, &length)) == POINT_SPACE) r.from += length;
    while (r.to > r.from) {
        size_t last = r.to - 1;
        while (last > r.from && ((unsigned char)source.at[last] & 0xC0) == 0x80) last--;
        if (say_text_kind(say_text_point(source, last, &length)) != POINT_SPACE) break;
        r.to = last;
    }
    return r;
}

static bool add_sentence_words(splitter *s, say_range at)
{
    say_str stretch = say_base_sub(s->source, at);
    size_t length;
    for (size_t i = 0; i < stretch.len; i += length) {
        point_kind kind = say_text_kind(say_text_point(stretch, i, &length));
        if (kind == POINT_SPACE) continue;
        size_t more;
        while (kind == POINT_WORD && i + length < stretch.len
               && say_text_kind(say_text_point(stretch, i + length, &more)) == POINT_WORD) length += more;
        say_word *word = SAY_PUSH(s->arena, &s->words, s->error);
        if (!word) return false;
        *word = (say_word){ { at.from + i, at.from + i + length }, s->sentences.count - 1 };
    }
    return true;
}

static bool add_text_sentence(splitter *s, say_range at)
{
    at = trim_spaces(s->source, at);
    if (at.from == at.to) return true;
    say_sentence *sentence = SAY_PUSH(s->arena, &s->sentences, s->error);
    if (!sentence) return false;
    *sentence = (say_sentence){ .at = at, .first = s->words.count, .opens_paragraph = s->opens };
    s->opens = false;
    if (!add_sentence_words(s, at)) return false;
    sentence->count = s->words.count - sentence->first;
    return true;
}

/* Where to cut a sentence that is too long: at its last space within the limit, or between two code points. */
static size_t cut_long_sentence(say_str source, say_range at)
{
    size_t to = at.from + SAY_TEXT_LONGEST;
    for (size_t i = to; i > at.from + SAY_TEXT_LONGEST / 2; i--)
        if (source.at[i] == ' ' || source.at[i] == '\t') return i;
    while (to > at.from + 1 && ((unsigned char)source.at[to] & 0xC0) == 0x80) to--;
    return to;
}

static bool add_text_line(splitter *s, say_range line)
{
    bool unclosed[SAY_TEXT_OPENERS] = { false };
    while (line.from < line.to) {
        say_range at = { line.from, say_text_sentence_end(s->source, line, unclosed) };
        line.from = at.to;
        while (at.to - at.from > SAY_TEXT_LONGEST) {
            size_t cut = cut_long_sentence(s->source, at);
            if (!add_text_sentence(s, (say_range){ at.from, cut })) return false;
            at.from = cut;
        }
        if (!add_text_sentence(s, at)) return false;
        line = trim_spaces(s->source, line);
    }
    return true;
}

sayso_code say_text_split(const say_doc *doc, say_arena *arena, say_text *out, sayso_error *error)
{
    splitter s = { .arena = arena, .error = error, .source = { doc->text, doc->size }, .opens = true };
    for (size_t from = doc->start; from < doc->size;) {
        const char *end = memchr(doc->text + from, '\n', doc->size - from);
        size_t to = end ? (size_t)(end - doc->text) : doc->size;
        say_range line = trim_spaces(s.source, (say_range){ from, to });
        if (line.from == line.to) s.opens = true;
        else if (!add_text_line(&s, line)) return SAYSO_NO_MEMORY;
        from = to + 1;
    }
    *out = (say_text){ s.sentences.at, s.sentences.count, s.words.at, s.words.count, s.source };
    return SAYSO_OK;
}

say_str say_text_word(const say_text *text, size_t word)
{
    return word < text->word_count ? say_base_sub(text->source, text->words[word].at) : (say_str){ "", 0 };
}

say_str say_text_sentence(const say_text *text, size_t sentence)
{
    return sentence < text->sentence_count ? say_base_sub(text->source, text->sentences[sentence].at) : (say_str){ "", 0 };
}

say_range say_text_words_in(const say_text *text, say_range bytes)
{
    size_t low = 0, high = text->word_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text->words[middle].at.to <= bytes.from) low = middle + 1;
        else high = middle;
    }
    say_range words = { low, low };
    while (words.to < text->word_count && text->words[words.to].at.from < bytes.to) words.to++;
    return words;
}

size_t say_text_sentence_at(const say_text *text, size_t byte)
{
    size_t low = 0, high = text->sentence_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text->sentences[middle].at.to <= byte) low = middle + 1;
        else high = middle;
    }
    return low < text->sentence_count && text->sentences[low].at.from <= byte ? low : SAYSO_NONE;
}

bool say_text_is_heading(const say_text *text, size_t sentence)
{
    enum { LETTERS = 4, FEWEST = 5 };                    /* bytes of a word that counts, and such words */
    const say_sentence *s = &text->sentences[sentence];
    size_t count = 0, capitals = 0;
    for (size_t i = s->first; i < s->first + s->count; i++) {
        say_str word = say_text_word(text, i);
        if (word.len < LETTERS || (word.at[0] >= '0' && word.at[0] <= '9')) continue;
        count++;
        capitals += say_text_is_capital(word);
    }
    return count >= FEWEST && capitals * 10 >= count * 7;
}

bool say_text_is_among(say_str word, const char *const *list)
{
    for (; *list; list++) if (say_text_same_fold(word, say_base_str(*list))) return true;
    return false;
}
