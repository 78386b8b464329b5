/* feed: RSS 2.0 and its elders, RSS 1.0, Atom.  Broken XML costs the item that it is in: the next one begins a document of its own.
  So does one after very many.
 *
 * Elements are told by the row of a table that has their name and what they stand in.  Of the full text a feed may have three forms; the
 * best row counts.  Escaped markup and CDATA are what they say, markup that stands in the feed itself (XHTML, or careless) is taken as it
 * is spelled.  expat is stopped at the end of each item that has a text and goes on when the next one is asked for.
 * Prefixes are resolved by hand and forgivingly: many feeds do not declare what they use, and a strict parser would refuse them.         */
#include "items/xml.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum { FEED_DEEPEST = 1000, FEED_PREFIXES = 16, FEED_PREFIX = 24, FEED_WORDS = 64 * 1024, FEED_AUTHORS = 1000, FEED_NAME = 40, FEED_DAMAGES = 1000 };
/* Of a map; that expat sees in one document, as it forgets no name.  Few bytes of a file could else fill all memory. */
enum { FEED_ROWS = 1 << 20, FEED_TAGS = 1 << 20 };

/* ---- what elements mean ---- */

typedef enum { SPACE_PLAIN, SPACE_CONTENT, SPACE_DC, SPACE_TERMS, SPACE_OTHER } feed_space;

static const struct { const char *prefix, *address; feed_space space; } space_table[] = {
    { "content", "http://purl.org/rss/1.0/modules/content/", SPACE_CONTENT }, { "dc", "http://purl.org/dc/elements/1.1/", SPACE_DC },
    { "dcterms", "http://purl.org/dc/terms/", SPACE_TERMS }, { "atom", "http://www.w3.org/2005/Atom", SPACE_PLAIN }, { "atom03", "http://purl.org/atom/ns#", SPACE_PLAIN },
    { "rss", "http://purl.org/rss/1.0/", SPACE_PLAIN }, { "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", SPACE_PLAIN },
};

typedef enum {
    FEED_OTHER, FEED_ROOT, FEED_CHANNEL, FEED_ITEM, FEED_ORIGIN,                 /* what holds others */
    FEED_TEXT, FEED_TITLE, FEED_URL, FEED_BYLINE, FEED_PUBLISHER, FEED_PUBLISHED, FEED_MODIFIED, FEED_LANGUAGE, FEED_MEANINGS
} feed_meaning;

enum {
    OF_ROOT = 1 << FEED_ROOT, OF_FEED = OF_ROOT | 1 << FEED_CHANNEL, OF_ITEM = 1 << FEED_ITEM, OF_ORIGIN = 1 << FEED_ORIGIN, OF_AUTHOR = 1 << FEED_BYLINE
};

