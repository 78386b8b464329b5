/* doc: which nodes of a page are its article.
 *
 * 1. Blocks: the text of one paragraph, heading, item or cell.  A block reads as prose where it has some words
 *    and stops, and most of its words are no links.
 * 2. The root.  Each block is worth its words; less below elements that are named as junk or labels (names.c), less
 *    than nothing where it is links.  Worth rises through the tree and loses a part at each element that gathers
 *    more prose than the one below: so the article's own element wins over the page, which has it and all the rest,
 *    and over one of its paragraphs.  An element that holds half of the page's prose is believed more than its name.
 * 3. Within the root, junk and labels are cut, unless a good part of the article would go with them.
 * 4. Of the blocks that are left those go that repeat the title or an earlier block, that come before the title,
 *    that only lead elsewhere, and labels and notes at either end.
 * 5. Captions are cut like labels and written to a text of their own.
 * A fragment without a page round it, an item of a feed, is article as a whole: of it only junk and captions go.
 *
 * Seen over a hundred pages with articles marked by hand: the root is the right one in 99, and most of what is still
 * wrong is a summary above the article or an offer below it that nothing but its sense tells apart.                 */
#include "doc/inside.h"

#include <string.h>

/* Found on one half of the pages and good on the other, and the other way round; within half and twice of these little changes. */
#define RISE        .7               /* part of its worth that is left to a block one gathering element up */
#define JUNK_WORTH  .2               /* part of it below an element named as junk */
#define LABEL_WORTH .5
#define BELIEVED    .5               /* part of the page's prose that clears its element from its name */
#define BELIEVED_TALK .95
#define NAMED_BODY  1.5              /* how much more an element is worth that is named as the article's */
#define LABEL_CUT   .3               /* labels and junk with less of the article's prose than this are cut */
#define JUNK_CUT    .5
#define BEFORE_TITLE .2               /* less prose than this before the title is no article */

typedef enum { ELEMENT_INLINE, ELEMENT_LINK, ELEMENT_BLOCK, ELEMENT_PARAGRAPH, ELEMENT_HEADING, ELEMENT_CELL, ELEMENT_PART_OF_TABLE, ELEMENT_LABEL, ELEMENT_JUNK, ELEMENT_NO_TEXT } element_kind;

