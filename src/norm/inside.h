/* inside: what the files of this room share. */
#ifndef SAY_NORM_INSIDE_H
#define SAY_NORM_INSIDE_H

#include "norm/norm.h"
#include "norm/tables.h"

typedef struct {
    const char *reading, *phrase, *source;
    double low, middle, high;            /* middle -1 where the reading has none */
} yardstick;

typedef enum { NAME_WHOLE, NAME_ADJECTIVE, NAME_PEOPLE } name_form;    /* "Ukraine", "Ukrainian", "Ukrainians" */

typedef struct {
    const char      *name;               /* "Federal Security Service" */
    sayso_party_kind kind;
    const char      *part_of;            /* NULL where it stands alone */
    sayso_party_kind part_of_kind;
    const char      *state;              /* the state at the end of that chain, NULL if none */
    const char      *source;
    name_form        form;
} party_row;

struct say_norm {
    say_arena *arena;
    SAY_LIST(yardstick) yardsticks;
    SAY_LIST(party_row) parties;
    irregulars  verbs;
    norm_phrases *hedges;                  /* to yardstick phrases; value "" for words without a number */
    norm_phrases *names;                   /* row: into parties */
    norm_phrases *nouns;                   /* "officials" → kind */
    norm_phrases *sheet[SAY_PHRASE_TABLES];
};

/* ---- calendar.c ---- */

typedef struct { int year, month, day; } norm_day;                      /* 0: unknown */

long     say_norm_day_number(norm_day day);                             /* days since 1970-01-01 */
norm_day say_norm_day_from_number(long number);
int      say_norm_weekday(norm_day day);                                /* 0 is Monday */
bool     say_norm_is_real_day(int year, int month, int day);            /* year 0: of some year */
void     say_norm_write_day(char iso[11], norm_day day);                /* as far as it is known: "2023-05" */
norm_day say_norm_read_day(const char *iso);                            /* a day, or a year alone: then only months and years are counted from it; else zeros */
int      say_norm_word_among(say_str word, const char *list);           /* its place among blank-separated words, in any case, or -1 */
int      say_norm_weekday_word(say_str word);                           /* "Monday", "Mon": 0; -1 for others */

sayso_code say_norm_load_certainty(say_norm *norm, const char *folder, sayso_error *error);
sayso_code say_norm_load_parties(say_norm *norm, const char *folder, sayso_error *error);

#endif
