/* place: where the weights and the tables lie.
 *   1. --weights, --data
 *   2. $SAYSO_WEIGHTS (a file, or a folder of them), $SAYSO_DATA
 *   3. ../build/weights (joined from its parts by make), ../weights and ../data, seen from the executable's folder
 *   4. weights and data in SAYSO_DATADIR, where `make install` puts them            */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef SAYSO_DATADIR
#define SAYSO_DATADIR "/usr/local/share/sayso"
#endif

typedef struct { char at[4096]; } place;

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

static bool find_data(const orders *o, place *found)
{
    const char *named = o->data ? o->data : getenv("SAYSO_DATA");
    place house;
    if (named && *named) return compose(found, named, "", "", "");
    if (house_of_executable(&house) && compose(found, house.at, "/data", "", "") && is_folder(found->at)) return true;
    return compose(found, SAYSO_DATADIR, "/data", "", "");
}

sayso_reader *reader_find(const orders *o)
{
    place weights, data;
    if (!find_weights(o, &weights) || !find_data(o, &data)) {
        fputs("sayso: the path of the weights or the data is too long\n", stderr);
        return NULL;
    }
    if (!is_there(weights.at)) {
        fprintf(stderr, "sayso: no weights at %s (%s); --weights FILE says where they are\n", weights.at, strerror(errno));
        return NULL;
    }
    if (!is_folder(data.at)) {
        fprintf(stderr, "sayso: no folder of tables at %s; --data DIR says where it is\n", data.at);
        return NULL;
    }
    sayso_options options = { .weights = weights.at, .data = data.at, .reading = o->reading, .least = o->least };
    sayso_error error = { .code = SAYSO_OK };
    sayso_reader *reader = sayso_reader_open(&options, &error);
    if (!reader) fprintf(stderr, "sayso: %s%s%s\n", error.where, *error.where ? ": " : "", error.message);
    return reader;
}
