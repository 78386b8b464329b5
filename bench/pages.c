/* The clean text of pages, and how fast: bench/pages [--seconds S] OUT PAGE.html...
 * Writes OUT/<page>.txt, the article without its title; then reads all pages again and again
 * for S seconds (2) of one thread, and prints pages a second.  bench/pages.py scores them.   */
#include "doc/doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { char *bytes; size_t size; const char *path; } page_file;

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool load(const char *path, page_file *page)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return false;
    page->size = (size_t)ftell(file);
    page->path = path;
    page->bytes = malloc(page->size + 1);
    rewind(file);
    bool fine = page->bytes && fread(page->bytes, 1, page->size, file) == page->size;
    fclose(file);
    return fine;
}

static void write_text(const char *out, const page_file *page, const say_doc *doc)
{
    char path[4096];
    const char *name = strrchr(page->path, '/');
    name = name ? name + 1 : page->path;
    snprintf(path, sizeof path, "%s/%.*s.txt", out, (int)strcspn(name, "."), name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(doc->text + doc->main, 1, doc->size - doc->main, file) != doc->size - doc->main) fprintf(stderr, "%s: cannot be written\n", path);
    if (file) fclose(file);
}

static bool read_one(const page_file *page, const char *out)
{
    sayso_error error = { 0 };
    say_doc *doc;
    say_arena *arena = say_base_arena(&error);
    const sayso_item item = { .doc = page->path, .bytes = page->bytes, .size = page->size, .kind = SAYSO_HTML };
    sayso_code code = arena ? say_doc_of(&item, arena, &doc, &error) : SAYSO_NO_MEMORY;
    bool fine = !code || code == SAYSO_NOT_ENGLISH;
    if (!fine && out) fprintf(stderr, "%s: %s\n", page->path, error.message);
    if (fine && out) write_text(out, page, doc);
    say_base_arena_close(arena);
    return fine;
}

int main(int count, char **args)
{
    double most = 2;
    int at = 1;
    if (count > 3 && strcmp(args[1], "--seconds") == 0) most = atof(args[2]), at = 3;
    if (count < at + 2) {
        fprintf(stderr, "usage: bench/pages [--seconds S] OUT PAGE...\n");
        return 2;
    }
    const char *out = args[at++];
    page_file *pages = calloc((size_t)(count - at), sizeof *pages);
    for (int i = at; i < count; i++)
        if (!load(args[i], &pages[i - at])) {
            fprintf(stderr, "%s: cannot be read\n", args[i]);
            return 1;
        }
    for (int i = 0; i < count - at; i++) read_one(&pages[i], out);
    double start = seconds_now();
    long read = 0;
    while (seconds_now() - start < most)
        for (int i = 0; i < count - at; i++) read += read_one(&pages[i], NULL);
    printf("%.1f pages/s\n", (double)read / (seconds_now() - start));
    return 0;
}
