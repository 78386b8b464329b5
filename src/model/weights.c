/* model: the weight file.
 *
 *   bytes 0-7    "SAYSOWF1"
 *   8-11         version, 1, little-endian
 *   12-15        n, bytes of the head, little-endian
 *   16 ...       the head: JSON, UTF-8, n bytes
 *   ...          tensors, each at a multiple of 64 bytes from the file's start
 *
 * The head names the encoder's sizes and every tensor: type, shape, where it lies, how
 * many bytes it has.  Whatever else it says (labels, recipe) is the caller's business.
 * Tensors: vocab, enc.word [R,H] with enc.word.scale [R, groups], enc.word.row [V],
 * enc.pos, enc.type (scheme bert), enc.rel [buckets, heads] (scheme mpnet), enc.norm.w
 * and .b; per layer enc.layer.I.{qkv,o,f1,f2}.{w,w.scale,b} and {n1,n2}.{w,b}; the same
 * behind "top." for a layer that say_model_top runs; heads by whatever name.  A linear
 * map's .w is [out, in], int8 with a scale a row, or f32.
 *
 * Invariants:
 *  1. Nothing of the file is used before it was checked: a tensor's bytes lie in the
 *     file, aligned, as many as type and shape ask; each number of an f32 tensor is
 *     finite; each row that enc.word.row names exists.
 *  2. A file that fails a check is one SAYSO_BAD_WEIGHTS that names the tensor or field.
 *  3. After say_model_open nothing writes to the model.
 * The file is mapped, or read where it cannot be; who cuts it short while it is mapped
 * gets SIGBUS, as with every mapped file.                                            */
#include "model/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "sayso reads its weights as they lie in the file: little-endian"
#endif

enum { FRONT = 16, ALIGNED = 64, MOST_HEAD = 64 << 20 };

static sayso_code bad_weights(sayso_error *error, const char *where, size_t at, const char *message)
{
    return say_base_fail(error, SAYSO_BAD_WEIGHTS, where, at, "%s", message);
}

/* ---- the file's bytes ---- */

static sayso_code read_weights(say_model *m, const char *path, sayso_error *error)
{
    /* One line longer, so that the tensors can start at an aligned byte. */
    unsigned char *to = say_base_take(m->arena, m->file_bytes < ALIGNED ? ALIGNED : m->file_bytes, 1, error);
    if (!to) return SAYSO_NO_MEMORY;
    for (size_t got = 0; got < m->file_bytes;) {
        ssize_t n = read(m->fd, to + got, m->file_bytes - got);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return say_base_fail(error, SAYSO_NO_FILE, path, got, "cannot be read");
        got += (size_t)n;
    }
    m->file = to;
    return SAYSO_OK;
}

static sayso_code map_weights(say_model *m, const char *path, sayso_error *error)
{
    struct stat about;
    sayso_code code = SAYSO_OK;
    if (fstat(m->fd, &about) != 0 || !S_ISREG(about.st_mode))
        code = say_base_fail(error, SAYSO_NO_FILE, path, 0, "is no file");
    else if (about.st_size < FRONT || (uintmax_t)about.st_size > SIZE_MAX / 2)
        code = bad_weights(error, path, 0, "is too short for a weight file");
    if (!code) {
        m->file_bytes = (size_t)about.st_size;
        void *at = mmap(NULL, m->file_bytes, PROT_READ, MAP_PRIVATE, m->fd, 0);
        m->mapped = at != MAP_FAILED;
        if (m->mapped) m->file = at;
        else code = read_weights(m, path, error);
    }
    return code;
}

/* Maps the whole pages of a tensor once more in their place, which gives back what was
 * read of them: the packed weights are then the only copy in memory.                 */
sayso_code say_model_forget(const say_model *m, const model_tensor *t, sayso_error *error)
{
    long page = sysconf(_SC_PAGESIZE);
    if (!m->mapped || page <= 0) return SAYSO_OK;
    size_t size = (size_t)page, from = (size_t)(t->at - m->file), to = (from + t->bytes) / size * size;
    from = (from + size - 1) / size * size;
    void *place = (void *)(uintptr_t)(m->file + from);
    if (from >= to || mmap(place, to - from, PROT_READ, MAP_PRIVATE | MAP_FIXED, m->fd, (off_t)from) == place)
        return SAYSO_OK;
    return say_base_fail(error, SAYSO_NO_MEMORY, t->name, 0, "cannot be mapped: %s", strerror(errno));
}

