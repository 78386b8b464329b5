/* html_page: what a page gathers, as pieces of a web page.  Every word of a report and of
 * whoever made or corrected a claim passes through here and comes out escaped.            */
#include "sheets/html.h"

#include <string.h>

static const struct { const char *open, *close; } style_tags[STYLES] = {
    [STYLE_TEXT] = { "", "" }, [STYLE_TITLE] = { "<b>", "</b>" }, [STYLE_HEADING] = { "<b>", "</b>" },
    [STYLE_STRONG] = { "<b>", "</b>" }, [STYLE_ROLE] = { "<span class=\"role\">", "</span>" },
    [STYLE_WORDS] = { "<span class=\"words\">", "</span>" }, [STYLE_MARK] = { "<mark>", "</mark>" },
    [STYLE_FAINT] = { "<span class=\"faint\">", "</span>" }, [STYLE_REF] = { "<span class=\"faint\">", "</span>" },
    [STYLE_FOR] = { "<span class=\"for\">", "</span>" }, [STYLE_AGAINST] = { "<span class=\"against\">", "</span>" },
    [STYLE_OPEN] = { "<span class=\"open\">", "</span>" },
};

static const char *entity_of(uint32_t c)
{
    static const struct { uint32_t character; const char *entity; } entities[] = {
        { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (entities[i].character == c) return entities[i].entity;
    return NULL;
}

/* U+FFFE, U+FFFF and their kin in each plane are no characters, and HTML has none of them. */
static bool no_character(uint32_t c) { return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF); }

static void put_character(say_out *out, uint32_t c)
{
    char bytes[4];
    const char *entity = entity_of(c);
    if (entity) say_sheets_text(out, entity);
    else say_sheets_put(out, bytes, say_sheets_utf8(no_character(c) ? 0xFFFD : c, bytes));
}

void say_sheets_html_escape(say_out *out, const char *ended_by_nul)
{
    say_str text = say_base_str(ended_by_nul);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = say_sheets_shown(say_sheets_next(text, &at));
        if (c) put_character(out, c);
    }
}

void say_sheets_inline(say_page *page)
{
    uint32_t now = STYLE_TEXT;
    for (size_t i = 0; i < page->cells.count; i++) {
        say_cell cell = page->cells.at[i];
        if (cell.style != now) {
            say_sheets_text(&page->out, style_tags[now].close);
            say_sheets_text(&page->out, style_tags[cell.style].open);
            now = cell.style;
        }
        put_character(&page->out, cell.character);
    }
    say_sheets_text(&page->out, style_tags[now].close);
    page->cells.count = 0;
}

/* A tail like "[5]" leads to passage 5 in the texts below. */
void say_sheets_html_ref(say_page *page, const char *ref)
{
    size_t length = ref ? strlen(ref) : 0;
    if (length < 3 || ref[0] != '[') return;
    say_sheets_text(&page->out, " <a class=\"ref\" href=\"#p");
    say_sheets_put(&page->out, ref + 1, length - 2);
    say_sheets_text(&page->out, "\">");
    say_sheets_text(&page->out, ref);
    say_sheets_text(&page->out, "</a>");
}

void say_sheets_html_label(say_page *page, const char *label, const char *tail)
{
    say_sheets_text(&page->out, "<div><dt>");
    say_sheets_html_escape(&page->out, label);
    say_sheets_text(&page->out, "</dt><dd>");
    say_sheets_inline(page);
    say_sheets_html_ref(page, tail);
    say_sheets_text(&page->out, "</dd></div>\n");
}
