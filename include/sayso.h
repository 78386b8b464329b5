/* sayso: who says who did what, how they know, how sure they say they are, and
 * through whom it reached the page.  It never rules on what is true.
 *
 * Four rules hold throughout:
 *   owning    what is opened is closed by its own function; everything else is lent
 *             and lives as long as the thing it came from.
 *   failing   a function returns a pointer (NULL on error) or a sayso_code, and fills
 *             the caller's sayso_error.  The library never prints and never exits.
 *   threads   an open reader is read-only: any number of threads may read with it.
 *             Everything else belongs to one thread at a time.
 *   text      UTF-8.  A passage is a half-open range of bytes in its report's text.  */
#ifndef SAYSO_H
#define SAYSO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAYSO_VERSION "0.1.0"

/* ---- errors ---------------------------------------------------------------- */

/* What went wrong.  0 is success. */
typedef enum {
    SAYSO_OK = 0,
    SAYSO_NO_MEMORY,     /* an allocation failed */
    SAYSO_NO_FILE,       /* a file could not be opened, read or written */
    SAYSO_TOO_LARGE,     /* an input is over a limit that the documentation names */
    SAYSO_BAD_TEXT,      /* an input is no text that can be read */
    SAYSO_BAD_WEIGHTS,   /* a weight file is damaged or of another kind */
    SAYSO_BAD_DATA,      /* a table in the data folder is damaged */
    SAYSO_BAD_CALL       /* the caller's arguments make no sense */
} sayso_code;

/* Lives in the caller's memory; nobody frees it. */
typedef struct {
    sayso_code code;
    size_t     at;               /* byte in the thing that failed, 0 if none */
    char       where[120];       /* the thing: a file, a tensor, a field */
    char       message[240];     /* one clear line, no newline */
} sayso_error;

/* ---- the records of one report ---------------------------------------------- */

/* Bytes [from, to) of the report's text; from == to where the text has no such words. */
typedef struct { size_t from, to; } sayso_passage;

typedef enum {           /* the part a claim says its party had */
    SAYSO_CARRIED_OUT, SAYSO_ORDERED, SAYSO_AUTHORISED, SAYSO_SUPPORTED,
    SAYSO_AWARE, SAYSO_STAGED, SAYSO_INVOLVED, SAYSO_CAUSE, SAYSO_ROLES
} sayso_role;

typedef enum {           /* FactBank's scale, as the innermost holder commits */
    SAYSO_CT_PLUS, SAYSO_PR_PLUS, SAYSO_PS_PLUS, SAYSO_PS_MINUS,
    SAYSO_PR_MINUS, SAYSO_CT_MINUS, SAYSO_UNCOMMITTED, SAYSO_FACTUALITIES
} sayso_factuality;

typedef enum { SAYSO_NO_CONFIDENCE, SAYSO_LOW, SAYSO_MODERATE, SAYSO_HIGH, SAYSO_CONFIDENCES } sayso_confidence;

typedef enum {           /* what a holder is said to rest on */
    SAYSO_INTERCEPT, SAYSO_WITNESS, SAYSO_DOCUMENT, SAYSO_IMAGERY, SAYSO_FORENSIC,
    SAYSO_CONFESSION, SAYSO_COURT, SAYSO_INTELLIGENCE, SAYSO_INFERENCE, SAYSO_BASES
} sayso_basis;

typedef enum { SAYSO_NEUTRAL, SAYSO_ENDORSING, SAYSO_DISTANCING, SAYSO_STANCES } sayso_stance;   /* what a cue does to what it introduces */

typedef enum {
    SAYSO_PARTY_UNKNOWN, SAYSO_PERSON, SAYSO_UNIT, SAYSO_ORGANISATION, SAYSO_GOVERNMENT, SAYSO_STATE,
    SAYSO_GROUP, SAYSO_UNNAMED, SAYSO_THING, SAYSO_PARTY_KINDS   /* unnamed plural ("some officials"); a non-person cause */
} sayso_party_kind;

typedef enum {           /* kinds of attributed content that are no responsibility claim */
    SAYSO_MOTIVE, SAYSO_CONCERN, SAYSO_FORECAST, SAYSO_DESCRIPTION, SAYSO_COMMAND, SAYSO_STATEMENT_KINDS
} sayso_statement_kind;

#define SAYSO_NONE ((size_t)-1)          /* an index that points at nothing */

typedef struct {
    const char      *name;               /* the fullest proper name the text gives, else its words; "unknown" */
    sayso_party_kind kind;
    size_t           part_of;            /* index of the party it belongs to, or SAYSO_NONE */
    const char      *part_of_source;     /* why: "the text", or the source of the table's row; NULL if none */
    sayso_passage    at;                 /* where the name stands; empty for "unknown" and for heads known only from the table */
} sayso_party;

typedef struct { sayso_basis kind; sayso_passage at; } sayso_ground;

typedef struct {                         /* one voice of a chain */
    size_t        party;                 /* index into parties; SAYSO_NONE: a holder without words ("charged", by nobody named) */
    const char   *name;                  /* as the chain prints it ("some officials"); "authorities" or "unnamed" where wordless */
    sayso_passage source, cue;           /* the words for the voice, and the words that attribute */
    sayso_stance  stance;                /* of the cue */
    bool          outlet;                /* a newspaper, agency or broadcaster, or whoever was told: it passes on what others say */
    const sayso_ground *grounds;         /* how this voice knows */
    size_t        ground_count;
} sayso_link;

typedef struct {
    const char *phrase;                  /* verbatim, NULL where the text has none: then there is no number */
    const char *reading;                 /* name of the reading the interval is from, NULL where it has none */
    double      low, middle, high;       /* percent; middle < 0 where the reading gives none */
} sayso_likelihood;