/* Of an item's elements with one meaning that of the least rank counts, of those the first; but all of its authors. */
static const struct { unsigned parents; feed_space space; const char *name; feed_meaning meaning; unsigned char rank; } element_table[] = {
    { OF_ROOT, SPACE_PLAIN, "channel", FEED_CHANNEL, 0 }, { OF_FEED, SPACE_PLAIN, "item", FEED_ITEM, 0 },
    { OF_ROOT, SPACE_PLAIN, "entry", FEED_ITEM, 0 },
    { OF_ITEM, SPACE_CONTENT, "encoded", FEED_TEXT, 1 }, { OF_ITEM, SPACE_PLAIN, "content", FEED_TEXT, 2 },
    { OF_ITEM, SPACE_PLAIN, "description", FEED_TEXT, 3 }, { OF_ITEM, SPACE_PLAIN, "summary", FEED_TEXT, 4 },
    { OF_ITEM, SPACE_DC, "description", FEED_TEXT, 5 },
    { OF_FEED | OF_ITEM, SPACE_PLAIN, "title", FEED_TITLE, 1 }, { OF_ITEM, SPACE_DC, "title", FEED_TITLE, 2 },
    { OF_ITEM, SPACE_PLAIN, "link", FEED_URL, 1 }, { OF_ITEM, SPACE_PLAIN, "guid", FEED_URL, 2 },
    { OF_ITEM, SPACE_DC, "creator", FEED_BYLINE, 1 }, { OF_ROOT | OF_ITEM, SPACE_PLAIN, "author", FEED_BYLINE, 2 },
    { OF_AUTHOR, SPACE_PLAIN, "name", FEED_BYLINE, 1 },
    { OF_ITEM, SPACE_PLAIN, "source", FEED_ORIGIN, 0 }, { OF_ORIGIN, SPACE_PLAIN, "title", FEED_PUBLISHER, 1 },
    { OF_ITEM, SPACE_DC, "publisher", FEED_PUBLISHER, 2 },
    { OF_ITEM, SPACE_PLAIN, "pubDate", FEED_PUBLISHED, 1 }, { OF_ITEM, SPACE_PLAIN, "published", FEED_PUBLISHED, 1 },
    { OF_ITEM, SPACE_PLAIN, "issued", FEED_PUBLISHED, 2 }, { OF_ITEM, SPACE_DC, "date", FEED_PUBLISHED, 2 },
    { OF_ITEM, SPACE_TERMS, "issued", FEED_PUBLISHED, 2 }, { OF_ITEM, SPACE_TERMS, "created", FEED_PUBLISHED, 3 },
    { OF_ITEM, SPACE_PLAIN, "updated", FEED_MODIFIED, 1 }, { OF_ITEM, SPACE_PLAIN, "modified", FEED_MODIFIED, 2 },
    { OF_ITEM, SPACE_TERMS, "modified", FEED_MODIFIED, 2 },
    { OF_FEED | OF_ITEM, SPACE_PLAIN, "language", FEED_LANGUAGE, 1 }, { OF_FEED | OF_ITEM, SPACE_DC, "language", FEED_LANGUAGE, 1 },
};

/* ---- the feed ---- */

typedef enum { AS_SEEN, AS_TEXT, AS_HTML, AS_MARKUP, AS_NOTHING } feed_form;      /* AS_SEEN: HTML where there is a tag in it */

typedef struct { const char *words; unsigned rank; } feed_words;
typedef struct { feed_words of[FEED_MEANINGS]; } feed_facts;

typedef struct {
    say_xml   xml;
    say_arena *arena;                    /* of the item that is being read: most have no text and are never given */
    say_arena *own;                      /* of the feed */
    const char *path;
    bool       atom, passing;            /* passing: expat was asked for the spelling of what it just told */
    size_t     depth;
    unsigned char meanings[FEED_DEEPEST + 1];        /* of the open elements */
    struct { char prefix[FEED_PREFIX]; feed_space space; } prefixes[FEED_PREFIXES];
    size_t     prefix_count;
    feed_facts whole, item;
    size_t     item_depth;               /* 0: in none */
    uint64_t   item_at;
    bool       too_large;
    char       root[FEED_NAME], channel[FEED_NAME], name[FEED_NAME];     /* as the feed spells them: what items stand in, and they themselves */
    bool       lost;                     /* the next item is looked for, from this byte of the document on */
    uint64_t   behind;
    size_t     damages, tags;            /* tags and attributes, of this document */
    struct { feed_meaning meaning; unsigned rank; size_t depth; feed_form form; bool nested; say_xml_words words; } now;     /* what is being collected */
    struct { say_xml_words words; unsigned rank; sayso_item_kind kind; } text;
} say_feed;

static void feed_stop(say_feed *f, sayso_code code) { f->xml.failed = code; XML_StopParser(f->xml.parser, XML_FALSE); }

static size_t feed_at(const say_feed *f) { return (size_t)f->xml.from + (size_t)XML_GetCurrentByteIndex(f->xml.parser); }

/* ---- names ---- */

static feed_space space_of_address(const char *address)
{
    for (size_t i = 0; i < sizeof space_table / sizeof *space_table; i++)
        if (strcmp(space_table[i].address, address) == 0) return space_table[i].space;
    return SPACE_OTHER;
}