/* Elements that are not listed are inline. */
static const struct { GumboTag tag; element_kind kind; } element_kinds[] = {
    { GUMBO_TAG_A, ELEMENT_LINK }, { GUMBO_TAG_P, ELEMENT_PARAGRAPH }, { GUMBO_TAG_LI, ELEMENT_PARAGRAPH }, { GUMBO_TAG_DT, ELEMENT_PARAGRAPH }, { GUMBO_TAG_DD, ELEMENT_PARAGRAPH }, { GUMBO_TAG_PRE, ELEMENT_PARAGRAPH },
    { GUMBO_TAG_H1, ELEMENT_HEADING }, { GUMBO_TAG_H2, ELEMENT_HEADING }, { GUMBO_TAG_H3, ELEMENT_HEADING }, { GUMBO_TAG_H4, ELEMENT_HEADING }, { GUMBO_TAG_H5, ELEMENT_HEADING }, { GUMBO_TAG_H6, ELEMENT_HEADING },
    { GUMBO_TAG_TD, ELEMENT_CELL }, { GUMBO_TAG_TH, ELEMENT_CELL }, { GUMBO_TAG_TR, ELEMENT_PART_OF_TABLE }, { GUMBO_TAG_TBODY, ELEMENT_PART_OF_TABLE }, { GUMBO_TAG_THEAD, ELEMENT_PART_OF_TABLE }, { GUMBO_TAG_TFOOT, ELEMENT_PART_OF_TABLE },
    { GUMBO_TAG_ADDRESS, ELEMENT_BLOCK }, { GUMBO_TAG_ARTICLE, ELEMENT_BLOCK }, { GUMBO_TAG_BLOCKQUOTE, ELEMENT_BLOCK }, { GUMBO_TAG_BODY, ELEMENT_BLOCK }, { GUMBO_TAG_CAPTION, ELEMENT_BLOCK }, { GUMBO_TAG_CENTER, ELEMENT_BLOCK },
    { GUMBO_TAG_DETAILS, ELEMENT_BLOCK }, { GUMBO_TAG_DIV, ELEMENT_BLOCK }, { GUMBO_TAG_DL, ELEMENT_BLOCK }, { GUMBO_TAG_HGROUP, ELEMENT_BLOCK }, { GUMBO_TAG_HR, ELEMENT_BLOCK }, { GUMBO_TAG_HTML, ELEMENT_BLOCK }, { GUMBO_TAG_MAIN, ELEMENT_BLOCK },
    { GUMBO_TAG_OL, ELEMENT_BLOCK }, { GUMBO_TAG_SECTION, ELEMENT_BLOCK }, { GUMBO_TAG_SUMMARY, ELEMENT_BLOCK }, { GUMBO_TAG_TABLE, ELEMENT_BLOCK }, { GUMBO_TAG_UL, ELEMENT_BLOCK },
    { GUMBO_TAG_FIELDSET, ELEMENT_LABEL }, { GUMBO_TAG_FIGURE, ELEMENT_LABEL }, { GUMBO_TAG_FORM, ELEMENT_LABEL }, { GUMBO_TAG_HEADER, ELEMENT_LABEL },
    { GUMBO_TAG_ASIDE, ELEMENT_JUNK }, { GUMBO_TAG_FOOTER, ELEMENT_JUNK },
    { GUMBO_TAG_AUDIO, ELEMENT_NO_TEXT }, { GUMBO_TAG_BUTTON, ELEMENT_NO_TEXT }, { GUMBO_TAG_CANVAS, ELEMENT_NO_TEXT }, { GUMBO_TAG_EMBED, ELEMENT_NO_TEXT }, { GUMBO_TAG_FIGCAPTION, ELEMENT_NO_TEXT }, { GUMBO_TAG_HEAD, ELEMENT_NO_TEXT },
    { GUMBO_TAG_MENU, ELEMENT_NO_TEXT }, { GUMBO_TAG_NAV, ELEMENT_NO_TEXT }, { GUMBO_TAG_OBJECT, ELEMENT_NO_TEXT }, { GUMBO_TAG_RP, ELEMENT_NO_TEXT }, { GUMBO_TAG_RT, ELEMENT_NO_TEXT }, { GUMBO_TAG_SELECT, ELEMENT_NO_TEXT },
    { GUMBO_TAG_TEMPLATE, ELEMENT_NO_TEXT }, { GUMBO_TAG_VIDEO, ELEMENT_NO_TEXT },
};

typedef struct {
    uint32_t box;                    /* the nearest element that is not inline */
    uint8_t kind;                    /* element_kind */
    bool link, italic, quote;        /* it is in such an element */
    bool label;                      /* in an inline element that is named as a label */
    bool talk, junk, weak, article, caption;     /* itself: named as talk, as junk (or talk), as a label, as the article's; a caption */
    bool quotes;                     /* a quotation is not far below */
    bool cut;
    double weight;                   /* of words below it: 1, less under junk and labels */
    double plain, prose;             /* words of prose below it; the same weighed */
    double score;                    /* as the article's root */
} page_mark;

typedef struct {
    uint32_t first, last, box;       /* nodes of its first and last text, and its element */
    uint32_t words, linked, stops;
    bool heading, paragraph, italic, label, quote, prose, dropped;
} page_block;

typedef struct {
    const say_html_page *page;
    page_mark *marks;
    SAY_LIST(page_block) blocks;
    element_kind kinds[GUMBO_TAG_LAST + 1];
    uint32_t root;
    bool fragment;                   /* no page round it, as in a feed: all of it is the article */
    say_clean *clean;
} page_reading;

static GumboTag box_tag(const page_reading *r, const page_block *b) { return r->page->nodes.at[b->box].tag; }

static bool is_in_root(const page_reading *r, const page_block *b)
{
    return b->first >= r->root && b->first < r->page->nodes.at[r->root].end;
}

/* ---- marks ---- */

/* Tells the elements near above a quotation: one that only embeds it may be named as junk ("social-embed"). */
static void mark_quotation(page_reading *r, uint32_t at)
{
    enum { NEAR = 4 };
    r->marks[at].quote = true;
    for (int i = 0; i < NEAR && at && r->marks[at].kind != ELEMENT_JUNK; i++, at = r->page->nodes.at[at].parent) r->marks[at].quotes = true;
}

