/* doc: what an element's own names say of it: its class and id, its role, whether it is shown.
 *
 * Those who build pages name the parts in plain words, run together in a dozen ways: "related-posts",
 * "articleBody", "sidebar_2".  The names are cut into words at anything but letters and digits, and where
 * a capital follows a small letter, and the words looked up.  Three kinds count against an element.  Talk is
 * what readers wrote, often more than the article.  Junk is never the article, however well it reads:
 * teasers, offers.  A label belongs to the article but is not its text: byline, caption, date.  No word is
 * of one site; all are of hundreds.                                                                      */
#include "doc/inside.h"

#include <string.h>

typedef enum { WORD_WHOLE, WORD_BEGINS, WORD_HAS } word_match;

#define TALK(how, word)  { { word, sizeof word - 1 }, how, SAY_NAMED_TALK }
#define JUNK(how, word)  { { word, sizeof word - 1 }, how, SAY_NAMED_JUNK }
#define LABEL(how, word) { { word, sizeof word - 1 }, how, SAY_NAMED_LABEL }

/* A word is taken for the first row that it fits. */
static const struct { say_str word; word_match how; say_named named; } name_words[] = {
    TALK(WORD_HAS, "comment"), TALK(WORD_HAS, "disqus"), JUNK(WORD_HAS, "related"), JUNK(WORD_HAS, "recommend"), JUNK(WORD_HAS, "newsletter"), JUNK(WORD_HAS, "taboola"), JUNK(WORD_HAS, "outbrain"),
    JUNK(WORD_HAS, "sidebar"), JUNK(WORD_HAS, "cookie"), JUNK(WORD_HAS, "footer"), JUNK(WORD_HAS, "popup"), JUNK(WORD_HAS, "promo"), LABEL(WORD_HAS, "caption"), LABEL(WORD_HAS, "credit"), LABEL(WORD_HAS, "gallery"),
    JUNK(WORD_WHOLE, "ad"), JUNK(WORD_WHOLE, "ads"), JUNK(WORD_WHOLE, "adbox"), JUNK(WORD_WHOLE, "adsense"), JUNK(WORD_WHOLE, "adslot"), JUNK(WORD_WHOLE, "adunit"), JUNK(WORD_BEGINS, "advert"),
    JUNK(WORD_BEGINS, "banner"), JUNK(WORD_BEGINS, "breadcrumb"), JUNK(WORD_WHOLE, "breaking"), JUNK(WORD_WHOLE, "callout"), JUNK(WORD_BEGINS, "consent"), JUNK(WORD_WHOLE, "crosspromo"), JUNK(WORD_WHOLE, "cta"),
    JUNK(WORD_BEGINS, "donate"), JUNK(WORD_BEGINS, "dropdown"), JUNK(WORD_BEGINS, "follow"), JUNK(WORD_BEGINS, "gdpr"), JUNK(WORD_BEGINS, "infobox"), JUNK(WORD_BEGINS, "jumplink"), JUNK(WORD_WHOLE, "lightbox"),
    JUNK(WORD_WHOLE, "login"), JUNK(WORD_WHOLE, "masthead"), JUNK(WORD_BEGINS, "menu"), JUNK(WORD_BEGINS, "modal"), JUNK(WORD_WHOLE, "morefrom"), JUNK(WORD_WHOLE, "mostpopular"), JUNK(WORD_WHOLE, "mostread"),
    JUNK(WORD_WHOLE, "nav"), JUNK(WORD_WHOLE, "navbar"), JUNK(WORD_WHOLE, "navi"), JUNK(WORD_WHOLE, "navigation"), JUNK(WORD_WHOLE, "noprint"), JUNK(WORD_WHOLE, "offscreen"), JUNK(WORD_WHOLE, "overlay"), JUNK(WORD_WHOLE, "pager"),
    JUNK(WORD_WHOLE, "pagination"), JUNK(WORD_WHOLE, "paging"), JUNK(WORD_WHOLE, "poll"), JUNK(WORD_WHOLE, "polls"), JUNK(WORD_BEGINS, "popular"), JUNK(WORD_BEGINS, "privacy"), JUNK(WORD_WHOLE, "rail"), JUNK(WORD_BEGINS, "rating"),
    JUNK(WORD_WHOLE, "readmore"), JUNK(WORD_BEGINS, "recirc"), JUNK(WORD_WHOLE, "reply"), JUNK(WORD_WHOLE, "respond"), JUNK(WORD_BEGINS, "screenreader"), JUNK(WORD_BEGINS, "share"), JUNK(WORD_WHOLE, "sharing"),
    JUNK(WORD_BEGINS, "sidecol"), JUNK(WORD_BEGINS, "signup"), JUNK(WORD_BEGINS, "slideshow"), JUNK(WORD_BEGINS, "social"), JUNK(WORD_BEGINS, "sponsor"), JUNK(WORD_WHOLE, "sronly"), JUNK(WORD_BEGINS, "subscri"),
    JUNK(WORD_BEGINS, "teaser"), JUNK(WORD_BEGINS, "toolbar"), JUNK(WORD_BEGINS, "tooltip"), JUNK(WORD_WHOLE, "topstories"), JUNK(WORD_BEGINS, "trending"), JUNK(WORD_WHOLE, "upnext"), JUNK(WORD_WHOLE, "visuallyhidden"), JUNK(WORD_BEGINS, "widget"),
    LABEL(WORD_WHOLE, "abstract"), LABEL(WORD_BEGINS, "author"), LABEL(WORD_WHOLE, "bio"), LABEL(WORD_BEGINS, "byline"), LABEL(WORD_BEGINS, "carousel"), LABEL(WORD_WHOLE, "categories"), LABEL(WORD_BEGINS, "contributor"),
    LABEL(WORD_BEGINS, "copyright"), LABEL(WORD_WHOLE, "count"), LABEL(WORD_WHOLE, "date"), LABEL(WORD_WHOLE, "dateline"), LABEL(WORD_WHOLE, "deck"), LABEL(WORD_WHOLE, "dek"), LABEL(WORD_BEGINS, "disclaimer"), LABEL(WORD_WHOLE, "embedded"),
    LABEL(WORD_BEGINS, "eyebrow"), LABEL(WORD_WHOLE, "head"), LABEL(WORD_BEGINS, "header"), LABEL(WORD_BEGINS, "icon"), LABEL(WORD_BEGINS, "image"), LABEL(WORD_BEGINS, "kicker"), LABEL(WORD_WHOLE, "legal"), LABEL(WORD_WHOLE, "linkback"),
    LABEL(WORD_WHOLE, "media"), LABEL(WORD_WHOLE, "meta"), LABEL(WORD_WHOLE, "metadata"), LABEL(WORD_WHOLE, "more"), LABEL(WORD_WHOLE, "next"), LABEL(WORD_BEGINS, "photo"), LABEL(WORD_BEGINS, "player"), LABEL(WORD_BEGINS, "posted"), LABEL(WORD_WHOLE, "postmeta"),
    LABEL(WORD_BEGINS, "prev"), LABEL(WORD_WHOLE, "print"), LABEL(WORD_BEGINS, "profile"), LABEL(WORD_WHOLE, "pubdate"), LABEL(WORD_WHOLE, "published"), LABEL(WORD_BEGINS, "pullquote"), LABEL(WORD_WHOLE, "skip"), LABEL(WORD_BEGINS, "slide"),
    LABEL(WORD_WHOLE, "source"), LABEL(WORD_BEGINS, "standfirst"), LABEL(WORD_WHOLE, "subhead"), LABEL(WORD_WHOLE, "subheading"), LABEL(WORD_BEGINS, "submitted"), LABEL(WORD_WHOLE, "tag"), LABEL(WORD_WHOLE, "taglist"), LABEL(WORD_WHOLE, "tags"),
    LABEL(WORD_WHOLE, "timestamp"), LABEL(WORD_WHOLE, "toc"), LABEL(WORD_WHOLE, "tools"), LABEL(WORD_WHOLE, "topics"), LABEL(WORD_WHOLE, "updated"), LABEL(WORD_BEGINS, "video"), LABEL(WORD_WHOLE, "views"),
};