static uint32_t little_u32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static sayso_code read_weight_front(say_model *m, const char *path, json_t **head, sayso_error *error)
{
    if (memcmp(m->file, "SAYSOWF1", 8) != 0) return bad_weights(error, path, 0, "is no weight file of sayso");
    if (little_u32(m->file + 8) != 1)
        return say_base_fail(error, SAYSO_BAD_WEIGHTS, path, 8, "version %lu; this library reads version 1",
                             (unsigned long)little_u32(m->file + 8));
    size_t n = little_u32(m->file + 12);
    if (n > m->file_bytes - FRONT || n > MOST_HEAD) return bad_weights(error, path, 12, "is cut short in its head");
    m->about = (say_str){ (const char *)m->file + FRONT, n };
    json_error_t e;
    *head = json_loadb(m->about.at, n, JSON_REJECT_DUPLICATES, &e);
    if (*head && json_is_object(*head)) return SAYSO_OK;
    if (!*head && json_error_code(&e) == json_error_out_of_memory)
        return say_base_fail(error, SAYSO_NO_MEMORY, path, 0, "no room for the head");
    return say_base_fail(error, SAYSO_BAD_WEIGHTS, path, FRONT, "its head is damaged: %.120s",
                         *head ? "no object" : e.text);
}

/* Its name, and a fingerprint that takes no time: the head, and a line of every so many of the numbers behind it. */
static sayso_code name_model(say_model *m, const json_t *head, sayso_error *error)
{
    enum { APART = 1 << 16 };
    uint64_t print = say_base_hash(m->about);
    for (size_t at = FRONT + m->about.len; at < m->file_bytes; at += APART) {
        say_str line = say_base_sub((say_str){ (const char *)m->file, m->file_bytes }, (say_range){ at, at + 64 });
        print = (print ^ say_base_hash(line)) * 0x100000001b3;
    }
    snprintf(m->print, sizeof m->print, "%08lx", (unsigned long)((print ^ print >> 32) & 0xffffffff));
    const char *name = json_string_value(json_object_get(head, "name"));
    m->name = say_base_keep(m->arena, say_base_str(name ? name : "unnamed"), error);
    return m->name ? SAYSO_OK : SAYSO_NO_MEMORY;
}

/* ---- tensors ---- */

static const struct { const char *name; tensor_type type; size_t bits; } tensor_types[] = {
    { "f32", TENSOR_F32, 32 }, { "i32", TENSOR_I32, 32 }, { "i8", TENSOR_I8, 8 },
    { "u8", TENSOR_U8, 8 }, { "u4", TENSOR_U4, 4 },
};

/* A whole number of the head in [0, most]. */
static bool whole_number(const json_t *object, const char *key, size_t most, size_t *value)
{
    const json_t *v = json_object_get(object, key);
    json_int_t n = json_is_integer(v) ? json_integer_value(v) : -1;
    if (n < 0 || (uintmax_t)n > most) return false;
    *value = (size_t)n;
    return true;
}

static bool shape_of(const json_t *shape, model_tensor *t)
{
    size_t n[2] = { 1, 1 };
    t->dims = json_array_size(shape);
    if (!json_is_array(shape) || t->dims < 1 || t->dims > 2) return false;
    for (size_t i = 0; i < t->dims; i++) {
        const json_t *v = json_array_get(shape, i);
        json_int_t d = json_is_integer(v) ? json_integer_value(v) : 0;
        if (d < 1 || d > INT32_MAX) return false;
        n[i] = (size_t)d;
    }
    t->rows = n[0];
    t->cols = n[1];
    return true;
}

static bool finite_all(const model_tensor *t)
{
    const float *x = (const float *)(const void *)t->at;
    uint32_t odd = 0;
    for (size_t i = 0, n = t->rows * t->cols; i < n; i++) {
        uint32_t b;
        memcpy(&b, x + i, sizeof b);
        odd |= (b & 0x7f800000u) == 0x7f800000u;
    }
    return !odd;
}