static void mark_element(page_reading *r, uint32_t at)
{
    const say_node *n = &r->page->nodes.at[at];
    page_mark *m = &r->marks[at];
    m->kind = (uint8_t)r->kinds[n->tag];
    bool inlined = m->kind == ELEMENT_INLINE || m->kind == ELEMENT_LINK;
    if (!inlined) m->box = at, m->label = false;
    if (m->kind == ELEMENT_LINK && say_doc_attribute(n, "href").at) m->link = true;
    if (n->tag == GUMBO_TAG_I || n->tag == GUMBO_TAG_EM) m->italic = true;
    if (m->kind == ELEMENT_NO_TEXT) m->cut = true;
    if (n->tag == GUMBO_TAG_BLOCKQUOTE) mark_quotation(r, at);
    bool named = n->tag != GUMBO_TAG_UNKNOWN || n->node->type != GUMBO_NODE_DOCUMENT;
    say_naming naming = named ? say_doc_naming(n) : (say_naming){ SAY_NAMED_NOTHING, false, false };
    /* "category-news", "tag-more" on these say what the article is about. */
    if (m->kind == ELEMENT_PART_OF_TABLE || m->kind == ELEMENT_CELL || n->tag == GUMBO_TAG_ARTICLE || n->tag == GUMBO_TAG_MAIN || n->tag == GUMBO_TAG_BODY || n->tag == GUMBO_TAG_HTML) naming.named = SAY_NAMED_NOTHING;
    m->article = naming.article;
    m->caption = naming.caption || n->tag == GUMBO_TAG_FIGCAPTION;
    m->talk = naming.named == SAY_NAMED_TALK;
    m->junk = naming.named >= SAY_NAMED_JUNK || m->kind == ELEMENT_JUNK;
    if (naming.named == SAY_NAMED_LABEL && inlined) m->label = true;
    else m->weak = naming.named == SAY_NAMED_LABEL || m->kind == ELEMENT_LABEL;
}

static void mark_nodes(page_reading *r)
{
    for (size_t i = 0; i < sizeof element_kinds / sizeof *element_kinds; i++) r->kinds[element_kinds[i].tag] = element_kinds[i].kind;
    for (uint32_t i = 0; i < r->page->nodes.count; i++) {
        const say_node *n = &r->page->nodes.at[i];
        const page_mark *up = &r->marks[n->parent];
        if (i) r->marks[i] = (page_mark){ .box = up->box, .link = up->link, .italic = up->italic, .quote = up->quote, .label = up->label, .cut = up->cut };
        if (n->tag != GUMBO_TAG_LAST) mark_element(r, i);
    }
}

/* ---- blocks ---- */

/* Counts words and stops.  A Chinese or Japanese character is a word. */
static void count_words(page_block *b, say_str text, bool link)
{
    bool within = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i], next = i + 1 < text.len ? (unsigned char)text.at[i + 1] : 0;
        bool blank = c == 0xC2 && next == 0xA0, mark = c == 0xE2 && next == 0x80;
        bool letter = !blank && !mark && (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
        bool word = letter && (!within || (c >= 0xE3 && c <= 0xE9));
        b->words += word;
        b->linked += word && link;
        b->stops += c == '.' || c == ',' || c == '?' || c == '!' || (c == 0xE3 && next == 0x80);
        within = letter || (within && (c == '\'' || c == '-' || (mark && i + 2 < text.len && (unsigned char)text.at[i + 2] == 0x99)));
        i += mark ? 2 : blank ? 1 : 0;
    }
}

static bool is_blank_text(say_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] > ' ') return false;
    return true;
}

static bool add_block(page_reading *r, uint32_t at)
{
    const page_mark *m = &r->marks[at];
    element_kind kind = (element_kind)r->marks[m->box].kind;
    page_block *b = SAY_PUSH(r->page->arena, &r->blocks, r->clean->error);
    if (!b) return false;
    *b = (page_block){ .first = at, .box = m->box, .heading = kind == ELEMENT_HEADING, .italic = true, .label = true, .quote = m->quote };
    b->paragraph = kind == ELEMENT_PARAGRAPH || kind == ELEMENT_HEADING || kind == ELEMENT_CELL || b->quote;
    return true;
}

