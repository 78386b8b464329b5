/* options: one table of options and one of commands (main.c).  Help, parsing, the
 * suggestion for a misspelt word and the check that an option fits its command all
 * read these tables.                                                               */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    READING = EXTRACT | WHO | EXPLAIN | READ,
    LISTS = INCIDENTS | CLAIMS | PARTIES,
    FILTERED = LISTS | EXPORT,
    VIEWS = SHEET | MATRIX | DIFF | ASSESS,
    LEDGER = READ | MERGE | VERIFY | EXPORT | IMPORT | LISTS | VIEWS | WHO | EXPLAIN | CORRECT | ADD,
    LOOKED_AT = WHO | EXPLAIN | LISTS | VIEWS,
    ANY = READING | LEDGER | HELP
};

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

static bool take_file(const option *o, const char *value, orders *into)
{
    (void)o;
    into->files = true;
    into->arguments[into->argument_count++] = value;
    return *value != 0;
}

/* Innermost first, where there are several. */
static bool take_holder(const option *o, const char *value, orders *into)
{
    (void)o;
    if (into->holder_count == MOST_HOLDERS) return false;
    into->holders[into->holder_count++] = value;
    return *value != 0;
}

/* fields.c reads the lists. */
static bool take_fields(const option *o, const char *value, orders *into)
{
    (void)o;
    if (into->field_list_count == MOST_FIELDS) return false;
    into->field_lists[into->field_list_count++] = value;
    return *value != 0;
}

static bool digits(const char *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (at[i] < '0' || at[i] > '9') return false;
    return true;
}

static bool within(const char *two_digits, int most)
{
    int number = (two_digits[0] - '0') * 10 + two_digits[1] - '0';
    return number >= 1 && number <= most;
}

/* 2023, 2023-05 or 2023-05-25. */
static bool take_date(const option *o, const char *value, orders *into)
{
    size_t length = strlen(value);
    bool fine = (length == 4 || length == 7 || length == 10) && digits(value, 4);
    if (fine && length >= 7) fine = value[4] == '-' && digits(value + 5, 2) && within(value + 5, 12);
    if (fine && length == 10) fine = value[7] == '-' && digits(value + 8, 2) && within(value + 8, 31);
    return fine && take_text(o, value, into);
}

/* ---- values that the library has names for ---- */

typedef const char *value_name(size_t i);

static const char *role_name(size_t i) { return sayso_role_name((sayso_role)i); }
static const char *factuality_name(size_t i) { return sayso_factuality_name((sayso_factuality)i); }
static const char *basis_name(size_t i) { return sayso_basis_name((sayso_basis)i); }
static const char *standing_name(size_t i) { return i < SAYSO_STANDINGS ? sayso_standing_name((sayso_standing)i) : "repeated"; }
static const char *confidence_name(size_t i) { return sayso_confidence_name((sayso_confidence)i); }

static bool take_name(const option *o, const char *value, orders *into, value_name *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = names(i);
        if (name && strcmp(name, value) == 0) return take_text(o, value, into);
    }
    return false;
}

static bool take_role(const option *o, const char *value, orders *into) { return take_name(o, value, into, role_name, SAYSO_ROLES); }
static bool take_factuality(const option *o, const char *value, orders *into) { return take_name(o, value, into, factuality_name, SAYSO_FACTUALITIES); }
static bool take_standing(const option *o, const char *value, orders *into) { return take_name(o, value, into, standing_name, SAYSO_STANDINGS + 1); }
static bool take_basis(const option *o, const char *value, orders *into) { return take_name(o, value, into, basis_name, SAYSO_BASES); }
static bool take_confidence(const option *o, const char *value, orders *into) { return take_name(o, value, into, confidence_name, SAYSO_CONFIDENCES); }

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

