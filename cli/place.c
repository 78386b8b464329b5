/* place: where the weights and the tables lie.
 *   1. --weights, --data
 *   2. $SAYSO_WEIGHTS (a file, or a folder of them), $SAYSO_DATA
 *   3. ../build/weights (joined from its parts by make), ../weights and ../data, seen from the executable's folder
 *   4. weights and data in SAYSO_DATADIR, where `make install` puts them
 * and the ledger: --ledger, $SAYSO_LEDGER, sayso/ledger.db in the XDG data folder.   */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef SAYSO_DATADIR
#define SAYSO_DATADIR "/usr/local/share/sayso"
#endif

static bool is_there(const char *path) { return access(path, R_OK) == 0; }

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool compose(place *into, const char *folder, const char *between, const char *name, const char *ending)
{
    int n = snprintf(into->at, sizeof into->at, "%s%s%s%s", folder, between, name, ending);
    return n > 0 && (size_t)n < sizeof into->at;
}

/* The folder above that of the executable, without a slash at its end. */
static bool house_of_executable(place *house)
{
    ssize_t n = readlink("/proc/self/exe", house->at, sizeof house->at - 1);
    if (n <= 0) return false;
    house->at[n] = 0;
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(house->at, '/');
        if (!slash) return false;
        *slash = 0;
    }
    return true;
}

static bool find_weights(const orders *o, place *found)
{
    const char *named = o->weights ? o->weights : getenv("SAYSO_WEIGHTS");
    place house;
    if (named && *named) return is_folder(named) ? compose(found, named, "/", o->reader, ".sayso")
                                                 : compose(found, named, "", "", "");
    static const char *const folders[] = { "/build/weights/", "/weights/" };
    bool known = house_of_executable(&house);
    for (size_t i = 0; known && i < sizeof folders / sizeof *folders; i++)
        if (compose(found, house.at, folders[i], o->reader, ".sayso") && is_there(found->at)) return true;
    return compose(found, SAYSO_DATADIR, "/weights/", o->reader, ".sayso");
}

static bool place_data(const orders *o, place *found)
{
    const char *named = o->data ? o->data : getenv("SAYSO_DATA");
    place house;
    if (named && *named) return compose(found, named, "", "", "");
    if (house_of_executable(&house) && compose(found, house.at, "/data", "", "") && is_folder(found->at)) return true;
    return compose(found, SAYSO_DATADIR, "/data", "", "");
}

bool data_find(const orders *o, place *found)
{
    if (!place_data(o, found)) fputs("sayso: the path of the data is too long\n", stderr);
    else if (is_folder(found->at)) return true;
    else fprintf(stderr, "sayso: no folder of tables at %s; --data DIR says where it is\n", found->at);
    return false;
}

bool ledger_find(const orders *o, place *found)
{
    const char *named = o->ledger ? o->ledger : getenv("SAYSO_LEDGER");
    const char *shared = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    bool fits = true;
    if (named && *named) fits = compose(found, named, "", "", "");
    else if (shared && *shared == '/') fits = compose(found, shared, "/sayso", "/ledger.db", "");
    else if (home && *home) fits = compose(found, home, "/.local/share", "/sayso", "/ledger.db");
    else {
        fputs("sayso: which ledger? there is no $HOME to look in; --ledger FILE names one\n", stderr);
        return false;
    }
    if (!fits) fputs("sayso: the path of the ledger is too long\n", stderr);
    return fits;
}

sayso_reader *reader_find(const orders *o)
{
    place weights, data;
    if (!find_weights(o, &weights)) {
        fputs("sayso: the path of the weights is too long\n", stderr);
        return NULL;
    }
    if (!is_there(weights.at)) {
        fprintf(stderr, "sayso: no weights at %s (%s); --weights FILE says where they are\n", weights.at, strerror(errno));
        return NULL;
    }
    if (!data_find(o, &data)) return NULL;
    sayso_options options = { .weights = weights.at, .data = data.at, .reading = o->reading, .least = o->least };
    sayso_error error = { .code = SAYSO_OK };
    sayso_reader *reader = sayso_reader_open(&options, &error);
    if (!reader) say_error(&error);
    return reader;
}

/* The key comes from the environment, so that it stands in no list of processes. */
sayso_via *via_find(const orders *o)
{
    place data;
    sayso_error error = { .code = SAYSO_OK };
    if (!data_find(o, &data)) return NULL;
    sayso_via_options options = { .url = o->via, .model = o->model, .key = getenv("SAYSO_VIA_KEY"), .data = data.at, .reading = o->reading,
                                  .timeout_s = o->via_timeout };
    sayso_via *via = sayso_via_open(&options, &error);
    if (via) fprintf(stderr, "sayso: the text of these reports goes to %s\n", sayso_via_host(via));
    else say_error(&error);
    return via;
}