/* A new block begins with each element that is not inline, with its end, and with two <br>. */
static bool make_blocks(page_reading *r)
{
    bool edge = true;
    int breaks = 0;
    for (uint32_t i = 0; i < r->page->nodes.count; i++) {
        const say_node *n = &r->page->nodes.at[i];
        const page_mark *m = &r->marks[i];
        if (n->tag != GUMBO_TAG_LAST) {
            if (m->box == i || (n->tag == GUMBO_TAG_BR && ++breaks >= 2)) edge = true;
            continue;
        }
        if (is_blank_text(n->words.text)) continue;
        if (edge || r->blocks.at[r->blocks.count - 1].box != m->box)
            if (!add_block(r, i)) return false;
        page_block *b = &r->blocks.at[r->blocks.count - 1];
        edge = false;
        breaks = 0;
        b->last = i;
        b->italic &= m->italic;
        b->label &= m->label;
        count_words(b, n->words.text, m->link);
        b->prose = !b->heading && !b->label && b->words - b->linked >= 8 && b->stops && b->linked * 2 < b->words;
    }
    return true;
}

/* ---- the root ---- */

static double worth_of(const page_block *b, double weight)
{
    double own = b->words - b->linked;
    if (b->prose) return own * weight;
    if (b->linked * 2 > b->words) return -2.0 - b->linked;
    return b->heading ? 0 : .3 * own * weight;
}

/* Children come after their parents in the row: a walk from its end adds all of them up. */
static void add_up_plain(page_reading *r)
{
    for (size_t i = 0; i < r->blocks.count; i++) {
        const page_block *b = &r->blocks.at[i];
        if (b->prose && !r->marks[b->first].cut) r->marks[b->box].plain += b->words - b->linked;
    }
    for (size_t i = r->page->nodes.count; i-- > 1; ) r->marks[r->page->nodes.at[i].parent].plain += r->marks[i].plain;
}

static void add_up_scores(page_reading *r)
{
    page_mark *marks = r->marks;
    for (size_t i = 0; i < r->page->nodes.count; i++) {
        marks[i].weight = i ? marks[r->page->nodes.at[i].parent].weight : 1;
        if (marks[i].plain < (marks[i].talk ? BELIEVED_TALK : BELIEVED) * marks[0].plain) marks[i].weight *= marks[i].junk ? JUNK_WORTH : marks[i].weak ? LABEL_WORTH : 1;
    }
    for (size_t i = 0; i < r->blocks.count; i++) {
        const page_block *b = &r->blocks.at[i];
        if (marks[b->first].cut) continue;
        marks[b->box].score += worth_of(b, marks[b->box].weight);
        if (b->prose) marks[b->box].prose += worth_of(b, marks[b->box].weight);
    }
    for (size_t i = r->page->nodes.count; i-- > 1; ) marks[r->page->nodes.at[i].parent].prose += marks[i].prose;
    for (size_t i = r->page->nodes.count; i-- > 1; ) {
        page_mark *up = &marks[r->page->nodes.at[i].parent];
        bool gathers = marks[i].kind != ELEMENT_PARAGRAPH && marks[i].kind != ELEMENT_HEADING && up->prose > marks[i].prose * 1.02 + 1;
        up->score += marks[i].score * (gathers ? RISE : 1);
    }
}

/* Neither a doctype nor tags for <html> and <body>, nor anything in <head>. */
static bool is_fragment(const say_html_page *page)
{
    if (page->nodes.at[0].node->v.document.has_doctype) return false;
    for (size_t i = 1; i < page->nodes.count; i++) {
        const say_node *n = &page->nodes.at[i];
        bool whole = n->tag == GUMBO_TAG_HTML || n->tag == GUMBO_TAG_HEAD || n->tag == GUMBO_TAG_BODY;
        if (whole && n->node->v.element.original_tag.length) return false;
        if (n->tag == GUMBO_TAG_HEAD && n->end > i + 1) return false;
    }
    return true;
}

static void choose_root(page_reading *r)
{
    double most = 0;
    if ((r->fragment = is_fragment(r->page))) return;
    for (uint32_t i = 0; i < r->page->nodes.count; i++) {
        const say_node *n = &r->page->nodes.at[i];
        const page_mark *m = &r->marks[i];
        bool holds = m->kind != ELEMENT_LINK && (m->kind != ELEMENT_INLINE || n->tag == GUMBO_TAG_SPAN || n->tag == GUMBO_TAG_UNKNOWN);
        double score = m->score * (m->article ? NAMED_BODY : 1);
        if (n->tag == GUMBO_TAG_LAST || m->cut || !holds || score < most) continue;
        most = score;
        r->root = i;
    }
}