static bool take_timeout(const option *o, const char *value, orders *into)
{
    long number;
    if (!whole_number(value, 1, 86400, &number)) return false;
    *(int *)field_of(o, into) = (int)number;
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

static bool take_form_of(const choice *choices, const option *o, const char *value, orders *into)
{
    int chosen;
    if (!choose(choices, value, &chosen)) return false;
    *(form *)field_of(o, into) = (form)chosen;
    return true;
}

static bool take_form(const option *o, const char *value, orders *into)
{
    static const choice choices[] = { { "json", TO_JSON }, { "jsonl", TO_JSON }, { "who", TO_WHO }, { "text", TO_TEXT }, { NULL, 0 } };
    return take_form_of(choices, o, value, into);
}

static bool take_export(const option *o, const char *value, orders *into)
{
    static const choice choices[] = { { "jsonl", TO_JSON }, { "json", TO_JSON }, { "csv", TO_CSV }, { "clusters", TO_CLUSTERS },
                                      { "canonical", TO_CANONICAL }, { NULL, 0 } };
    return take_form_of(choices, o, value, into);
}

static bool take_canonical(const option *o, const char *value, orders *into)
{
    (void)value;
    *(form *)field_of(o, into) = TO_CANONICAL;
    return true;
}

#define AT(member) offsetof(orders, member)
#define ROLE_NAMES "carried_out, ordered, authorised, supported, aware, staged, involved or cause"
#define FACTUALITY_NAMES "CT+, PR+, PS+, PS-, PR-, CT- or U"
#define STANDING_NAMES "stands, rejected, retracted, withdrawn or repeated"
#define A_DATE "a day, month or year: 2023-05-25, 2023-05 or 2023"

/* A name may have several rows, for different commands. */
static const option options[] = {
    { "ledger",      'l', "FILE", LEDGER, take_text, AT(ledger),
      "the ledger; by default $SAYSO_LEDGER, else sayso/ledger.db in $XDG_DATA_HOME or ~/.local/share", NULL },
    { "to",          0,   "json|who|text", EXTRACT, take_form, AT(to),
      "what a report becomes: a line of JSON (docs/schema.md), the form of the WHO benchmark, or its clean text", NULL },
    { "to",          0,   "jsonl|csv|clusters", EXPORT, take_export, AT(to),
      "claims as lines of JSON, or as a table; or the main incident of each report", NULL },
    { "canonical",   0,   NULL, EXPORT, take_canonical, AT(to),
      "a line of JSON an entry, in an order made from content, chain and clock left out: ledgers with the same entries give the same bytes", NULL },
    { "dir",         0,   "DIR", EXTRACT, take_text, AT(dir),
      "write DIR/<doc>.json and DIR/<doc>.sents.json (with --to text, DIR/<doc>.txt), and on standard output a line a report that it is done", NULL },
    { "fields",      0,   "NAME=NAME,...", READING, take_fields, 0,
      "what lines of JSON call a report's parts, where it is not the usual: text=body,title=headline; parts: doc, text, title, byline, publisher, date, "
      "url, language", "a list such as text=body,title=headline" },
    { "html",        0,   NULL, SHEET, take_flag, AT(html), "one self-contained page instead of text", NULL },
    { "out",         'o', "FILE", VIEWS, take_text, AT(out), "write FILE, whole or not at all, instead of standard output", NULL },
    { "incident",    'i', "NAME", WHO, take_text, AT(incident),
      "of reports, only incidents whose name has NAME in it; without a report, the ledger's incident NAME", NULL },
    { "file",        'f', "FILE", WHO, take_file, 0, "a report, also where it looks like an incident", NULL },
    { "incident",    'i', "NAME", FILTERED, take_text, AT(incident), "of this incident: its id, or some letters of its name", NULL },
    { "incident",    'i', "NAME", ADD, take_text, AT(incident), "the incident: its id, or some letters of its name", NULL },
    { "event",       0,   "WORDS", ADD, take_text, AT(event), "a new incident: words of the sentence that name it", NULL },
    { "party",       0,   "NAME", FILTERED, take_text, AT(party), "about this party: its id, or some letters of its name", NULL },
    { "party",       0,   "WORDS", ADD, take_text, AT(party), "who is said to be responsible, in words of the report", NULL },
    { "holder",      0,   "NAME", FILTERED, take_holder, 0, "with NAME among its voices: who holds it, or anyone through whom it was told", NULL },
    { "holder",      0,   "WORDS", ADD, take_holder, 0, "who says so, in words of the report; once for each voice, innermost first", "a voice; there may be 16" },
    { "role",        0,   "ROLE", FILTERED | ADD, take_role, AT(role), "the part: " ROLE_NAMES, ROLE_NAMES },
    { "factuality",  0,   "VALUE", FILTERED | ADD, take_factuality, AT(factuality), "how far the holder commits: " FACTUALITY_NAMES, FACTUALITY_NAMES },
    { "confidence",  0,   "LEVEL", ADD, take_confidence, AT(confidence), "a stated confidence: low, moderate or high", "low, moderate or high" },
    { "basis",       0,   "BASIS", FILTERED, take_basis, AT(basis), "what a voice rests on: intercept, witness, document, imagery, forensic, confession, "
      "court, intelligence or inference", "intercept, witness, document, imagery, forensic, confession, court, intelligence or inference" },
    { "standing",    0,   "STANDING", FILTERED, take_standing, AT(standing), "what became of it: " STANDING_NAMES, STANDING_NAMES },
    { "since",       0,   "DATE", FILTERED, take_date, AT(since), "held on this day or later, or, where nothing says when, reported then", A_DATE },
    { "since",       0,   "DATE", DIFF, take_date, AT(since), "what has changed on this day or later; by default everything", A_DATE },
    { "until",       0,   "DATE", FILTERED, take_date, AT(until), "on this day or earlier", A_DATE },
    { "outlet",      0,   "NAME", FILTERED, take_text, AT(outlet), "published by, or told to, an outlet with NAME in it", NULL },
    { "text",        0,   "WORDS", FILTERED, take_text, AT(text), "with WORDS in the sentence", NULL },
    { "maker",       0,   "NAME", FILTERED | VIEWS | WHO | EXPLAIN, take_text, AT(maker), "only what this maker read: “sayso base”, “by hand: A. Lin”", NULL },
    { "maker",       0,   "NAME", IMPORT, take_text, AT(maker), "who or what made these claims, where the lines do not say", NULL },
    { "report",      0,   "DOC", ADD, take_text, AT(report), "the report: its name, or its hash", NULL },
    { "sentence",    0,   "WORDS", ADD, take_text, AT(sentence), "the sentence, or words that stand only in it", NULL },
    { "trigger",     0,   "WORDS", ADD, take_text, AT(trigger), "its words for the role", NULL },
    { "cue",         0,   "WORDS", ADD, take_text, AT(cue), "its words that attribute: “said”, “blamed”", NULL },
    { "hedge",       0,   "WORDS", ADD, take_text, AT(hedge), "its words that grade: “may have been”", NULL },
    { "by",          0,   "NAME", CORRECT | ADD, take_text, AT(by), "who decides this", NULL },
    { "reason",      0,   "TEXT", CORRECT, take_text, AT(reason), "why", NULL },
    { "json",        0,   NULL, (LEDGER | EXTRACT) & ~EXPORT, take_flag, AT(json), "lines of JSON (docs/schema.md)", NULL },
    { "color",       0,   "auto|always|never", WHO | EXPLAIN | VIEWS, take_colour, AT(colour),
      "colours; auto: on a terminal, unless NO_COLOR is set", NULL },
    { "columns",     0,   "N", LOOKED_AT, take_columns, AT(columns),
      "width of a line; by default that of the terminal up to 100, or 80", "a number from 40 to 400" },
    { "reader",      'r', "base|small", READING, take_reader, AT(reader), "the careful reader (base) or the fast one", NULL },
    { "via",         0,   "URL", READ, take_text, AT(via),
      "let a language model read instead, at this endpoint (http://127.0.0.1:8080/v1): the text goes there; its key, if any, is in $SAYSO_VIA_KEY", NULL },
    { "model",       0,   "NAME", READ, take_text, AT(model), "the model, as the endpoint calls it", NULL },
    { "via-timeout", 0,   "SECONDS", READ, take_timeout, AT(via_timeout), "how long a request to it may take; 300 by default", "a number from 1 to 86400" },
    { "reading",     0,   "NAME", READING, take_text, AT(reading),
      "what words such as “likely” are read as: press, icd203, phia, nato, ipcc, kent; press by default", NULL },
    { "least",       0,   "P", READING, take_share, AT(least),
      "leave out claims that the reader itself puts less than P on; by default its own threshold", "a number from 0 to 1" },
    { "threads",     'j', "N", READING, take_threads, AT(threads),
      "reports read at once; all cores by default, one with --via; the output is the same", "a number from 1 to 256" },
    { "weights",     0,   "FILE", READING, take_text, AT(weights), "the reader's weights, instead of those it comes with", NULL },
    { "data",        0,   "DIR", READING | LEDGER, take_text, AT(data), "the folder of tables, instead of the one it comes with", NULL },
    { "exit-status", 0,   NULL, EXTRACT | WHO | EXPLAIN | LISTS, take_flag, AT(exit_status), "end with 1 where no claim was found", NULL },
    { "help",        'h', NULL, ANY, take_flag, AT(help), "this", NULL },
    { "version",     'V', NULL, ANY, take_flag, AT(version), "name and version", NULL },
};
enum { OPTIONS = sizeof options / sizeof *options };

/* Other spellings of a name. */
static const struct { const char *other, *name; } aliases[] = { { "colour", "color" }, { "output", "out" }, { "width", "columns" } };

/* ---- wrong usage ---- */

static const command *command_of(unsigned bit)
{
    for (const command *c = commands; bit && c->name; c++)
        if (c->bit == bit) return c;
    return NULL;
}

int usage_wrong(unsigned about, const char *format, ...)
{
    const command *c = command_of(about);
    va_list args;
    fputs("sayso: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    if (c) fprintf(stderr, "; see `sayso help %s`\n", c->name);
    else fputs("; see `sayso help`\n", stderr);
    return EXIT_USAGE;
}

static unsigned bit_of(const command *about) { return about ? about->bit : 0; }

static const char *option_name(size_t i) { return options[i].name; }
static const char *command_name(size_t i) { return commands[i].name; }

/* An option of this command before one of another. */
static int unknown_option(const command *about, const char *name)
{
    const char *own[OPTIONS];
    size_t count = 0;
    for (size_t i = 0; i < OPTIONS; i++)
        if (!about || options[i].commands & about->bit) own[count++] = options[i].name;
    const char *near = nearest_of(name, own, count);
    if (!near) near = nearest_name(name, option_name, OPTIONS);
    if (near) return usage_wrong(bit_of(about), "no option --%s; did you mean --%s?", name, near);
    return usage_wrong(bit_of(about), "no option --%s", name);
}

static int unknown_command(const char *name)
{
    size_t count = 0;
    while (commands[count].name) count++;
    const char *near = nearest_name(name, command_name, count);
    if (near) return usage_wrong(0, "no command %s; did you mean %s?", name, near);
    if (strchr(name, '.') || strchr(name, '/')) return usage_wrong(0, "no command %s; did you mean `sayso who %s`?", name, name);
    return usage_wrong(0, "no command %s", name);
}

/* ---- reading the command line ---- */

/* The row for this command, else any of the name. */
static const option *find_option(const command *about, const char *name, size_t length)
{
    const option *other = NULL;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strlen(aliases[i].other) == length && strncmp(aliases[i].other, name, length) == 0)
            return find_option(about, aliases[i].name, strlen(aliases[i].name));
    for (size_t i = 0; i < OPTIONS; i++) {
        if (strlen(options[i].name) != length || strncmp(options[i].name, name, length) != 0) continue;
        if (!about || options[i].commands & about->bit) return &options[i];
        other = &options[i];
    }
    return other;
}

static const option *find_letter(const command *about, char letter)
{
    for (size_t i = 0; i < OPTIONS; i++)
        if (options[i].letter == letter) return find_option(about, options[i].name, strlen(options[i].name));
    return NULL;
}

typedef struct { int argc; char **argv; int at; const command *about; orders *into; } line_reader;

static int take_option(line_reader *r, const option *o, const char *value)
{
    if (r->about && !(o->commands & r->about->bit))
        return usage_wrong(bit_of(r->about), "%s takes no --%s", r->about->name, o->name);
    if (!o->argument && value) return usage_wrong(bit_of(r->about), "--%s takes no value", o->name);
    if (o->argument && !value) {
        if (r->at + 1 >= r->argc) return usage_wrong(bit_of(r->about), "--%s needs a value: %s", o->name, o->argument);
        value = r->argv[++r->at];
    }
    if (!o->take(o, value, r->into))
        return usage_wrong(bit_of(r->about), "--%s cannot be “%s”: it is %s", o->name, value,
                           o->must ? o->must : o->argument);
    return EXIT_OK;
}

static int read_word(line_reader *r, const char *word)
{
    if (word[0] == '-' && word[1] == '-') {
        const char *equals = strchr(word, '=');
        size_t length = equals ? (size_t)(equals - word - 2) : strlen(word + 2);
        const option *o = find_option(r->about, word + 2, length);
        char name[32];
        snprintf(name, sizeof name, "%.*s", (int)length, word + 2);
        return o ? take_option(r, o, equals ? equals + 1 : NULL) : unknown_option(r->about, name);
    }
    if (word[0] == '-' && word[1]) {
        const option *o = find_letter(r->about, word[1]);
        if (!o) return usage_wrong(bit_of(r->about), "no option %s", word);
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
        const option *o = argv[i][1] == '-' ? find_option(NULL, argv[i] + 2, strlen(argv[i] + 2)) : find_letter(NULL, argv[i][1]);
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
    return fields_read(o, bit_of(*chosen));
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
    "On whose say-so?  Reads news reports and keeps who says who did what.\n\n"
    "  sayso who report.txt                 the attribution sheets of a report\n"
    "  sayso explain report.txt             its claims, a line each\n"
    "  sayso extract *.txt > claims.jsonl   a line of JSON a report\n\n"
    "  sayso read news/ crawl.warc.gz       reports into the ledger\n"
    "  sayso incidents                      what they are about, a line each\n"
    "  sayso who kremlin drone              all that they say of one incident\n"
    "  sayso claims --party ukraine         claims about a party\n"
    "  sayso explain c-3f9a2b17c04d         the words and scores that made one of them\n\n";

static const char exit_help[] =
    "\nExit status: 0 fine, 1 nothing found (only with --exit-status), 2 wrong usage,\n"
    "3 some of it failed, 4 all of it did, 5 the ledger is not sound (verify).\n";

/* With examples it is a command to be explained, without it is all that there is. */
void help_print(FILE *to, const command *about)
{
    bool one = about && about->examples;
    if (one) {
        fprintf(to, "%s\nUsage: sayso %s %s\n%s.\n\nOptions:\n", about->examples, about->name, about->arguments, about->summary);
    } else {
        fprintf(to, "%sCommands:\n", whole_help);
        for (const command *c = commands; c->name; c++) fprintf(to, "  %-10s%s\n", c->name, c->summary);
        fputs("\n`sayso help COMMAND` has its examples and its options.\n", to);
    }
    for (size_t i = 0; i < OPTIONS && one; i++)
        if (options[i].commands & about->bit) print_option(to, &options[i]);
    fputs(exit_help, to);
}