static void note_prefix(say_feed *f, say_str prefix, feed_space space)
{
    size_t i = 0;
    while (i < f->prefix_count && !say_base_same(prefix, say_base_str(f->prefixes[i].prefix))) i++;
    if (prefix.len >= FEED_PREFIX || i == FEED_PREFIXES) return;
    if (i == f->prefix_count) f->prefix_count++;
    memcpy(f->prefixes[i].prefix, prefix.at, prefix.len);
    f->prefixes[i].prefix[prefix.len] = '\0';
    f->prefixes[i].space = space;
}

static void note_prefixes(say_feed *f, const char **attributes)
{
    for (; *attributes; attributes += 2)
        if (strncmp(attributes[0], "xmlns:", 6) == 0) note_prefix(f, say_base_str(attributes[0] + 6), space_of_address(attributes[1]));
}

/* The space of a name, which is left without its prefix: as declared, else as everybody calls it. */
static feed_space resolve(const say_feed *f, const char **name)
{
    const char *colon = strchr(*name, ':');
    if (!colon) return SPACE_PLAIN;
    say_str prefix = { *name, (size_t)(colon - *name) };
    *name = colon + 1;
    for (size_t i = f->prefix_count; i-- > 0;)
        if (say_base_same(prefix, say_base_str(f->prefixes[i].prefix))) return f->prefixes[i].space;
    for (size_t i = 0; i < sizeof space_table / sizeof *space_table; i++)
        if (say_base_same(prefix, say_base_str(space_table[i].prefix))) return space_table[i].space;
    return SPACE_OTHER;
}

/* The number of its row + 1, 0 where it means nothing there. */
static size_t feed_row(const say_feed *f, const char *name, feed_meaning in)
{
    feed_space space = resolve(f, &name);
    for (size_t i = 0; space != SPACE_OTHER && i < sizeof element_table / sizeof *element_table; i++)
        if ((element_table[i].parents >> in & 1) && element_table[i].space == space && strcmp(element_table[i].name, name) == 0) return i + 1;
    return 0;
}

static const char *feed_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0) return attributes[1];
    return "";
}

/* ---- words ---- */