static void cut_within(page_reading *r)
{
    const page_mark *root = &r->marks[r->root];
    for (uint32_t i = r->root + 1; i < r->page->nodes.at[r->root].end; i++) {
        page_mark *m = &r->marks[i];
        bool little = m->plain < (m->talk ? BELIEVED_TALK : m->junk ? JUNK_CUT : LABEL_CUT) * root->plain;
        if ((m->junk || m->weak) && little && !m->quotes) m->cut = true;
        if (r->marks[r->page->nodes.at[i].parent].cut) m->cut = true;
    }
}

/* ---- what goes ---- */

static size_t letters_of_block(const page_reading *r, const page_block *b, char letters[SAY_DOC_LETTERS])
{
    size_t size = 0;
    for (uint32_t i = b->first; i <= b->last && size < SAY_DOC_LETTERS; i++)
        if (r->page->nodes.at[i].tag == GUMBO_TAG_LAST) size = say_doc_letters(r->page->nodes.at[i].words.text, letters, size);
    return size;
}

/* The block begins with a word that points away from the article, and little follows but a link: "Read more: Ten die in raid". */
static bool points_away(const page_reading *r, const page_block *b)
{
    static const char *const openings[] = {
        "readmore", "alsoread", "readalso", "related", "seealso", "seemore", "dontmiss", "dont'miss", "advert", "share", "tags", "filedunder", "lastupdated", "firstpublished", "published", "updated", "photo",
        "image", "followus", "follow", "subscribe", "signup", "listen", "watch", "morefrom", "youmayalsolike", "loading", "comments", "by", "getthe", "clickhere", "tellus", "source", "via", "recommended", "sponsored",
    };
    char letters[SAY_DOC_LETTERS];
    if (b->words - b->linked > 6 || (b->prose && !b->linked)) return false;
    size_t size = letters_of_block(r, b, letters);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t n = strlen(openings[i]);
        if (size >= n && memcmp(letters, openings[i], n) == 0) return true;
    }
    return false;
}

static void drop_poor_blocks(page_reading *r)
{
    for (size_t i = 0; i < r->blocks.count; i++) {
        page_block *b = &r->blocks.at[i];
        bool leads = b->linked == b->words || (b->linked >= .6 * b->words && b->words - b->linked <= 4);
        bool label = !b->paragraph && !r->fragment && (b->label || b->words <= 2);
        b->dropped = r->marks[b->first].cut || !is_in_root(r, b) || b->words == 0 || (!b->quote && (leads || label)) || points_away(r, b);
    }
}

/* The title, and all before it: unless it stands in the midst of the article. */
static void drop_title(page_reading *r, say_str title)
{
    char letters[SAY_DOC_LETTERS], wanted[SAY_DOC_LETTERS];
    size_t start = 0, wanted_size = say_doc_letters(title, wanted, 0);
    double all = 0, before = 0;
    for (size_t i = 0; i < r->blocks.count; i++)
        if (!r->blocks.at[i].dropped && r->blocks.at[i].prose) all += r->blocks.at[i].words;
    for (size_t i = 0; i < r->blocks.count; i++) {
        page_block *b = &r->blocks.at[i];
        if (!is_in_root(r, b)) continue;
        size_t size = box_tag(r, b) == GUMBO_TAG_H1 ? 0 : letters_of_block(r, b, letters);
        if (box_tag(r, b) == GUMBO_TAG_H1 || (size >= 8 && size == wanted_size && memcmp(letters, wanted, size) == 0)) {
            b->dropped = true;
            if (before < BEFORE_TITLE * all) start = i;
        }
        if (!b->dropped && b->prose) before += b->words;
    }
    for (size_t i = 0; i < start; i++) r->blocks.at[i].dropped = true;
}