static sayso_code read_tensor(const say_model *m, const json_t *j, model_tensor *t, sayso_error *error)
{
    const char *type = json_string_value(json_object_get(j, "type"));
    size_t i = 0, kinds = sizeof tensor_types / sizeof *tensor_types, at, cells, bits;
    while (type && i < kinds && strcmp(type, tensor_types[i].name) != 0) i++;
    if (!type || i == kinds) return bad_weights(error, t->name, 0, "a tensor of no known type");
    t->type = tensor_types[i].type;
    if (!shape_of(json_object_get(j, "shape"), t)) return bad_weights(error, t->name, 0, "a tensor of no usable shape");
    if (!whole_number(j, "at", m->file_bytes, &at) || !whole_number(j, "bytes", m->file_bytes, &t->bytes) ||
        at % ALIGNED || t->bytes > m->file_bytes - at)
        return bad_weights(error, t->name, 0, "a tensor outside the file: damaged or cut short");
    if (!say_base_times(t->rows, t->cols, &cells) || !say_base_times(cells, tensor_types[i].bits, &bits) ||
        bits > SIZE_MAX - 7 || (bits + 7) / 8 != t->bytes)
        return bad_weights(error, t->name, at, "a tensor whose bytes do not fit its shape");
    if (t->type == TENSOR_U4 && t->cols % 2) return bad_weights(error, t->name, at, "a u4 tensor of odd width");
    t->at = m->file + at;
    if (t->type == TENSOR_F32 && !finite_all(t)) return bad_weights(error, t->name, at, "holds no finite number somewhere");
    return SAYSO_OK;
}

static int tensor_by_name(const void *a, const void *b)
{
    return strcmp(((const model_tensor *)a)->name, ((const model_tensor *)b)->name);
}

static sayso_code read_tensors(say_model *m, json_t *head, const char *path, sayso_error *error)
{
    json_t *list = json_object_get(head, "tensors"), *j;
    const char *name;
    if (!json_is_object(list)) return bad_weights(error, path, FRONT, "its head has no tensors");
    m->tensors = SAY_TAKE(m->arena, model_tensor, json_object_size(list), error);
    if (!m->tensors) return SAYSO_NO_MEMORY;
    json_object_foreach(list, name, j) {
        model_tensor *t = &m->tensors[m->tensor_count];
        t->name = say_base_keep(m->arena, say_base_str(name), error);
        if (!t->name) return SAYSO_NO_MEMORY;
        sayso_code code = read_tensor(m, j, t, error);
        if (code) return code;
        m->tensor_count++;
    }
    if (m->tensor_count) qsort(m->tensors, m->tensor_count, sizeof *m->tensors, tensor_by_name);
    return SAYSO_OK;
}

const model_tensor *say_model_tensor(const say_model *model, const char *name)
{
    model_tensor key = { .name = name };
    if (!model->tensor_count) return NULL;
    return bsearch(&key, model->tensors, model->tensor_count, sizeof key, tensor_by_name);
}

const model_tensor *say_model_expect(const say_model *model, const char *name, tensor_type type,
                               size_t rows, size_t cols, sayso_error *error)
{
    const model_tensor *t = say_model_tensor(model, name);
    if (!t || t->type != type) {
        bad_weights(error, name, 0, t ? "a tensor of another type" : "the weight file has no tensor of this name");
        return NULL;
    }
    bool turned = t->dims == 1 && rows == 1 && (cols == 0 || cols == t->rows);
    if (turned || ((rows == 0 || t->rows == rows) && (cols == 0 || t->cols == cols))) return t;
    say_base_fail(error, SAYSO_BAD_WEIGHTS, name, 0, "[%zu, %zu], wanted [%zu, %zu]", t->rows, t->cols, rows, cols);
    return NULL;
}

const float *say_model_floats(const say_model *model, const char *name, size_t rows, size_t cols,
                              sayso_error *error)
{
    const model_tensor *t = say_model_expect(model, name, TENSOR_F32, rows, cols, error);
    return t ? (const float *)(const void *)t->at : NULL;
}

/* ---- the encoder's sizes ---- */

static sayso_code read_scheme(say_model *m, const json_t *e, sayso_error *error)
{
    const char *scheme = json_string_value(json_object_get(e, "scheme"));
    bool mpnet = scheme && strcmp(scheme, "mpnet") == 0;
    if (!mpnet && !(scheme && strcmp(scheme, "bert") == 0))
        return bad_weights(error, "encoder.scheme", 0, "neither mpnet nor bert");
    m->relative = mpnet;
    m->lowercase = json_is_true(json_object_get(e, "lowercase"));
    const json_t *eps = json_object_get(e, "eps");
    double value = json_is_number(eps) ? json_number_value(eps) : 0.0;
    if (!(value > 1e-30 && value < 1.0)) return bad_weights(error, "encoder.eps", 0, "no small positive number");
    m->eps = (float)value;
    return SAYSO_OK;
}