static const struct { const char *name, *words; } title_entities[] = {
    { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" }, { "nbsp", " " }, { "lsquo", "\xE2\x80\x98" }, { "rsquo", "\xE2\x80\x99" },
    { "ldquo", "\xE2\x80\x9C" }, { "rdquo", "\xE2\x80\x9D" }, { "ndash", "\xE2\x80\x93" }, { "mdash", "\xE2\x80\x94" }, { "hellip", "\xE2\x80\xA6" },
};

static unsigned long entity_number(say_str digits)
{
    bool hex = digits.len && (digits.at[0] | 32) == 'x';
    unsigned long value = 0;
    for (size_t i = hex; i < digits.len && value < 0x110000; i++) {
        unsigned char c = (unsigned char)digits.at[i], low = c | 32;
        if (c >= '0' && c <= '9') value = value * (hex ? 16 : 10) + (c - '0');
        else if (hex && low >= 'a' && low <= 'f') value = value * 16 + (low - 'a' + 10u);
        else return 0;
    }
    return value < 0x110000 && (value < 0xD800 || value > 0xDFFF) ? value : 0;
}

/* What an entity says, at most as long as it is itself; 0 bytes where it is none. */
static size_t spell_entity(say_str name, char out[8])
{
    for (size_t i = 0; i < sizeof title_entities / sizeof *title_entities; i++)
        if (say_base_same(name, say_base_str(title_entities[i].name))) {
            memcpy(out, title_entities[i].words, strlen(title_entities[i].words));
            return strlen(title_entities[i].words);
        }
    unsigned long c = name.len > 1 && name.at[0] == '#' ? entity_number((say_str){ name.at + 1, name.len - 1 }) : 0;
    return c ? (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out) : 0;
}

/* Titles and names: many are escaped twice, as if they were HTML.  Entities are read, white space drawn together. */
static char *read_title(say_str words, say_arena *arena, sayso_error *error)
{
    char *plain = say_base_keep(arena, words, error);
    size_t size = 0;
    for (size_t i = 0; plain && i < words.len;) {
        char spelled[8] = { words.at[i] };
        const char *end = words.at[i] == '&' ? memchr(words.at + i, ';', words.len - i < 12 ? words.len - i : 12) : NULL;
        size_t n = end ? spell_entity((say_str){ words.at + i + 1, (size_t)(end - words.at) - i - 1 }, spelled) : 0;
        i = n ? (size_t)(end - words.at) + 1 : i + 1;
        bool blank = n <= 1 && (unsigned char)spelled[0] <= ' ';
        if (blank && (size == 0 || plain[size - 1] == ' ')) continue;
        if (blank) spelled[0] = ' ';
        memcpy(plain + size, spelled, n ? n : 1);
        size += n ? n : 1;
    }
    while (plain && size && plain[size - 1] == ' ') size--;
    if (plain) plain[size] = '\0';
    return plain;
}

/* RSS has "ann@example.org (Ann Lee)" for an author. */
static void strip_address(char *name)
{
    char *open = strchr(name, '('), *shut = strrchr(name, ')');
    if (!strchr(name, '@')) return;
    size_t length = open && shut > open ? (size_t)(shut - open) - 1 : 0;
    if (length) memmove(name, open + 1, length);
    name[length] = '\0';
}

static feed_words *fact_place(say_feed *f, feed_meaning meaning) { return f->item_depth ? &f->item.of[meaning] : &f->whole.of[meaning]; }

/* Whether it is better than what is there, or goes with it. */
static bool fact_counts(say_feed *f, feed_meaning meaning, unsigned rank)
{
    const feed_words *there = fact_place(f, meaning);
    if (!there->words || rank < there->rank) return true;
    return rank == there->rank && meaning == FEED_BYLINE && strlen(there->words) < FEED_AUTHORS;
}

static bool keep_fact(say_feed *f, feed_meaning meaning, unsigned rank, say_str words)
{
    if (!fact_counts(f, meaning, rank)) return true;
    say_arena *arena = f->item_depth ? f->arena : f->own;
    feed_words *to = fact_place(f, meaning);
    char *kept = read_title(words, arena, f->xml.error);
    if (!kept) return false;
    if (meaning == FEED_BYLINE) strip_address(kept);
    if (!*kept || (meaning == FEED_URL && strncmp(kept, "http", 4) != 0)) return true;
    if (to->words && to->rank == rank) kept = say_base_format(arena, f->xml.error, "%s, %s", to->words, kept);
    if (kept) *to = (feed_words){ kept, rank };
    return kept;
}

/* "<p", "</p", "<!", or an entity. */
static bool has_markup(say_str text)
{
    for (size_t i = 0; i + 2 < text.len; i++) {
        char next = text.at[i + 1];
        bool letter = ((next | 32) >= 'a' && (next | 32) <= 'z');
        if (text.at[i] == '<' && (letter || next == '/' || next == '!')) return true;
        if (text.at[i] == '&' && (letter || next == '#') && memchr(text.at + i, ';', text.len - i < 12 ? text.len - i : 12)) return true;
    }
    return false;
}

static bool is_all_blank(say_str text)
{
    size_t i = 0;
    while (i < text.len && (unsigned char)text.at[i] <= ' ') i++;
    return i == text.len;
}

static void keep_feed_text(say_feed *f)
{
    say_str words = { f->now.words.text.at, f->now.words.text.count };
    if (is_all_blank(words) || (f->text.rank && f->text.rank <= f->now.rank)) return;
    bool html = f->now.nested || f->now.form == AS_HTML || f->now.form == AS_MARKUP || (f->now.form == AS_SEEN && has_markup(words));
    f->text.words = f->now.words;
    f->text.rank = f->now.rank;
    f->text.kind = html ? SAYSO_HTML : SAYSO_TEXT;
}

/* ---- what expat tells ---- */

static void collect(say_feed *f, const char *words, size_t size)
{
    if (f->xml.failed || f->too_large) return;
    bool text = f->now.meaning == FEED_TEXT;
    uint64_t here = (uint64_t)XML_GetCurrentByteIndex(f->xml.parser);
    if (text && (here - f->item_at + size > SAY_ITEMS_LARGEST || f->now.words.map.count > FEED_ROWS)) f->too_large = true;
    else if (text || f->now.words.text.count + size < FEED_WORDS) {
        if (!say_items_xml_add(&f->xml, &f->now.words, (say_str){ words, size }, text ? f->item_at : 0, f->arena)) feed_stop(f, SAYSO_NO_MEMORY);
    }
}

static bool is_collected(const say_feed *f)
{
    if (f->now.meaning == FEED_TEXT) return f->now.form != AS_NOTHING;
    return f->now.meaning == FEED_TITLE || (f->now.meaning && f->depth == f->now.depth);
}

/* What it just told, as it is spelled. */
static void pass_on(say_feed *f)
{
    f->passing = true;
    XML_DefaultCurrent(f->xml.parser);
    f->passing = false;
}

static void on_other(void *data, const char *words, int size)
{
    say_feed *f = data;
    if (f->passing && is_collected(f)) collect(f, words, (size_t)size);
}

static void on_words(void *data, const char *words, int size)
{
    say_feed *f = data;
    if (!is_collected(f)) return;
    if (f->now.form == AS_MARKUP) pass_on(f);
    else collect(f, words, (size_t)size);
}

/* &nbsp; and its like, which nothing declares: left to those who read HTML. */
static void on_entity(void *data, const char *name, int is_parameter)
{
    say_feed *f = data;
    char spelled[40] = "&";
    size_t n = strlen(name);
    if (is_parameter || !is_collected(f) || n > sizeof spelled - 2) return;
    memcpy(spelled + 1, name, n);
    spelled[n + 1] = ';';
    collect(f, spelled, n + 2);
}

static feed_form form_of_text(const say_feed *f, const char **attributes)
{
    static const struct { const char *type; feed_form form; } forms[] = {
        { "xhtml", AS_MARKUP }, { "application/xhtml+xml", AS_MARKUP }, { "html", AS_HTML }, { "text/html", AS_HTML }, { "text", AS_TEXT }, { "text/plain", AS_TEXT },
    };
    const char *type = feed_attribute(attributes, "type"), *mode = feed_attribute(attributes, "mode");
    if (strcmp(mode, "base64") == 0) return AS_NOTHING;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(type, forms[i].type) == 0) return forms[i].form;
    if (strchr(type, '/')) return AS_NOTHING;                        /* a picture */
    return f->atom ? AS_TEXT : AS_SEEN;
}

