/* model: the tokenizer, BERT's: normalise, cut into words, cut words into pieces.
 *
 * Character by character, so that nothing but one word is ever held:
 *   decode     a byte that is no UTF-8 counts as U+FFFD
 *   drop       control and format characters, NUL, U+FFFD
 *   spaces     of every kind end a word; an ideograph is a word of its own
 *   lower      taken apart (NFD), accents dropped, lower case:  "É" -> "e"
 *   points     punctuation is a word of its own:  "U.S." -> "u" "." "s" "."
 * A word becomes the longest piece that it begins with, then the longest of those that
 * go on a word ("##ing"), and so on: "drones" -> "drone" "##s".  Where no piece fits, or
 * the word has over MOST_CHARS characters, the whole word is the unknown piece.
 *
 * Invariants:
 *  1. Ids and ranges are those of Hugging Face tokenizers with the same vocabulary (and
 *     without its special pieces, which no text can spell here): test/model/pieces.tsv.
 *  2. A character that normalising made keeps the bytes of the one it was made from; a
 *     piece reaches from its first character's first byte to its last one's last.
 *  3. Pieces are in order; time and memory are linear in the text.
 *
 * Left out: NFD's order of several marks on one letter.  Marks that are not dropped
 * and can be reordered occur in no piece, so their word is unknown either way.        */
#include "model/inside.h"

#include <string.h>
#include <utf8proc.h>

#include "model/classes.h"

enum { MOST_CHARS = 100, MOST_BYTES = 4 * MOST_CHARS, MOST_PARTS = 32 };

/* ---- the vocabulary ---- */

/* Open addressing; a slot holds id + 1, 0 where free.  `whole` holds pieces that begin
 * a word, `tail` those that go on one, by their spelling without "##".              */
typedef struct { uint32_t *slot; size_t mask; } name_table;

struct word_table {
    const char *text;                   /* the spellings, lent by the file */
    uint32_t *from;                     /* [V + 1]: piece i is [from[i], from[i + 1] - 1) */
    name_table whole, tail;
    size_t most;                        /* bytes of the longest */
};

#define HASH_START 0xcbf29ce484222325u
static uint64_t hash_on(uint64_t h, unsigned char c) { return (h ^ c) * 0x100000001b3u; }
static size_t spread_hash(uint64_t h) { return (size_t)(h ^ h >> 29); }

static say_str piece_text(const word_table *w, size_t id)
{
    return (say_str){ w->text + w->from[id], w->from[id + 1] - 1 - w->from[id] };
}

static bool goes_on_word(say_str s) { return s.len > 2 && s.at[0] == '#' && s.at[1] == '#'; }

static int32_t look_up_piece(const word_table *w, bool tail, say_str s, uint64_t hash)
{
    const name_table *t = tail ? &w->tail : &w->whole;
    for (size_t i = spread_hash(hash) & t->mask; t->slot[i]; i = (i + 1) & t->mask) {
        say_str other = piece_text(w, t->slot[i] - 1);
        if (tail) other = (say_str){ other.at + 2, other.len - 2 };
        if (say_base_same(s, other)) return (int32_t)(t->slot[i] - 1);
    }
    return -1;
}

static void enter_piece(word_table *w, size_t id)
{
    say_str s = piece_text(w, id);
    bool tail = goes_on_word(s);
    name_table *t = tail ? &w->tail : &w->whole;
    if (tail) s = (say_str){ s.at + 2, s.len - 2 };
    if (s.len > w->most) w->most = s.len;
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < s.len; i++) hash = hash_on(hash, (unsigned char)s.at[i]);
    size_t i = spread_hash(hash) & t->mask;
    while (t->slot[i]) i = (i + 1) & t->mask;
    t->slot[i] = (uint32_t)id + 1;
}