static sayso_code read_special(say_model *m, const json_t *e, sayso_error *error)
{
    static const char *const keys[] = { "start", "end", "pad", "unknown" };
    int32_t *to[] = { &m->special.start, &m->special.end, &m->special.pad, &m->special.unknown };
    for (size_t i = 0; i < 4; i++) {
        size_t id;
        if (!whole_number(e, keys[i], INT32_MAX, &id)) return bad_weights(error, keys[i], 0, "no id of a special piece");
        *to[i] = (int32_t)id;
    }
    return SAYSO_OK;
}

static sayso_code read_encoder(say_model *m, const json_t *e, sayso_error *error)
{
    if (!json_is_object(e)) return bad_weights(error, "encoder", 0, "the head does not say what the encoder is");
    if (!whole_number(e, "layers", 256, &m->layers) || !whole_number(e, "hidden", 16384, &m->hidden) ||
        !whole_number(e, "heads", 1024, &m->heads) || !whole_number(e, "inner", 65536, &m->inner) ||
        !whole_number(e, "positions", 32767, &m->positions) || !whole_number(e, "first_position", 32767, &m->first_position))
        return bad_weights(error, "encoder", 0, "a size is lacking or out of range");
    if (!m->hidden || !m->heads || !m->inner || m->hidden % (m->heads * LANES) ||
        m->first_position >= m->positions)
        return bad_weights(error, "encoder", 0, "its sizes do not fit one another");
    m->longest = m->positions - m->first_position;
    sayso_code code = read_scheme(m, e, error);
    return code ? code : read_special(m, e, error);
}

/* ---- the door ---- */

static sayso_code build_model(say_model *m, const char *path, json_t **head, sayso_error *error)
{
    sayso_code code = map_weights(m, path, error);
    if (!code) code = read_weight_front(m, path, head, error);
    if (!code) code = read_tensors(m, *head, path, error);
    if (!code) code = name_model(m, *head, error);
    if (code) return code;
    const json_t *e = json_object_get(*head, "encoder");
    size_t buckets = 0, distance = 0;
    code = read_encoder(m, e, error);
    if (!code && m->relative && (!whole_number(e, "relative_buckets", 1024, &buckets) ||
                                 !whole_number(e, "relative_distance", 65536, &distance)))
        code = bad_weights(error, "encoder", 0, "scheme mpnet without relative_buckets and relative_distance");
    if (!code) code = say_model_learn_words(m, error);
    if (!code) code = say_model_pack(m, error);
    if (!code) code = say_model_wire(m, buckets, distance, error);
    return code;
}

static sayso_code open_model(say_model *m, const char *path, sayso_error *error)
{
    m->kernel = say_model_choose(getenv("SAYSO_KERNEL"), error);
    if (!m->kernel) return SAYSO_BAD_CALL;
    m->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (m->fd < 0) return say_base_fail(error, SAYSO_NO_FILE, path, 0, "cannot be opened: %s", strerror(errno));
    json_t *head = NULL;
    sayso_code code = build_model(m, path, &head, error);
    json_decref(head);
    close(m->fd);
    m->fd = -1;
    return code;
}

say_model *say_model_open(const char *path, sayso_error *error)
{
    say_arena *arena = say_base_arena(error);
    say_model *m = arena ? SAY_TAKE(arena, say_model, 1, error) : NULL;
    if (!m) {
        say_base_arena_close(arena);
        return NULL;
    }
    m->arena = arena;
    if (open_model(m, path, error) == SAYSO_OK) return m;
    say_model_close(m);
    return NULL;
}

void say_model_close(say_model *model)
{
    if (!model) return;
    if (model->mapped) munmap((void *)(uintptr_t)model->file, model->file_bytes);
    say_base_arena_close(model->arena);
}

say_str     say_model_about(const say_model *model) { return model->about; }
const char *say_model_name(const say_model *model) { return model->name; }
const char *say_model_print(const say_model *model) { return model->print; }
const char *say_model_kernel(const say_model *model) { return model->kernel->name; }
size_t      say_model_hidden(const say_model *model) { return model->hidden; }
size_t      say_model_longest(const say_model *model) { return model->longest; }
bool        say_model_has_top(const say_model *model) { return model->has_top; }
say_special say_model_special(const say_model *model) { return model->special; }