/* <link href="…"/>, of those that lead to the page. */
static bool keep_link(say_feed *f, const char **attributes)
{
    const char *address = feed_attribute(attributes, "href"), *rel = feed_attribute(attributes, "rel");
    return (*rel && strcmp(rel, "alternate") != 0) || !*address || keep_fact(f, FEED_URL, 1, say_base_str(address));
}

/* "" where it is longer than any that anybody uses. */
static void note_tag(char to[FEED_NAME], const char *name)
{
    size_t n = strlen(name);
    memcpy(to, name, n < FEED_NAME ? n + 1 : 0);
    if (n >= FEED_NAME) to[0] = '\0';
}

static void begin_item(say_feed *f, const char *name, const char **attributes)
{
    note_tag(f->name, name);
    if (f->depth == 2) f->channel[0] = '\0';                         /* RSS 1.0 */
    f->item_depth = f->depth;
    f->item_at = (uint64_t)XML_GetCurrentByteIndex(f->xml.parser);
    f->too_large = false;
    memset(&f->item, 0, sizeof f->item);
    memset(&f->text, 0, sizeof f->text);
    say_base_arena_close(f->arena);
    f->arena = say_base_arena(f->xml.error);
    if (!f->arena) {
        feed_stop(f, SAYSO_NO_MEMORY);
        return;
    }
    const char *language = feed_attribute(attributes, "xml:lang");
    if (*language && !keep_fact(f, FEED_LANGUAGE, 2, say_base_str(language))) feed_stop(f, SAYSO_NO_MEMORY);
}

