/* options: one table of options and one of commands (main.c).  Help, parsing, the
 * suggestion for a misspelt word and the check that an option fits its command all
 * read these tables.                                                               */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { READING = EXTRACT | WHO | EXPLAIN, ANY = READING | HELP };

typedef struct option option;
typedef bool taker(const option *option, const char *value, orders *into);

struct option {
    const char *name;
    char        letter;
    const char *argument;                /* NULL: it has none */
    unsigned    commands;
    taker      *take;
    size_t      field;                   /* where in orders */
    const char *help, *must;             /* must: what a value has to be, where the argument's name does not say it */
};

static void *field_of(const option *o, orders *into) { return (char *)into + o->field; }

static bool take_text(const option *o, const char *value, orders *into)
{
    *(const char **)field_of(o, into) = value;
    return *value != 0;
}

static bool take_flag(const option *o, const char *value, orders *into)
{
    (void)value;
    *(bool *)field_of(o, into) = true;
    return true;
}

static bool take_reader(const option *o, const char *value, orders *into)
{
    if (strcmp(value, "base") != 0 && strcmp(value, "small") != 0) return false;
    return take_text(o, value, into);
}

/* Digits, and a point with digits, whatever the locale. */
static bool take_share(const option *o, const char *value, orders *into)
{
    double number = 0, unit = 1;
    const char *c = value;
    for (; *c >= '0' && *c <= '9'; c++) number = number * 10 + (*c - '0');
    if (*c == '.')
        for (c++; *c >= '0' && *c <= '9'; c++) number += (*c - '0') * (unit /= 10);
    *(double *)field_of(o, into) = number;
    return c > value && *c == 0 && number <= 1;
}

static bool whole_number(const char *value, long least, long most, long *number)
{
    char *end;
    errno = 0;
    *number = strtol(value, &end, 10);
    return errno == 0 && end != value && *end == 0 && *number >= least && *number <= most;
}

static bool take_threads(const option *o, const char *value, orders *into)
{
    long number;
    if (!whole_number(value, 1, 256, &number)) return false;
    *(size_t *)field_of(o, into) = (size_t)number;
    return true;
}

static bool take_columns(const option *o, const char *value, orders *into)
{
    long number;
    if (!whole_number(value, 40, 400, &number)) return false;
    *(int *)field_of(o, into) = (int)number;
    return true;
}

typedef struct { const char *word; int value; } choice;

static bool choose(const choice *choices, const char *word, int *value)
{
    for (; choices->word; choices++)
        if (strcmp(choices->word, word) == 0) {
            *value = choices->value;
            return true;
        }
    return false;
}

static bool take_colour(const option *o, const char *value, orders *into)
{
    static const choice choices[] = { { "never", -1 }, { "auto", 0 }, { "always", 1 }, { NULL, 0 } };
    return choose(choices, value, field_of(o, into));
}

static bool take_form(const option *o, const char *value, orders *into)
{
    static const choice choices[] = { { "json", TO_JSON }, { "jsonl", TO_JSON }, { "who", TO_WHO }, { NULL, 0 } };
    int chosen;
    if (!choose(choices, value, &chosen)) return false;
    *(form *)field_of(o, into) = (form)chosen;
    return true;
}

#define AT(member) offsetof(orders, member)

static const option options[] = {
    { "to",          0,   "json|who", EXTRACT, take_form, AT(to),
      "what a report becomes: a line of JSON (docs/schema.md), or the form of the WHO benchmark", NULL },
    { "dir",         0,   "DIR", EXTRACT, take_text, AT(dir),
      "write DIR/<doc>.json and DIR/<doc>.sents.json, and on standard output a line a report that it is done", NULL },
    { "incident",    'i', "NAME", WHO, take_text, AT(incident), "only incidents whose name has NAME in it", NULL },
    { "json",        0,   NULL, WHO | EXTRACT, take_flag, AT(json), "lines of JSON instead of sheets; extract prints nothing else", NULL },
    { "color",       0,   "auto|always|never", WHO | EXPLAIN, take_colour, AT(colour),
      "colours; auto: on a terminal, unless NO_COLOR is set", NULL },
    { "columns",     0,   "N", WHO | EXPLAIN, take_columns, AT(columns),
      "width of a line; by default that of the terminal up to 100, or 80", "a number from 40 to 400" },
    { "reader",      'r', "base|small", READING, take_reader, AT(reader), "the careful reader (base) or the fast one", NULL },
    { "reading",     0,   "NAME", READING, take_text, AT(reading),
      "what words such as “likely” are read as: press, icd203, phia, nato, ipcc, kent; press by default", NULL },
    { "least",       0,   "P", READING, take_share, AT(least),
      "leave out claims that the reader itself puts less than P on; by default its own threshold", "a number from 0 to 1" },
    { "threads",     'j', "N", READING, take_threads, AT(threads),
      "reports read at once; all cores by default; the output is the same", "a number from 1 to 256" },
    { "weights",     0,   "FILE", READING, take_text, AT(weights), "the reader's weights, instead of those it comes with", NULL },
    { "data",        0,   "DIR", READING, take_text, AT(data), "the folder of tables, instead of the one it comes with", NULL },
    { "exit-status", 0,   NULL, READING, take_flag, AT(exit_status), "end with 1 where no claim was found", NULL },
    { "help",        'h', NULL, ANY, take_flag, AT(help), "this", NULL },
    { "version",     'V', NULL, ANY, take_flag, AT(version), "name and version", NULL },
};
enum { OPTIONS = sizeof options / sizeof *options };

