/* shelf: the records of readings that a settling needs again and again, taken out of their JSON once.  An incident is
 * counted from all its readings, and a reading has several incidents, most of them counted one after the other.     */
#include "front/inside.h"

enum { SHELF_MOST = 1000 };              /* readings; some dozens of KiB each */

/* The place of a reading, or where it belongs. */
static size_t shelf_place(const say_shelf *shelf, int64_t reading)
{
    size_t low = 0, high = shelf->all.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shelf->all.at[middle].reading < reading) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* What records point at outlives the reading that was asked for; its JSON is of no more use. */
static bool keep_for_records(const say_reading *from, say_arena *arena, say_reading *kept, sayso_error *error)
{
    *kept = *from;
    return (kept->doc = say_base_keep(arena, say_base_str(from->doc), error)) && (kept->title = say_base_keep(arena, say_base_str(from->title), error))
           && (kept->publisher = say_base_keep(arena, say_base_str(from->publisher), error)) && (kept->date = say_base_keep(arena, say_base_str(from->date), error))
           && (kept->hash = say_base_keep(arena, say_base_str(from->hash), error))
           && (kept->text = say_base_keep(arena, (say_str){ from->text, from->text_size }, error));
}

sayso_code say_front_shelved(say_shelf *shelf, const say_reading *reading, const sayso_records **records, sayso_error *error)
{
    size_t place = shelf_place(shelf, reading->id);
    if (place < shelf->all.count && shelf->all.at[place].reading == reading->id) {
        *records = shelf->all.at[place].records;
        return SAYSO_OK;
    }
    say_reading kept;
    sayso_records *made = SAY_TAKE(shelf->arena, sayso_records, 1, error);
    if (!made || !keep_for_records(reading, shelf->arena, &kept, error)) return SAYSO_NO_MEMORY;
    sayso_code code = say_front_records(&kept, shelf->arena, made, error);
    if (code) return code;
    say_shelved *last = SAY_PUSH(shelf->arena, &shelf->all, error);
    if (!last) return SAYSO_NO_MEMORY;
    for (; last > shelf->all.at + place; last--) *last = last[-1];
    *last = (say_shelved){ reading->id, made };
    *records = made;
    return SAYSO_OK;
}

sayso_code say_front_tidy(say_shelf *shelf, sayso_error *error)
{
    if (shelf->arena && shelf->all.count < SHELF_MOST) return SAYSO_OK;
    say_base_arena_close(shelf->arena);
    *shelf = (say_shelf){ .arena = say_base_arena(error) };
    return shelf->arena ? SAYSO_OK : SAYSO_NO_MEMORY;
}