static void begin_words(say_feed *f, size_t row, const char **attributes)
{
    memset(&f->now, 0, sizeof f->now);
    f->now.meaning = element_table[row].meaning;
    f->now.rank = element_table[row].rank;
    f->now.depth = f->depth;
    if (f->item_depth && (uint64_t)XML_GetCurrentByteIndex(f->xml.parser) - f->item_at > SAY_ITEMS_LARGEST) f->too_large = true;
    if (f->now.meaning == FEED_TEXT) {
        f->now.form = f->text.rank && f->text.rank <= f->now.rank ? AS_NOTHING : form_of_text(f, attributes);
        return;
    }
    if (f->now.meaning == FEED_ORIGIN) f->now.meaning = FEED_PUBLISHER, f->now.rank = 1;
    bool foreign = f->now.meaning == FEED_URL && strcmp(feed_attribute(attributes, "isPermaLink"), "false") == 0;
    if (foreign || !fact_counts(f, f->now.meaning, f->now.rank)) f->now.meaning = FEED_OTHER;
    if (f->now.meaning == FEED_URL && !keep_link(f, attributes)) feed_stop(f, SAYSO_NO_MEMORY);
}

static void begin_root(say_feed *f, const char *name, const char **attributes)
{
    const char *colon = strchr(name, ':'), *language = feed_attribute(attributes, "xml:lang");
    note_tag(f->root, name);
    if (colon) note_prefix(f, (say_str){ name, (size_t)(colon - name) }, SPACE_PLAIN);
    f->atom = strcmp(colon ? colon + 1 : name, "feed") == 0;
    if (*language && !keep_fact(f, FEED_LANGUAGE, 2, say_base_str(language))) feed_stop(f, SAYSO_NO_MEMORY);
}

static void on_start(void *data, const char *name, const char **attributes)
{
    say_feed *f = data;
    if (f->xml.failed) return;
    if (f->depth == FEED_DEEPEST) {
        feed_stop(f, say_base_fail(f->xml.error, SAYSO_DAMAGED, f->path, feed_at(f), "elements nest over %d deep", FEED_DEEPEST));
        return;
    }
    f->tags += 1 + (size_t)XML_GetSpecifiedAttributeCount(f->xml.parser) / 2;
    if (f->tags > FEED_TAGS) {
        feed_stop(f, say_base_fail(f->xml.error, SAYSO_TOO_LARGE, f->path, feed_at(f), "over a million tags before an item ends"));
        return;
    }
    feed_meaning in = f->depth ? (feed_meaning)f->meanings[f->depth] : FEED_OTHER;
    f->depth++;
    f->meanings[f->depth] = FEED_OTHER;
    if (f->now.meaning == FEED_TEXT) {
        f->now.nested = true;
        if (is_collected(f)) pass_on(f);
        return;
    }
    note_prefixes(f, attributes);
    if (f->depth == 1) {
        f->meanings[1] = FEED_ROOT;
        begin_root(f, name, attributes);
        return;
    }
    size_t row = feed_row(f, name, in);
    if (!row) return;
    feed_meaning meaning = element_table[row - 1].meaning;
    f->meanings[f->depth] = (unsigned char)meaning;
    if (meaning == FEED_ITEM) begin_item(f, name, attributes);
    else if (meaning == FEED_CHANNEL) note_tag(f->channel, name);
    else begin_words(f, row - 1, attributes);
}

/* Whether another document can begin at the next item. */
static bool may_begin_anew(const say_feed *f) { return f->root[0] && f->xml.width != SAY_XML_UTF16; }