sayso_code say_model_learn_words(say_model *model, sayso_error *error)
{
    const model_tensor *t = say_model_expect(model, "vocab", TENSOR_U8, 0, 1, error);
    if (!t) return SAYSO_BAD_WEIGHTS;
    if (t->bytes > INT32_MAX / 2) return say_base_fail(error, SAYSO_BAD_WEIGHTS, "vocab", 0, "too large");
    size_t count = 1, slots = 16;
    for (size_t i = 0; i < t->bytes; i++) count += t->at[i] == '\n';
    while (slots < 2 * count) slots *= 2;
    word_table *w = SAY_TAKE(model->arena, word_table, 1, error);
    if (!w || !(w->from = SAY_TAKE(model->arena, uint32_t, count + 1, error)) ||
        !(w->whole.slot = SAY_TAKE(model->arena, uint32_t, slots, error)) ||
        !(w->tail.slot = SAY_TAKE(model->arena, uint32_t, slots, error)))
        return SAYSO_NO_MEMORY;
    w->text = (const char *)t->at;
    w->whole.mask = w->tail.mask = slots - 1;
    size_t n = 1;
    for (size_t i = 0; i < t->bytes; i++)
        if (t->at[i] == '\n') w->from[n++] = (uint32_t)i + 1;
    w->from[n] = (uint32_t)t->bytes + 1;
    for (size_t i = 0; i < count; i++) enter_piece(w, i);
    model->words = w;
    model->vocabulary = count;
    return SAYSO_OK;
}

say_str say_model_spelling(const say_model *model, int32_t id)
{
    if (id < 0 || (size_t)id >= model->vocabulary) return (say_str){ "", 0 };
    return piece_text(model->words, (size_t)id);
}

/* ---- characters ---- */

/* c lies in one of runs[0 .. last], which are in order. */
static bool in_runs(const code_run *runs, size_t last, uint32_t c)
{
    size_t low = 0;
    while (low < last) {
        size_t middle = (low + last) / 2;
        if (runs[middle].to < c) low = middle + 1;
        else last = middle;
    }
    return runs[low].from <= c && c <= runs[low].to;
}

#define IN_RUNS(runs, c) in_runs((runs), sizeof(runs) / sizeof *(runs) - 1, (c))

static bool is_space_char(uint32_t c)
{
    if (c < 128) return c == ' ' || (c >= 9 && c <= 13);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Tab, newline and carriage return are spaces here; the other controls are dropped. */
static bool is_dropped_char(uint32_t c)
{
    if (c < 128) return (c < 32 && c != '\t' && c != '\n' && c != '\r') || c == 127;
    return IN_RUNS(dropped, c);
}

static bool is_point_char(uint32_t c)
{
    if (c < 128) return (c > 32 && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 127);
    return IN_RUNS(points, c);
}

/* The ranges of tokenizers, gap at 0x2b820 and all. */
static bool is_ideograph(uint32_t c)
{
    static const code_run ideographs[] = {
        { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xf900, 0xfaff }, { 0x20000, 0x2a6df },
        { 0x2a700, 0x2b81f }, { 0x2b920, 0x2ceaf }, { 0x2f800, 0x2fa1f },
    };
    return c >= 0x3400 && IN_RUNS(ideographs, c);
}

/* The character at `at` and its bytes; U+FFFD and 1 where there is none. */
static size_t decode_char(say_str text, size_t at, uint32_t *c)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char first = (unsigned char)text.at[at];
    *c = first;
    if (first < 0x80) return 1;
    size_t n = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
    uint32_t code = n ? first & (0x7fu >> n) : 0;
    bool good = n && n <= text.len - at;
    for (size_t i = 1; good && i < n; i++) {
        unsigned char next = (unsigned char)text.at[at + i];
        good = (next & 0xc0) == 0x80;
        code = code << 6 | (next & 0x3f);
    }
    good = good && code >= least[n] && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    *c = good ? code : 0xfffd;
    return good ? n : 1;
}

static size_t encode_char(uint32_t c, char *to)
{
    if (c < 0x80) { to[0] = (char)c; return 1; }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i; i--, c >>= 6) to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)((0xf00u >> n & 0xffu) | c);
    return n;
}

/* ---- words ---- */

/* The word that is being read.  char i: bytes [start[i], start[i + 1]) of `bytes`, made
 * from bytes [from[i], to[i]) of the text.                                           */
typedef struct {
    const say_model *model;
    say_arena *arena;
    sayso_error *error;
    SAY_LIST(say_piece) out;
    char bytes[MOST_BYTES];
    size_t start[MOST_CHARS + 1], from[MOST_CHARS], to[MOST_CHARS];
    size_t chars;                       /* may pass MOST_CHARS */
    size_t first, last;                 /* the whole word in the text */
    int32_t made[MOST_CHARS];           /* the word's pieces ... */
    size_t ends[MOST_CHARS];            /* ... and the character behind each */
} piece_reader;

