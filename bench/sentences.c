/* Boundary F1 of our sentence splitter against <doc>.sents.json files.
 *   bench/sentences [--half 0|1] [--show N] TEXT...
 * A boundary is the end of a sentence, counted in bytes that are no white space
 * from the beginning of the report; the last one of each report counts too.  --half
 * takes the reports whose name hashes to that half; --show prints the first N errors. */
#include "doc/doc.h"
#include "text/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { size_t ours, theirs, both, words; long show; } tally;

/* How many bytes of a sentence are no white space: those of its words. */
static size_t dense(say_str text)
{
    static say_range at[1 << 20];
    size_t count = say_text_words(text, at, sizeof at / sizeof *at), k = 0;
    for (size_t i = 0; i < count; i++) k += at[i].to - at[i].from;
    return k;
}

static void show_error(const say_doc *doc, const say_text *text, const unsigned char *marks, size_t k)
{
    size_t seen = 0, i = 0;
    while (i < text->word_count && seen < k) seen += text->words[i].at.to - text->words[i].at.from, i++;
    size_t end = i ? text->words[i - 1].at.to - (seen - k) : 0, from = end > 60 ? end - 60 : 0;
    printf("%s %s: %.*s | %.*s\n", marks[k] == 1 ? "extra  " : "missing", doc->name, (int)(end - from), doc->text + from,
           (int)(doc->size - end < 40 ? doc->size - end : 40), doc->text + end);
}

static int measure(const char *path, tally *t)
{
    char gold[4096];
    size_t stem = strlen(path) >= 4 ? strlen(path) - 4 : 0;
    snprintf(gold, sizeof gold, "%.*s.sents.json", (int)stem, path);
    json_error_t bad;
    json_t *sentences = json_load_file(gold, 0, &bad);
    FILE *file = fopen(path, "rb");
    static char bytes[1 << 22];
    sayso_error error;
    if (!sentences || !file) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    say_arena *arena = say_base_arena(&error);
    say_doc *doc;
    say_text text;
    if (!arena || say_doc_open((say_str){ bytes, size }, path, arena, &doc, &error)
        || say_text_split(doc, arena, &text, &error)) {
        fprintf(stderr, "%s: %s\n", path, error.message);
        return 1;
    }
    unsigned char *marks = calloc(2 * doc->size + 2, 1);
    size_t k = 0;
    for (size_t i = 0; i < text.sentence_count; i++) marks[k += dense(say_text_sentence(&text, i))] |= 1;
    size_t index;
    json_t *sentence;
    k = 0;
    json_array_foreach(sentences, index, sentence)
        marks[k += dense((say_str){ json_string_value(sentence), json_string_length(sentence) })] |= 2;
    for (size_t i = 1; i <= doc->size; i++) {
        t->ours += marks[i] & 1;
        t->theirs += marks[i] >> 1 & 1;
        t->both += marks[i] == 3;
        if ((marks[i] == 1 || marks[i] == 2) && t->show-- > 0) show_error(doc, &text, marks, i);
    }
    t->words += text.word_count;
    free(marks);
    say_base_arena_close(arena);
    json_decref(sentences);
    return 0;
}

int main(int argc, char **argv)
{
    tally t = { 0 };
    long half = -1;
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        const char *name = strrchr(argv[i], '/') ? strrchr(argv[i], '/') + 1 : argv[i];
        if (strcmp(argv[i], "--half") == 0 && i + 1 < argc) half = atol(argv[++i]);
        else if (strcmp(argv[i], "--show") == 0 && i + 1 < argc) t.show = atol(argv[++i]);
        else if (half < 0 || (long)(say_base_hash(say_base_str(name)) >> 7 & 1) == half) failed |= measure(argv[i], &t);
    }
    double p = t.ours ? (double)t.both / (double)t.ours : 0, r = t.theirs ? (double)t.both / (double)t.theirs : 0;
    printf("boundaries: %zu ours, %zu theirs, %zu agree; P %.4f R %.4f F1 %.4f; %zu words\n", t.ours, t.theirs, t.both, p, r,
           p + r > 0 ? 2 * p * r / (p + r) : 0, t.words);
    return failed;
}