/* Other spellings of a name. */
static const struct { const char *other, *name; } aliases[] = { { "colour", "color" }, { "out", "dir" }, { "width", "columns" } };

/* ---- near misses ---- */

enum { LONGEST_WORD = 31 };

static size_t least_of(size_t a, size_t b) { return a < b ? a : b; }

/* Letters to change, add, drop or swap with their neighbour to make a of b. */
static size_t steps_between(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), rows[LONGEST_WORD + 1][LONGEST_WORD + 1];
    if (n > LONGEST_WORD || m > LONGEST_WORD) return LONGEST_WORD;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            size_t best = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            best = least_of(best, least_of(rows[i - 1][j], rows[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = least_of(best, rows[i - 2][j - 2] + 1);
            rows[i][j] = best;
        }
    return rows[n][m];
}

typedef struct { const char *name; size_t steps; } near_miss;

static void consider(near_miss *best, const char *word, const char *name)
{
    size_t steps = steps_between(word, name), length = strlen(word);
    if (length >= 2 && strncmp(word, name, length) == 0) steps = least_of(steps, 1);
    if (steps <= 1 + length / 4 && steps < best->steps) *best = (near_miss){ name, steps };
}

/* ---- wrong usage ---- */

int usage_wrong(const command *about, const char *format, ...)
{
    va_list args;
    fputs("sayso: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    if (about) fprintf(stderr, "; see `sayso help %s`\n", about->name);
    else fputs("; see `sayso help`\n", stderr);
    return EXIT_USAGE;
}

static int unknown_option(const command *about, const char *name)
{
    near_miss best = { NULL, LONGEST_WORD };
    for (size_t i = 0; i < OPTIONS; i++)
        if (!about || options[i].commands & about->bit) consider(&best, name, options[i].name);
    if (best.name) return usage_wrong(about, "no option --%s; did you mean --%s?", name, best.name);
    return usage_wrong(about, "no option --%s", name);
}

static int unknown_command(const char *name)
{
    near_miss best = { NULL, LONGEST_WORD };
    for (const command *c = commands; c->name; c++) consider(&best, name, c->name);
    if (best.name) return usage_wrong(NULL, "no command %s; did you mean %s?", name, best.name);
    if (strchr(name, '.') || strchr(name, '/')) return usage_wrong(NULL, "no command %s; did you mean `sayso who %s`?", name, name);
    return usage_wrong(NULL, "no command %s", name);
}

/* ---- reading the command line ---- */

static const option *find_option(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strlen(aliases[i].other) == length && strncmp(aliases[i].other, name, length) == 0)
            return find_option(aliases[i].name, strlen(aliases[i].name));
    for (size_t i = 0; i < OPTIONS; i++)
        if (strlen(options[i].name) == length && strncmp(options[i].name, name, length) == 0) return &options[i];
    return NULL;
}

static const option *find_letter(char letter)
{
    for (size_t i = 0; i < OPTIONS; i++)
        if (options[i].letter == letter) return &options[i];
    return NULL;
}

typedef struct { int argc; char **argv; int at; const command *about; orders *into; } line_reader;

static int take_option(line_reader *r, const option *o, const char *value)
{
    if (r->about && !(o->commands & r->about->bit))
        return usage_wrong(r->about, "%s takes no --%s", r->about->name, o->name);
    if (!o->argument && value) return usage_wrong(r->about, "--%s takes no value", o->name);
    if (o->argument && !value) {
        if (r->at + 1 >= r->argc) return usage_wrong(r->about, "--%s needs a value: %s", o->name, o->argument);
        value = r->argv[++r->at];
    }
    if (!o->take(o, value, r->into))
        return usage_wrong(r->about, "--%s cannot be “%s”: it is %s", o->name, value,
                           o->must ? o->must : o->argument);
    return EXIT_OK;
}

static int read_word(line_reader *r, const char *word)
{
    if (word[0] == '-' && word[1] == '-') {
        const char *equals = strchr(word, '=');
        size_t length = equals ? (size_t)(equals - word - 2) : strlen(word + 2);
        const option *o = find_option(word + 2, length);
        char name[LONGEST_WORD + 1];
        snprintf(name, sizeof name, "%.*s", (int)least_of(length, LONGEST_WORD), word + 2);
        return o ? take_option(r, o, equals ? equals + 1 : NULL) : unknown_option(r->about, name);
    }
    if (word[0] == '-' && word[1]) {
        const option *o = find_letter(word[1]);
        if (!o) return usage_wrong(r->about, "no option %s", word);
        return take_option(r, o, word[2] ? word + 2 : NULL);
    }
    r->into->arguments[r->into->argument_count++] = word;
    return EXIT_OK;
}

/* The command is the first word that is no option and no option's value. */
static const char *command_word(int argc, char **argv, int *at)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-' || !argv[i][1]) {
            *at = i;
            return argv[i];
        }
        const option *o = argv[i][1] == '-' ? find_option(argv[i] + 2, strlen(argv[i] + 2)) : find_letter(argv[i][1]);
        bool apart = o && o->argument && (argv[i][1] == '-' || !argv[i][2]);
        if (apart) i++;
    }
    return NULL;
}

