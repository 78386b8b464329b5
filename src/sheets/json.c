#include "sheets/json.h"

#include <stdio.h>

static void json_quoted(say_out *out, say_str value)
{
    say_sheets_text(out, "\"");
    for (size_t at = 0; at < value.len;) {
        char bytes[8];
        uint32_t c = say_sheets_next(value, &at);
        size_t size = 0;
        if (c == '"' || c == '\\') {
            bytes[size++] = '\\';
            bytes[size++] = (char)c;
        } else if (c == '\n') {
            bytes[size++] = '\\';
            bytes[size++] = 'n';
        } else if (c < 0x20 || c == 0x7f) {
            size = (size_t)snprintf(bytes, sizeof bytes, "\\u%04x", (unsigned)c);
        } else {
            size = say_sheets_utf8(c, bytes);
        }
        say_sheets_put(out, bytes, size);
    }
    say_sheets_text(out, "\"");
}

static void json_key(say_json *json, const char *key)
{
    if (json->comma) say_sheets_text(&json->out, ",");
    json->comma = true;
    if (!key) return;
    json_quoted(&json->out, say_base_str(key));
    say_sheets_text(&json->out, ":");
}

void say_sheets_open(say_json *json, const char *key, char bracket)
{
    json_key(json, key);
    say_sheets_put(&json->out, &bracket, 1);
    json->comma = false;
}

void say_sheets_close(say_json *json, char bracket)
{
    say_sheets_put(&json->out, &bracket, 1);
    json->comma = true;
}

void say_sheets_string(say_json *json, const char *key, say_str value)
{
    json_key(json, key);
    json_quoted(&json->out, value);
}

void say_sheets_null(say_json *json, const char *key)
{
    json_key(json, key);
    say_sheets_text(&json->out, "null");
}

void say_sheets_word(say_json *json, const char *key, const char *value)
{
    if (value) say_sheets_string(json, key, say_base_str(value));
    else say_sheets_null(json, key);
}

void say_sheets_some(say_json *json, const char *key, const char *value)
{
    say_sheets_word(json, key, value && *value ? value : NULL);
}

void say_sheets_size(say_json *json, const char *key, size_t value)
{
    json_key(json, key);
    say_sheets_count(&json->out, value);
}

void say_sheets_index(say_json *json, const char *key, size_t value)
{
    if (value == SAYSO_NONE) say_sheets_null(json, key);
    else say_sheets_size(json, key, value);
}

void say_sheets_real(say_json *json, const char *key, double value, int digits)
{
    json_key(json, key);
    say_sheets_number(&json->out, value, digits);
}

void say_sheets_flag(say_json *json, const char *key, bool value)
{
    json_key(json, key);
    say_sheets_text(&json->out, value ? "true" : "false");
}
