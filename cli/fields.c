/* fields: what lines of JSON call the parts of a report, from lists such as text=body,title=headline. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define PART(member) { #member, offsetof(sayso_fields, member) }
static const struct { const char *name; size_t at; } parts[] = {
    PART(doc), PART(text), PART(title), PART(byline), PART(publisher), PART(date), PART(url), PART(language) };
enum { PARTS = sizeof parts / sizeof *parts };

static const char *part_name(size_t i) { return parts[i].name; }

static int unknown_part(unsigned about, const char *name)
{
    const char *near = nearest_name(name, part_name, PARTS);
    if (near) return usage_wrong(about, "--fields: a report has no part “%s”; did you mean %s?", name, near);
    return usage_wrong(about, "--fields: a report has no part “%s”", name);
}

/* "text=body", which is cut at the sign. */
static int take_part(orders *o, unsigned about, char *pair)
{
    char *value = strchr(pair, '=');
    size_t i = 0;
    if (!value || !value[1]) return usage_wrong(about, "--fields: “%s” says not what it is called: text=body", pair);
    *value++ = 0;
    while (i < PARTS && strcmp(parts[i].name, pair) != 0) i++;
    if (i == PARTS) return unknown_part(about, pair);
    *(const char **)(void *)((char *)&o->fields + parts[i].at) = value;
    return EXIT_OK;
}

int fields_read(orders *o, unsigned about)
{
    store words = { NULL, 0, 0 };
    int wrong = EXIT_OK;
    for (size_t i = 0; i < o->field_list_count; i++)
        if (store_write(&words, o->field_lists[i], strlen(o->field_lists[i])) || store_write(&words, ",", 1)) wrong = EXIT_ALL;
    if (words.size) words.at[words.size - 1] = 0;
    o->field_words = words.at;
    for (char *pair = words.at, *next; pair && !wrong; pair = next) {
        if ((next = strchr(pair, ','))) *next++ = 0;
        wrong = take_part(o, about, pair);
    }
    return wrong;
}