/* The first block whose text is at or after a node. */
static size_t block_at(const page_reading *r, uint32_t node)
{
    size_t low = 0, high = r->blocks.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (r->blocks.at[middle].first < node) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* A list whose items all lead elsewhere goes with the line above it: "More great stories". */
static void drop_list(page_reading *r, uint32_t list)
{
    size_t from = block_at(r, list), to = block_at(r, r->page->nodes.at[list].end), above = from;
    uint32_t items = 0, linking = 0, words = 0, linked = 0;
    for (size_t i = from; i < to; i++) {
        const page_block *b = &r->blocks.at[i];
        if (r->marks[b->first].cut) continue;
        items++;
        linking += b->linked > 0;
        words += b->words;
        linked += b->linked;
    }
    if (items < 3 || linking * 10 < items * 9 || linked < .3 * words || words > 22 * items) return;
    for (size_t i = from; i < to; i++) r->blocks.at[i].dropped = true;
    while (above > 0 && r->blocks.at[above - 1].dropped) above--;
    if (above > 0 && !r->blocks.at[above - 1].prose && r->blocks.at[above - 1].words <= 10) r->blocks.at[above - 1].dropped = true;
}

static void drop_lists(page_reading *r)
{
    for (uint32_t i = r->root; i < r->page->nodes.at[r->root].end; i++)
        if (r->page->nodes.at[i].tag == GUMBO_TAG_UL || r->page->nodes.at[i].tag == GUMBO_TAG_OL) drop_list(r, i);
}

/* Some pages have a paragraph twice, for wide and for narrow screens.  Further apart the same words are meant: a recipe's steps. */
static void drop_repeated(page_reading *r)
{
    enum { NEAR = 3, LEAST_WORDS = 8 };
    uint64_t last[NEAR] = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < r->blocks.count; i++) {
        page_block *b = &r->blocks.at[i];
        char letters[SAY_DOC_LETTERS];
        if (b->dropped) continue;
        uint64_t h = say_base_hash((say_str){ letters, letters_of_block(r, b, letters) });
        for (int k = 0; k < NEAR; k++)
            if (h == last[k] && b->words >= LEAST_WORDS) b->dropped = true;
        last[count++ % NEAR] = h;
    }
}

/* Labels before the first prose and after the last, and notes in italics that end an article: "Ann Lee is a writer in Oslo". */
static void drop_ends(page_reading *r)
{
    size_t first = r->blocks.count, last = 0;
    for (size_t i = 0; i < r->blocks.count; i++) {
        const page_block *b = &r->blocks.at[i];
        if (b->dropped || !b->prose) continue;
        if (first == r->blocks.count) first = i;
        if (!b->italic) last = i;
    }
    for (size_t i = 0; i < r->blocks.count; i++) {
        page_block *b = &r->blocks.at[i];
        if ((i < first || i > last) && !b->prose && !b->paragraph) b->dropped = true;
        if (i > last && last && b->italic) b->dropped = true;
    }
    bool under = false;                                              /* a heading needs something under it */
    for (size_t i = r->blocks.count; i-- > 0; ) {
        page_block *b = &r->blocks.at[i];
        if (b->heading && !under) b->dropped = true;
        if (!b->dropped) under = true;
    }
}

/* ---- writing ---- */

/* The row of the table that a cell is in; 0 for what is no cell. */
static uint32_t row_of(const page_reading *r, uint32_t box)
{
    while (box && r->marks[box].kind == ELEMENT_PARAGRAPH) box = r->page->nodes.at[box].parent;
    if (r->marks[box].kind != ELEMENT_CELL) return 0;
    return r->page->nodes.at[box].parent;
}

static bool write_block(page_reading *r, const page_block *b)
{
    for (uint32_t i = b->first; i <= b->last; i++) {
        const say_node *n = &r->page->nodes.at[i];
        if (n->tag == GUMBO_TAG_BR) say_doc_gap(r->clean, 1);
        if (n->tag == GUMBO_TAG_LAST && !r->marks[i].cut && !say_doc_write(r->clean, n->words, SIZE_MAX)) return false;
    }
    return true;
}

/* Paragraphs are parted by a blank line, rows of a table by a line, cells by a blank. */
static bool write_blocks(page_reading *r)
{
    const page_block *before = NULL;
    say_doc_gap(r->clean, 2);
    for (size_t i = 0; i < r->blocks.count; i++) {
        const page_block *b = &r->blocks.at[i];
        if (b->dropped) continue;
        uint32_t row = row_of(r, b->box), last = before ? row_of(r, before->box) : 0;
        if (before) say_doc_gap(r->clean, row && row == last ? -1 : row && last ? 1 : 2);
        if (!write_block(r, b)) return false;
        before = b;
    }
    return true;
}

