/* doc: the agencies and broadcasters that reports credit, as they are written and as they are called. */
#include "doc/inside.h"

/* OPENS: its credit opens a report even without a dash, "(CNN) Police ...".  WIRE: other outlets print what it sends them. */
enum { AGENCY_WIRE = 1, AGENCY_OPENS = 2 };

static const struct { const char *words, *name; int kind; } agency_names[] = {
    { "Reuters", "Reuters", AGENCY_WIRE | AGENCY_OPENS }, { "Reuter", "Reuters", AGENCY_WIRE }, { "Thomson Reuters", "Reuters", AGENCY_WIRE },
    { "Reuters News Agency", "Reuters", AGENCY_WIRE }, { "AP", "Associated Press", AGENCY_WIRE | AGENCY_OPENS },
    { "Associated Press", "Associated Press", AGENCY_WIRE | AGENCY_OPENS }, { "AP News", "Associated Press", AGENCY_WIRE },
    { "A.P.", "Associated Press", AGENCY_WIRE }, { "AFP", "Agence France-Presse", AGENCY_WIRE | AGENCY_OPENS },
    { "Agence France-Presse", "Agence France-Presse", AGENCY_WIRE }, { "Agence France Presse", "Agence France-Presse", AGENCY_WIRE },
    { "UPI", "United Press International", AGENCY_WIRE | AGENCY_OPENS }, { "United Press International", "United Press International", AGENCY_WIRE },
    { "Bloomberg", "Bloomberg", AGENCY_WIRE | AGENCY_OPENS }, { "Bloomberg News", "Bloomberg", AGENCY_WIRE },
    { "dpa", "dpa", AGENCY_WIRE | AGENCY_OPENS }, { "Deutsche Presse-Agentur", "dpa", AGENCY_WIRE }, { "PA Media", "PA Media", AGENCY_WIRE },
    { "Press Association", "PA Media", AGENCY_WIRE }, { "EFE", "EFE", AGENCY_WIRE | AGENCY_OPENS }, { "ANSA", "ANSA", AGENCY_WIRE | AGENCY_OPENS },
    { "Xinhua", "Xinhua", AGENCY_WIRE | AGENCY_OPENS }, { "Xinhua News Agency", "Xinhua", AGENCY_WIRE },
    { "TASS", "TASS", AGENCY_WIRE | AGENCY_OPENS }, { "ITAR-TASS", "TASS", AGENCY_WIRE }, { "Interfax", "Interfax", AGENCY_WIRE | AGENCY_OPENS },
    { "RIA Novosti", "RIA Novosti", AGENCY_WIRE }, { "Ukrinform", "Ukrinform", AGENCY_WIRE }, { "Kyodo", "Kyodo", AGENCY_WIRE | AGENCY_OPENS },
    { "Kyodo News", "Kyodo", AGENCY_WIRE }, { "Jiji Press", "Jiji Press", AGENCY_WIRE }, { "Yonhap", "Yonhap", AGENCY_WIRE | AGENCY_OPENS },
    { "Yonhap News Agency", "Yonhap", AGENCY_WIRE }, { "KCNA", "KCNA", AGENCY_WIRE }, { "PTI", "Press Trust of India", AGENCY_WIRE | AGENCY_OPENS },
    { "Press Trust of India", "Press Trust of India", AGENCY_WIRE }, { "IANS", "IANS", AGENCY_WIRE }, { "ANI", "ANI", AGENCY_WIRE },
    { "Anadolu", "Anadolu", AGENCY_WIRE | AGENCY_OPENS }, { "Anadolu Agency", "Anadolu", AGENCY_WIRE }, { "IRNA", "IRNA", AGENCY_WIRE },
    { "SANA", "SANA", AGENCY_WIRE }, { "Canadian Press", "Canadian Press", AGENCY_WIRE },
    { "Australian Associated Press", "Australian Associated Press", AGENCY_WIRE }, { "CNN", "CNN", AGENCY_OPENS },
    { "CNN Business", "CNN", AGENCY_OPENS }, { "CBS", "CBS", AGENCY_OPENS }, { "NBC", "NBC", AGENCY_OPENS }, { "ABC", "ABC", AGENCY_OPENS },
    { "BBC", "BBC", AGENCY_OPENS },
};

static const char *agency_among(say_str words, int kind)
{
    if (words.len > 4 && say_base_same_fold((say_str){ words.at, 4 }, SAY_STR("the "))) words = (say_str){ words.at + 4, words.len - 4 };
    for (size_t i = 0; i < sizeof agency_names / sizeof *agency_names; i++)
        if (agency_names[i].kind & kind && say_base_same_fold(words, say_base_str(agency_names[i].words))) return agency_names[i].name;
    return NULL;
}

const char *say_doc_agency(say_str words) { return agency_among(words, AGENCY_WIRE | AGENCY_OPENS); }

const char *say_doc_wire(say_str words) { return agency_among(words, AGENCY_WIRE); }

bool say_doc_opens(say_str words) { return agency_among(words, AGENCY_OPENS) != NULL; }