typedef struct {
    const char   *name, *kind;           /* kind: attack, killing, bombing ... (the WHO guide's list) */
    const char   *date;                  /* ISO day, month or year; "" where the text gives none */
    const char   *place;                 /* as the text has it; "" */
    const char   *targets, *means, *toll; /* the text's words; "" */
    sayso_passage at, date_at, place_at; /* first mention in the body, event noun or verb alone */
    size_t        sentence;
} sayso_incident;

typedef struct { const char *what, *value; double score; } sayso_score;    /* for explain: "role", "carried_out", .93 */

typedef struct {
    char             id[16];             /* short, made from content: c-3f9a2b17 */
    size_t           incident;           /* index into incidents */
    sayso_role       role;
    size_t           party;              /* index into parties */
    const sayso_link *chain;             /* innermost holder first; empty: the report's own voice */
    size_t           chain_count;
    sayso_factuality factuality;
    sayso_likelihood likelihood;
    sayso_confidence confidence;
    size_t           sentence;           /* index into sentences */
    sayso_passage    trigger, mention, incident_at, hedge, confidence_at;
    sayso_passage    note;               /* words of the holder that grade the claim elsewhere ("preliminary conclusions") */
    sayso_passage    missing;            /* what the holder says is lacking */
    sayso_passage    ended_by;           /* "initially": the words that end this view */
    const char      *held;               /* ISO date since when the holder holds it, "" */
    size_t           superseded_by;      /* claim index or SAYSO_NONE */
    bool             possibly;           /* superseded only if two holders are the same */
    bool             own;                /* the party's own statement about itself */
    double           probability;        /* the reader's calibrated probability that it read this rightly */
    const sayso_score *scores;
    size_t           score_count;
} sayso_claim;

typedef struct {
    size_t           incident;           /* index or SAYSO_NONE */
    sayso_statement_kind kind;
    const sayso_link *chain;
    size_t           chain_count;
    sayso_passage    content;
    size_t           sentence;
    double           probability;
} sayso_statement;

/* All that one report says.  Owned by its sayso_report. */
typedef struct {
    const char *doc;                     /* the caller's name for it: a file name without folder and ending */
    const char *title, *publisher, *date;   /* "" where unknown; date ISO */
    const char *hash;                    /* SHA-256 of the text, hex */
    const char *text;  size_t text_size; /* as read, ended by NUL */
    const sayso_passage   *sentences;  size_t sentence_count;
    const sayso_party     *parties;    size_t party_count;
    const sayso_incident  *incidents;  size_t incident_count;
    const sayso_claim     *claims;     size_t claim_count;
    const sayso_statement *statements; size_t statement_count;
} sayso_records;

/* Names of the values above as the WHO guide and the schema spell them ("carried_out", "CT+"). */
const char *sayso_role_name(sayso_role role);
const char *sayso_factuality_name(sayso_factuality factuality);
const char *sayso_confidence_name(sayso_confidence confidence);      /* NULL for none */
const char *sayso_basis_name(sayso_basis basis);
const char *sayso_stance_name(sayso_stance stance);
const char *sayso_party_kind_name(sayso_party_kind kind);
const char *sayso_statement_kind_name(sayso_statement_kind kind);

/* ---- reading ------------------------------------------------------------------ */

typedef struct sayso_reader sayso_reader;
typedef struct sayso_report sayso_report;

typedef struct {
    const char *weights;                 /* a weight file */
    const char *data;                    /* the folder of tables (data/) */
    const char *reading;                 /* certainty reading: "press" if NULL */
    double      least;                   /* leave out claims below this probability; < 0: the reader's own threshold */
} sayso_options;

sayso_reader *sayso_reader_open(const sayso_options *options, sayso_error *error);
void          sayso_reader_close(sayso_reader *reader);
const char   *sayso_reader_about(const sayso_reader *reader);        /* JSON: name, recipe, scores, kernel */

/* Reads one report.  `doc` names it.  Texts over SAYSO_MAX_TEXT bytes are refused. */
#define SAYSO_MAX_TEXT ((size_t)4 * 1024 * 1024)
sayso_report *sayso_report_read(const sayso_reader *reader, const char *doc, const char *text, size_t size,
                                sayso_error *error);
void          sayso_report_close(sayso_report *report);
const sayso_records *sayso_report_records(const sayso_report *report);

/* A whole file, or standard input for "-"; free it with sayso_bytes_free. */
sayso_code sayso_bytes_read(const char *path, char **bytes, size_t *size, sayso_error *error);
void       sayso_bytes_free(char *bytes);

/* ---- printing ----------------------------------------------------------------- */

/* Where output goes.  write returns 0, or an errno. */
typedef struct { int (*write)(void *to, const char *bytes, size_t size); void *to; } sayso_sink;

typedef struct { int columns; bool colour; } sayso_look;             /* columns 0: 80 */

sayso_code sayso_sheet_print(const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error);
sayso_code sayso_sheet_json(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error);
sayso_code sayso_records_json(const sayso_records *records, sayso_sink sink, sayso_error *error);   /* one line, docs/schema.md */
sayso_code sayso_records_who(const sayso_records *records, sayso_sink sink, sayso_error *error);    /* the WHO form, docs/schema.md */
sayso_code sayso_records_sentences(const sayso_records *records, sayso_sink sink, sayso_error *error);
sayso_code sayso_claim_explain(const sayso_records *records, size_t claim, sayso_look look, sayso_sink sink, sayso_error *error);

#endif