/* ---- captions ---- */

/* Captions of the article's pictures may stand beside its text, within the same <article> or <main>. */
static uint32_t picture_root(const page_reading *r)
{
    for (uint32_t i = r->root; i; i = r->page->nodes.at[i].parent)
        if (r->page->nodes.at[i].tag == GUMBO_TAG_ARTICLE || r->page->nodes.at[i].tag == GUMBO_TAG_MAIN) return i;
    return r->root;
}

/* Writes the words below an element, but for those of buttons and the like.  A caption that the article has as text is none. */
static bool write_caption(page_reading *r, uint32_t at, say_clean *under, say_page_captions *captions)
{
    enum { LONGEST_CAPTION = 2000 };
    size_t from = under->text.count;
    uint32_t end = r->page->nodes.at[at].end;
    for (uint32_t i = at + 1; i < end && under->text.count - from < LONGEST_CAPTION; i++) {
        const say_node *n = &r->page->nodes.at[i];
        if (n->tag == GUMBO_TAG_LAST) {
            if (!say_doc_write(under, n->words, LONGEST_CAPTION)) return false;
        } else if (r->kinds[n->tag] == ELEMENT_NO_TEXT && n->tag != GUMBO_TAG_FIGCAPTION) {
            i = n->end - 1;
        } else if (r->kinds[n->tag] != ELEMENT_INLINE && r->kinds[n->tag] != ELEMENT_LINK) {
            say_doc_gap(under, -1);
        }
    }
    from += from && under->text.count > from ? 2 : 0;                /* the gap */
    say_doc_gap(under, 2);
    if (under->text.count == from) return true;
    say_str words = { under->text.at + from, under->text.count - from };
    const say_range *last = captions->at.count ? &captions->at.at[captions->at.count - 1] : NULL;
    if (last && say_base_same(words, (say_str){ under->text.at + last->from, last->to - last->from })) return true;
    say_range *caption = SAY_PUSH(captions->arena, &captions->at, under->error);
    if (caption) *caption = (say_range){ from, under->text.count };
    return caption != NULL;
}

/* Junk round the article's own text is none; another <article> is a teaser. */
static bool write_captions(page_reading *r, say_clean *under, say_page_captions *captions)
{
    uint32_t from = picture_root(r);
    for (uint32_t i = from + 1; i < r->page->nodes.at[from].end; i++) {
        const page_mark *m = &r->marks[i];
        const say_node *n = &r->page->nodes.at[i];
        if (n->tag == GUMBO_TAG_LAST) continue;
        bool round = i <= r->root && r->root < n->end, apart = m->junk || n->tag == GUMBO_TAG_ARTICLE || (r->kinds[n->tag] == ELEMENT_NO_TEXT && !m->caption);
        if (!round && apart) {
            i = n->end - 1;
        } else if (!round && m->caption && (m->cut || i < r->root || i >= r->page->nodes.at[r->root].end)) {
            if (!write_caption(r, i, under, captions)) return false;
            i = n->end - 1;
        }
    }
    return true;
}

sayso_code say_doc_article(const say_html_page *page, say_str title, say_clean *clean, say_clean *under, say_page_captions *captions, sayso_error *error)
{
    page_reading r = { .page = page, .clean = clean, .marks = SAY_TAKE(page->arena, page_mark, page->nodes.count + 1, error) };
    if (!r.marks) return SAYSO_NO_MEMORY;
    mark_nodes(&r);
    if (!make_blocks(&r)) return SAYSO_NO_MEMORY;
    add_up_plain(&r);
    add_up_scores(&r);
    choose_root(&r);
    cut_within(&r);
    drop_poor_blocks(&r);
    drop_title(&r, title);
    drop_lists(&r);
    drop_repeated(&r);
    if (!r.fragment) drop_ends(&r);
    return write_blocks(&r) && write_captions(&r, under, captions) ? SAYSO_OK : SAYSO_NO_MEMORY;
}

#undef RISE
#undef JUNK_WORTH
#undef LABEL_WORTH
#undef BELIEVED
#undef BELIEVED_TALK
#undef NAMED_BODY
#undef LABEL_CUT
#undef JUNK_CUT
#undef BEFORE_TITLE