/* The item is whole: expat waits until it was handed on. */
static void end_item(say_feed *f)
{
    f->item_depth = 0;
    f->behind = (uint64_t)XML_GetCurrentByteIndex(f->xml.parser) + (uint64_t)XML_GetCurrentByteCount(f->xml.parser);
    f->lost = f->tags > FEED_TAGS / 4 && may_begin_anew(f);
    if (f->text.rank || f->too_large || f->lost) XML_StopParser(f->xml.parser, XML_TRUE);
}

static void on_end(void *data, const char *name)
{
    say_feed *f = data;
    (void)name;
    if (f->xml.failed) return;
    if (f->now.meaning && f->depth == f->now.depth) {
        say_str words = { f->now.words.text.at, f->now.words.text.count };
        if (f->now.meaning == FEED_TEXT) keep_feed_text(f);
        else if (words.len && !keep_fact(f, f->now.meaning, f->now.rank, words)) feed_stop(f, SAYSO_NO_MEMORY);
        memset(&f->now, 0, sizeof f->now);
    } else if (f->now.meaning == FEED_TEXT && is_collected(f)) pass_on(f);
    if (f->depth == f->item_depth) end_item(f);
    f->depth--;
    f->xml.closed = f->depth == 0;
}

/* A feed has no use for entities of its own, and those who make bombs have. */
static void on_declaration(void *data, const char *name, int is_parameter, const char *value, int size, const char *base, const char *address, const char *id,
                           const char *notation)
{
    say_feed *f = data;
    (void)name, (void)size, (void)base, (void)address, (void)id, (void)notation;
    if (f->xml.failed || (is_parameter && !value)) return;           /* those of HTML, as some RSS 1.0 has them; they are not read */
    feed_stop(f, say_base_fail(f->xml.error, SAYSO_DAMAGED, f->path, feed_at(f), "the feed declares entities"));
}

/* ---- the format ---- */

static bool is_feed(say_str head)
{
    static const char *const roots[] = { "rss", "feed", "RDF" };
    char copy[SAY_ITEMS_HEAD];
    say_str name = say_items_xml_root(head, copy);
    const char *colon = name.len ? memchr(name.at, ':', name.len) : NULL;
    if (colon) name = (say_str){ colon + 1, name.len - (size_t)(colon + 1 - name.at) };
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (say_base_same(name, say_base_str(roots[i]))) return true;
    return false;
}

static void follow_parser(say_feed *f)
{
    XML_SetUserData(f->xml.parser, f);
    XML_SetElementHandler(f->xml.parser, on_start, on_end);
    XML_SetCharacterDataHandler(f->xml.parser, on_words);
    XML_SetDefaultHandler(f->xml.parser, on_other);
    XML_SetSkippedEntityHandler(f->xml.parser, on_entity);
    XML_SetEntityDeclHandler(f->xml.parser, on_declaration);
}

static sayso_code begin_feed(say_items *items, sayso_error *error)
{
    say_feed *f = SAY_TAKE(items->arena, say_feed, 1, error);
    say_str head;
    sayso_code code = f ? say_bytes_peek(items->stream, SAY_ITEMS_HEAD, &head, error) : SAYSO_NO_MEMORY;
    if (code) return code;
    items->state = f;
    f->own = items->arena;
    f->arena = say_base_arena(error);
    code = f->arena ? say_items_xml(&f->xml, items->stream, head, items->arena, error) : SAYSO_NO_MEMORY;
    if (code) return code;
    f->path = items->path;
    follow_parser(f);
    return SAYSO_OK;
}

static void end_feed(say_items *items)
{
    say_feed *f = items->state;
    XML_ParserFree(f->xml.parser);
    say_base_arena_close(f->arena);
}

