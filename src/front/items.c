/* items: the public stream of reports as they come: the files of a walk one after the other, and each item in an arena of its own that
 * lies hidden behind it.                                                                                                            */
#include "items/items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sayso_items {
    say_walk    *walk;
    say_stream  *stream;                 /* of the file in hand */
    say_items   *inner;                  /* its items; NULL between files */
    char        *root;                   /* the path that was opened */
    const char  *path;                   /* of the file in hand; the walk's own */
    sayso_fields fields;
    size_t       files, said;            /* files so far; items and errors of the file in hand */
    bool         ended;
};

typedef struct { sayso_item item; say_arena *arena; } kept_item;

static void leave_file(sayso_items *items)
{
    say_items_close(items->inner);
    say_bytes_close(items->stream);
    items->inner = NULL;
    items->stream = NULL;
}

sayso_items *sayso_items_open(const char *path, const sayso_fields *fields, sayso_error *error)
{
    sayso_items *items = calloc(1, sizeof *items);
    char *root = malloc(strlen(path) + 1);
    if (!items || !root) say_base_fail(error, SAYSO_NO_MEMORY, path, 0, "no room for a stream of items");
    else if ((items->walk = say_bytes_walk(path, error))) {
        memcpy(root, path, strlen(path) + 1);
        items->root = root;
        if (fields) items->fields = *fields;
        return items;
    }
    free(root);
    free(items);
    return NULL;
}

void sayso_items_close(sayso_items *items)
{
    if (!items) return;
    leave_file(items);
    say_bytes_walked(items->walk);
    free(items->root);
    free(items);
}

void sayso_item_close(sayso_item *item)
{
    if (item) say_base_arena_close(((kept_item *)(void *)item)->arena);
}

/* Whatever failed within a file, it is the file that is named. */
static sayso_code fail_file(const sayso_items *items, sayso_code code, sayso_error *error)
{
    if (error) snprintf(error->where, sizeof error->where, "%s", items->path);
    return code;
}

/* Opens the next file; none is left where `inner` is NULL then. */
static sayso_code enter_file(sayso_items *items, sayso_error *error)
{
    if (items->ended) return SAYSO_OK;
    sayso_code code = say_bytes_step(items->walk, &items->path, error);
    if (code) {
        items->files++;
        return code;
    }
    items->ended = !items->path;
    if (items->ended) return items->files ? SAYSO_OK : say_base_fail(error, SAYSO_NO_FILE, items->root, 0, "a folder without files");
    items->files++;
    items->said = 0;
    if ((items->stream = say_bytes_open(items->path, error)) && (items->inner = say_items_open(items->stream, items->path, &items->fields, error))) return SAYSO_OK;
    leave_file(items);
    return fail_file(items, error ? error->code : SAYSO_NO_FILE, error);
}

static sayso_code none_in_file(sayso_items *items, sayso_error *error)
{
    leave_file(items);
    return items->said ? SAYSO_OK : say_base_fail(error, SAYSO_BAD_TEXT, items->path, 0, "there is no report in it");
}

/* *item is NULL at the end of the file in hand, which is left then. */
static sayso_code next_of_file(sayso_items *items, sayso_item **item, sayso_error *error)
{
    sayso_item *found = NULL;
    kept_item *kept = NULL;
    say_arena *arena = say_base_arena(error);
    sayso_code code = arena ? say_items_next(items->inner, arena, &found, error) : SAYSO_NO_MEMORY;
    if (!code && found && !(kept = SAY_TAKE(arena, kept_item, 1, error))) code = SAYSO_NO_MEMORY;
    if (kept) {
        *kept = (kept_item){ *found, arena };
        *item = &kept->item;
    } else {
        say_base_arena_close(arena);
    }
    if (!code && !kept) return none_in_file(items, error);
    items->said++;
    return code ? fail_file(items, code, error) : SAYSO_OK;
}

sayso_code sayso_items_next(sayso_items *items, sayso_item **item, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    *item = NULL;
    while (!code && !*item) {
        if (!items->inner) code = enter_file(items, error);
        if (code || !items->inner) return code;
        code = next_of_file(items, item, error);
    }
    return code;
}

void sayso_items_name(const char *path, char name[256])
{
    say_str stem = say_items_stem(path);
    snprintf(name, 256, "%.*s", stem.len < 255 ? (int)stem.len : 255, stem.at);
}