int orders_read(int argc, char **argv, const command **chosen, orders *o)
{
    int where = 0;
    const char *name = command_word(argc, argv, &where);
    *chosen = NULL;
    for (const command *c = commands; name && c->name; c++)
        if (strcmp(c->name, name) == 0) *chosen = c;
    if (name && !*chosen) return unknown_command(name);
    line_reader r = { argc, argv, 1, *chosen, o };
    bool only_arguments = false;
    for (; r.at < argc; r.at++) {
        int wrong = EXIT_OK;
        if (r.at == where) continue;
        if (only_arguments) o->arguments[o->argument_count++] = argv[r.at];
        else if (strcmp(argv[r.at], "--") == 0) only_arguments = true;
        else wrong = read_word(&r, argv[r.at]);
        if (wrong) return wrong;
    }
    return EXIT_OK;
}

/* ---- help ---- */

/* Words of help from column 27 on, wrapped at 80: a byte a column, or nearly. */
static void print_wrapped(FILE *to, const char *text)
{
    enum { FROM = 27, TO = 80 };
    size_t used = FROM;
    for (bool first = true; *text; first = false) {
        size_t word = strcspn(text, " ");
        if (!first && used + 1 + word > TO) {
            fprintf(to, "\n%*s", FROM, "");
            used = FROM;
        } else if (!first) {
            fputc(' ', to);
            used++;
        }
        fprintf(to, "%.*s", (int)word, text);
        used += word;
        text += word + strspn(text + word, " ");
    }
    fputc('\n', to);
}

static void print_option(FILE *to, const option *o)
{
    char left[64], letter[8] = "    ";
    if (o->letter) snprintf(letter, sizeof letter, "-%c, ", o->letter);
    snprintf(left, sizeof left, "  %s--%s%s%s", letter, o->name, o->argument ? " " : "", o->argument ? o->argument : "");
    if (strlen(left) > 25) fprintf(to, "%s\n%27s", left, "");
    else fprintf(to, "%-27s", left);
    print_wrapped(to, o->help);
}

static const char whole_help[] =
    "On whose say-so?  Reads news reports and shows who says who did what.\n\n"
    "  sayso who report.txt                 the attribution sheets of a report\n"
    "  sayso who -i kremlin *.txt           of the incidents with “kremlin” in their name\n"
    "  sayso explain report.txt             its claims, a line each\n"
    "  sayso explain report.txt c-3f9a2b17  the words and scores that made one of them\n"
    "  sayso extract *.txt > claims.jsonl   a line of JSON a report\n\n";

static const char exit_help[] =
    "\nExit status: 0 fine, 1 no claim found (only with --exit-status), 2 wrong usage,\n"
    "3 some reports could not be read, 4 none could.\n";

void help_print(FILE *to, const command *about)
{
    if (about && about->examples) {
        fprintf(to, "%s\nUsage: sayso %s %s\n%s.\n\nOptions:\n", about->examples, about->name, about->arguments, about->summary);
    } else {
        fprintf(to, "%sCommands:\n", whole_help);
        for (const command *c = commands; c->name; c++)
            fprintf(to, "  %-8s %-16s %s\n", c->name, c->arguments, c->summary);
        fputs("\nOptions of all of them (sayso help COMMAND has the rest):\n", to);
    }
    unsigned all = about && about->examples ? 0 : READING;
    for (size_t i = 0; i < OPTIONS; i++)
        if (all ? (options[i].commands & all) == all : options[i].commands & about->bit) print_option(to, &options[i]);
    fputs(exit_help, to);
}