/* The item out of the feed's own memory. */
static bool copy_item(const say_feed *f, sayso_item *item, say_arena *arena, sayso_error *error)
{
    const struct { const char **to; feed_meaning own, whole; } strings[] = {
        { &item->title, FEED_TITLE, FEED_OTHER }, { &item->url, FEED_URL, FEED_OTHER }, { &item->byline, FEED_BYLINE, FEED_BYLINE },
        { &item->publisher, FEED_PUBLISHER, FEED_TITLE },
        { &item->published, FEED_PUBLISHED, FEED_OTHER }, { &item->modified, FEED_MODIFIED, FEED_OTHER }, { &item->language, FEED_LANGUAGE, FEED_LANGUAGE },
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        const char *own = f->item.of[strings[i].own].words, *whole = f->whole.of[strings[i].whole].words;
        if ((own || whole) && !(*strings[i].to = say_base_keep(arena, say_base_str(own ? own : whole), error))) return false;
    }
    if (!*item->published) item->published = item->modified;
    const say_xml_words *words = &f->text.words;
    sayso_trace *map = SAY_TAKE(arena, sayso_trace, words->map.count, error);
    item->bytes = map ? say_base_keep(arena, (say_str){ words->text.at, words->text.count }, error) : NULL;
    if (!item->bytes) return false;
    memcpy(map, words->map.at, words->map.count * sizeof *map);
    item->size = words->text.count;
    item->map = map;
    item->map_count = words->map.count;
    item->kind = f->text.kind;
    item->charset = "utf-8";
    item->at = f->xml.from + f->item_at;
    return true;
}

/* After a damage there may be whole items; not where the feed wants something that it does not get. */
static bool goes_on_after(say_feed *f, sayso_code code)
{
    if (code != SAYSO_DAMAGED || f->xml.failed || !may_begin_anew(f) || ++f->damages >= FEED_DAMAGES) return false;
    XML_Index done = XML_GetCurrentByteIndex(f->xml.parser);
    f->behind = done < 0 ? 0 : (uint64_t)done + 1;
    return true;
}

/* The next item, as the first one of a feed. */
static sayso_code find_item(say_items *items, say_feed *f, sayso_error *error)
{
    bool found;
    char head[2 * FEED_NAME + 4];
    const char *name = f->name[0] ? f->name : f->atom ? "entry" : "item";
    sayso_code code = say_items_xml_seek(&f->xml, items->stream, f->behind, name, &found, error);
    if (code || !found) return code;
    snprintf(head, sizeof head, f->channel[0] ? "<%s><%s>" : "<%s>", f->root, f->channel);
    bool fine = say_items_xml_anew(&f->xml, items->stream, head);
    follow_parser(f);
    f->lost = false;
    f->depth = f->item_depth = f->tags = 0;
    memset(&f->now, 0, sizeof f->now);
    f->xml.error = error;
    fine = fine && XML_Parse(f->xml.parser, head, (int)strlen(head), 0) == XML_STATUS_OK;
    return fine ? SAYSO_OK : say_base_fail(error, SAYSO_NO_MEMORY, items->path, (size_t)say_bytes_at(items->stream), "no room to parse");
}

static sayso_code next_feed(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    say_feed *f = items->state;
    bool whole;
    do {
        whole = false;
        sayso_code code = f->lost ? find_item(items, f, error) : SAYSO_OK;
        if (!code && f->lost) return SAYSO_OK;
        if (!code) code = say_items_xml_on(&f->xml, items->stream, items->path, &whole, error);
        if (code) f->lost = goes_on_after(f, code);
        items->ended = code && !f->lost;
        if (code || !whole) return code;
    } while (!f->text.rank && !f->too_large);
    if (f->too_large) return say_base_fail(error, SAYSO_TOO_LARGE, items->path, (size_t)(f->xml.from + f->item_at), "an item over 16 MiB, or of over a million entities");
    sayso_item *made = say_items_new(items, true, arena, error);
    if (!made || !copy_item(f, made, arena, error)) return SAYSO_NO_MEMORY;
    *item = made;
    return SAYSO_OK;
}

const say_format say_items_feed = { "feed", is_feed, begin_feed, next_feed, end_feed };