/* The longest piece that begins at character `at`: its id, and *end; -1 if none. */
static int32_t longest_piece(const piece_reader *r, size_t at, size_t *end)
{
    const word_table *w = r->model->words;
    uint64_t hash[MOST_CHARS + 1], h = HASH_START;
    size_t i = at;
    for (; i < r->chars && r->start[i + 1] - r->start[at] <= w->most; i++) {
        for (size_t b = r->start[i]; b < r->start[i + 1]; b++) h = hash_on(h, (unsigned char)r->bytes[b]);
        hash[i + 1] = h;
    }
    for (; i > at; i--) {
        say_str s = { r->bytes + r->start[at], r->start[i] - r->start[at] };
        int32_t id = look_up_piece(w, at > 0, s, hash[i]);
        if (id >= 0) { *end = i; return id; }
    }
    return -1;
}

static bool put_piece(piece_reader *r, int32_t id, size_t from, size_t to)
{
    say_piece *p = SAY_PUSH(r->arena, &r->out, r->error);
    if (!p) return false;
    *p = (say_piece){ id, from, to };
    return true;
}

/* Ends the word, if there is one. */
static bool end_piece_word(piece_reader *r)
{
    size_t n = 0, chars = r->chars;
    if (chars == 0) return true;
    bool known = chars <= MOST_CHARS;
    for (size_t at = 0; known && at < chars; at = r->ends[n++]) {
        r->made[n] = longest_piece(r, at, &r->ends[n]);
        known = r->made[n] >= 0;
        if (!known) break;
    }
    r->chars = 0;
    if (!known) return put_piece(r, r->model->special.unknown, r->first, r->last);
    for (size_t i = 0, at = 0; i < n; at = r->ends[i++])
        if (!put_piece(r, r->made[i], r->from[at], r->to[r->ends[i] - 1])) return false;
    return true;
}

static void add_word_char(piece_reader *r, uint32_t c, size_t from, size_t to)
{
    if (r->chars == 0) r->first = from;
    r->last = to;
    if (r->chars < MOST_CHARS) {
        if (r->chars == 0) r->start[0] = 0;
        r->from[r->chars] = from;
        r->to[r->chars] = to;
        r->start[r->chars + 1] = r->start[r->chars] + encode_char(c, r->bytes + r->start[r->chars]);
    }
    r->chars++;
}

/* One character, normalised. */
static bool take_char(piece_reader *r, uint32_t c, size_t from, size_t to)
{
    if (is_space_char(c)) return end_piece_word(r);
    if (!is_point_char(c)) { add_word_char(r, c, from, to); return true; }
    if (!end_piece_word(r)) return false;
    add_word_char(r, c, from, to);
    return end_piece_word(r);
}

/* One character of the text: taken apart, without accents, in lower case. */
static bool take_lower(piece_reader *r, uint32_t c, size_t from, size_t to)
{
    if (c < 128) return take_char(r, c >= 'A' && c <= 'Z' ? c + 32 : c, from, to);
    utf8proc_int32_t part[MOST_PARTS];
    int ignored = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, part, MOST_PARTS, UTF8PROC_DECOMPOSE, &ignored);
    if (n < 1 || n > MOST_PARTS) { part[0] = (utf8proc_int32_t)c; n = 1; }
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        uint32_t p = (uint32_t)part[i];
        if (p >= 128 && IN_RUNS(accents, p)) continue;
        if (!take_char(r, (uint32_t)utf8proc_tolower(part[i]), from, to)) return false;
    }
    return true;
}

sayso_code say_model_pieces(const say_model *model, say_str text, say_arena *arena,
                            say_piece **pieces, size_t *count, sayso_error *error)
{
    piece_reader r;                           /* 4 kB; only these fields need a value */
    r.model = model;
    r.arena = arena;
    r.error = error;
    r.out.at = NULL;
    r.out.count = r.out.room = r.chars = 0;
    bool good = true;
    for (size_t at = 0, n; good && at < text.len; at += n) {
        uint32_t c;
        n = decode_char(text, at, &c);
        if (is_dropped_char(c)) continue;
        bool alone = is_ideograph(c);
        if (alone) good = end_piece_word(&r);
        good = good && (model->lowercase ? take_lower(&r, c, at, at + n) : take_char(&r, c, at, at + n));
        if (alone) good = good && end_piece_word(&r);
    }
    if (!good || !end_piece_word(&r)) return SAYSO_NO_MEMORY;
    *pieces = r.out.at;
    *count = r.out.count;
    return SAYSO_OK;
}