#undef TALK
#undef JUNK
#undef LABEL

/* Names of the element that holds an article's text, without what stands between their words. */
static const say_str article_names[] = {
    { "articlebody", 11 }, { "entrycontent", 12 }, { "postcontent", 11 }, { "storybody", 9 }, { "articlecontent", 14 }, { "storycontent", 12 },
    { "postbody", 8 }, { "articletext", 11 }, { "storytext", 9 }, { "maincontent", 11 },
};

static bool word_has(say_str word, say_str part)
{
    for (size_t i = 0; i + part.len <= word.len; i++)
        if (word.at[i] == part.at[0] && memcmp(word.at + i, part.at, part.len) == 0) return true;
    return false;
}

static say_named look_up_word(say_str word)
{
    for (size_t i = 0; i < sizeof name_words / sizeof *name_words; i++) {
        say_str row = name_words[i].word;
        if (word.len < row.len || (name_words[i].how == WORD_WHOLE && word.len != row.len)) continue;
        if (name_words[i].how == WORD_HAS ? word_has(word, row) : word.at[0] == row.at[0] && memcmp(word.at, row.at, row.len) == 0) return name_words[i].named;
    }
    return SAY_NAMED_NOTHING;
}

/* The next word of the names in small letters, at most `size` of them; empty at the end. */
static say_str next_name_word(say_str *names, char *word, size_t size)
{
    size_t n = 0;
    char before = '\0';
    for (; names->len; names->at++, names->len--) {
        char c = names->at[0];
        bool capital = c >= 'A' && c <= 'Z', letter = capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (n && (!letter || (capital && before >= 'a' && before <= 'z'))) break;
        if (letter && n < size) word[n++] = capital ? (char)(c + 32) : c;
        before = c;
    }
    return (say_str){ word, n };
}

