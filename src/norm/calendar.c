/* calendar: days of the Gregorian calendar and the words for them. */
#include "norm/inside.h"

#include <string.h>

/* Days since 1970-01-01 (Hinnant's days_from_civil, years from 0). */
long say_norm_day_number(norm_day d)
{
    long y = d.month <= 2 ? d.year - 1 : d.year;
    long era = y / 400, of_era = y - era * 400;
    long of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

norm_day say_norm_day_from_number(long n)
{
    n += 719468;
    long era = n / 146097, of_era = n - era * 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    int m = (int)((5 * of_year + 2) / 153);
    int day = (int)(of_year - (153 * m + 2) / 5 + 1), month = m < 10 ? m + 3 : m - 9;
    return (norm_day){ (int)(year + era * 400) + (month <= 2), month, day };
}

int say_norm_weekday(norm_day d)
{
    return (int)(((say_norm_day_number(d) + 3) % 7 + 7) % 7);
}

bool say_norm_is_real_day(int year, int month, int day)
{
    static const int lengths[13] = { 0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12 || day < 1 || day > lengths[month]) return false;
    return month != 2 || day < 29 || !year || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

void say_norm_write_day(char out[11], norm_day d)
{
    const int digits[8] = { d.year / 1000 % 10, d.year / 100 % 10, d.year / 10 % 10, d.year % 10,
                            d.month / 10 % 10, d.month % 10, d.day / 10 % 10, d.day % 10 };
    size_t shown = d.day ? 8 : d.month ? 6 : 4, n = 0;
    for (size_t i = 0; i < shown; i++) {
        if (i == 4 || i == 6) out[n++] = '-';
        out[n++] = (char)('0' + digits[i]);
    }
    out[n] = '\0';
}

norm_day say_norm_read_day(const char *iso)
{
    norm_day d = { 0, 0, 0 };
    size_t length = iso ? strlen(iso) : 0;
    if (length != 4 && (length != 10 || iso[4] != '-' || iso[7] != '-')) return d;
    for (size_t i = 0; i < length; i++) {
        if (i == 4 || i == 7) continue;
        if (iso[i] < '0' || iso[i] > '9') return (norm_day){ 0, 0, 0 };
        int *part = i < 4 ? &d.year : i < 7 ? &d.month : &d.day;
        *part = *part * 10 + (iso[i] - '0');
    }
    return length == 4 || say_norm_is_real_day(d.year, d.month, d.day) ? d : (norm_day){ 0, 0, 0 };
}

int say_norm_word_among(say_str word, const char *list)
{
    int place = 0;
    while (*list && word.len) {
        size_t n = strcspn(list, " ");
        if (say_text_same_fold(word, (say_str){ list, n })) return place;
        list += list[n] ? n + 1 : n;
        place++;
    }
    return -1;
}

int say_norm_weekday_word(say_str word)
{
    int weekday = say_norm_word_among(word, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
    return weekday < 0 ? say_norm_word_among(word, "Mon Tues Wed Thurs Fri Sat Sun") : weekday;
}