static void read_names(say_str names, say_naming *naming)
{
    enum { LONGEST_WORD = 40, LONGEST_NAMES = 256 };
    char word[LONGEST_WORD], all[LONGEST_NAMES];
    size_t size = 0;
    for (say_str w; (w = next_name_word(&names, word, sizeof word)).len; ) {
        say_named named = look_up_word(w);
        if (named > naming->named) naming->named = named;
        naming->caption |= word_has(w, SAY_STR("caption"));
        if (size + w.len > sizeof all) continue;
        memcpy(all + size, w.at, w.len);
        size += w.len;
    }
    for (size_t i = 0; i < sizeof article_names / sizeof *article_names; i++)
        if (word_has((say_str){ all, size }, article_names[i])) naming->article = true;
}

static bool is_junk_role(say_str role)
{
    static const char *const roles[] = { "navigation", "complementary", "contentinfo", "banner", "dialog", "search", "menu" };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (say_base_same_fold(role, say_base_str(roles[i]))) return true;
    return false;
}

say_naming say_doc_naming(const say_node *node)
{
    say_naming naming = { SAY_NAMED_NOTHING, false, false };
    const GumboVector *attributes = &node->node->v.element.attributes;
    bool unseen = false;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *a = attributes->data[i];
        if (strcmp(a->name, "class") == 0 || strcmp(a->name, "id") == 0) read_names(say_base_str(a->value), &naming);
        else if (strcmp(a->name, "itemprop") == 0) naming.article |= say_base_same_fold(say_base_str(a->value), SAY_STR("articleBody"));
        else if (strcmp(a->name, "role") == 0) unseen |= is_junk_role(say_base_str(a->value));
        else if (strcmp(a->name, "aria-hidden") == 0) unseen |= strcmp(a->value, "true") == 0;
        else unseen |= strcmp(a->name, "hidden") == 0 || strcmp(a->name, "style") == 0;         /* of styles only "display: none" was kept */
    }
    if (unseen && naming.named < SAY_NAMED_JUNK) naming.named = SAY_NAMED_JUNK;
    return naming;
}
