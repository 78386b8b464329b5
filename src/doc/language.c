/* doc: whether a text is English, and if not, what it is.
 *
 * English must never be refused.  A text is something else only where its letters are mostly of another script, or where it has
 * enough of them, few of the small words that English cannot do without, and many of those of one other language.  The tables
 * hold words that English does not have; no files, no statistics, the same answer on every machine.                        */
#include "doc/inside.h"

#include <string.h>
#include <utf8proc.h>

/* Of six thousand English press texts none, and of their fifty thousand paragraphs none is taken for another language; 48 invented
 * paragraphs in 24 others, and eleven pages in seven, all are.                                                                    */
#define ENGLISH_SHARE .12            /* a text with so many English words is English, whatever else it has */
#define OTHER_SHARE   .12            /* so many words must be of the other language */
#define OTHER_TIMES   2.5            /* and so many times those of English */

enum { LEAST_LETTERS = 120, LEAST_WORDS = 20, MOST_WORDS = 5000, LEAST_FOREIGN = 60, LONGEST_WORD = 24 };

static const char english_words[] =
    " the of and that said with for were had have has which from this who been would their they not but are it its his he she was will be an after about when there "
    "into could more than over what you your we our ";

/* Small words of languages in Latin letters, in small letters.  Words that English often has too ("in", "was", "for") are left out. */
static const struct { say_language language; const char *words; } latin_languages[] = {
    { { "fr", "French" },     " le la les des du une et est dans que qui pour pas sur avec au aux par ont été cette sont mais plus ce il elle ne se sa son ses selon leur deux après aussi comme d'un qu'il " },
    { { "de", "German" },     " der die das und den dem des ein eine einen einem einer ist mit von zu auf für im nicht sich auch nach bei aus dass wurde sind haben hatte werden sie er es wie noch zum zur über am sei " },
    { { "es", "Spanish" },    " el la los las del y que en por con una para se su lo como más fue pero sus sobre entre ha este esta según también dos cuando sin desde hasta han ser " },
    { { "pt", "Portuguese" }, " o os da das dos e que em por com uma um para não se na nas nos ao mais foi pelo pela segundo como mas sua seu entre também até são após disse ele ela " },
    { { "it", "Italian" },    " il lo gli la le di del della dei delle che e è un una per con non si da dal nel nella sono ha hanno anche più alla sul sulla secondo ma suo sua stato dopo " },
    { { "nl", "Dutch" },      " de het een en van zijn te dat niet met voor op aan er ook door naar bij uit om heeft werd wordt maar nog ze hij deze die dit volgens meer zich geen hebben tot " },
    { { "sv", "Swedish" },    " och att det som en på är av för med den till har inte om ett var sig så från de han hon kan vid eller efter när också enligt sade sin mot vi ska " },
    { { "da", "Danish" },     " og det en af den til på er som med der de ikke et har fra han var sig blev efter ved også være havde mod siger eller ifølge hun kan blevet mere " },
    { { "nb", "Norwegian" },  " og det en av den til på er som med de ikke et har fra han var seg ble etter ved også være hadde mot sier eller ifølge hun kan blitt mer å ett " },
    { { "is", "Icelandic" },  " og að er í á sem við um til það var en ekki hefur hann af fyrir með frá þetta voru eru þess hún ef þeir " },
    { { "fi", "Finnish" },    " ja ei se että oli hän mukaan myös ovat mutta kun joka tai niin sekä kuin jo olivat ole vuoden jälkeen tämä kertoi sanoi " },
    { { "et", "Estonian" },   " ja ei et oli ta mis kui ka oma selle aga ning või pärast kes tema olid pole seda ütles nad veel juba välja " },
    { { "lv", "Latvian" },    " un ir ar par ka uz tika kas bija arī pēc tas viņš lai gan nav vai līdz kā bet savu tiek gada pie " },
    { { "lt", "Lithuanian" }, " ir kad yra su į iš ne tai buvo bet kaip jis už po per apie dar taip kuris buvę jos savo nuo prie pagal sakė " },
    { { "pl", "Polish" },     " w z na się że nie jest o od po za przez jak dla które który została został oraz są ale jego także tym przed był było roku ich " },
    { { "cs", "Czech" },      " se na že je v z o pro k ve podle ale jako si po jsou byl byla bylo jeho které který také za už tak než při od " },
    { { "sk", "Slovak" },     " sa na že je v z o pre k vo podľa ale ako si po sú bol bola bolo jeho ktoré ktorý tiež za už tak pri od aj " },
    { { "sl", "Slovene" },    " je v na se da za ki z pa po ne bi tudi kot ni bil bila bilo od pri iz še ter jih ga " },
    { { "hr", "Croatian" },   " je na se da su za od o kako koji nije iz što će ne bi koje koja bio bila kao te nakon prema ali rekao sve " },
    { { "hu", "Hungarian" },  " az és hogy nem egy meg de szerint volt van már csak azt ez el ki aki mint még után vagy ha közölte ezt lesz " },
    { { "ro", "Romanian" },   " de și în la cu o pe din că nu pentru este au fost un mai ce sau după prin lui sunt s-a dar între fi această acest ale " },
    { { "tr", "Turkish" },    " ve bir bu için ile da de olarak olan daha çok gibi sonra kadar en olduğunu ise o ne söyledi var dedi göre ya tarafından " },
    { { "az", "Azerbaijani" }, " və bir bu üçün ilə da də olan daha çox kimi sonra qədər edib ki isə onun var dedi hər görə edilib bildirib " },
    { { "sq", "Albanian" },   " të e në dhe për një se nga që është ka më si nuk kanë ishte tha por pas tij kjo ky " },
    { { "ca", "Catalan" },    " el la els les del dels que en per amb una un és ha als més com però aquest aquesta segons han va van seva seu entre també després " },
    { { "id", "Indonesian" }, " yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena oleh telah mereka ada sebagai adalah kata bahwa atau bisa tersebut ia " },
    { { "ms", "Malay" },      " yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke kerana oleh telah mereka ada sebagai adalah kata bahawa atau boleh tersebut beliau " },
    { { "vi", "Vietnamese" }, " và của là có trong được cho không với các một những đã người này để khi từ ở về đến theo ra vào tại cũng như trên " },
    { { "tl", "Tagalog" },    " ang ng sa na mga ay ni si para nang ito kay hindi mula din rin kanyang niya isang ayon nila pa ito'y dahil " },
    { { "sw", "Swahili" },    " na ya wa kwa ni katika za la kuwa hiyo huo cha kama hii alisema wake baada watu kutoka pia lakini ambao ambayo huyo vya yake " },
    { { "af", "Afrikaans" },  " die en van het 'n nie om te dat vir met op aan deur ook hy sy wat sal hulle na uit maar word volgens gesê " },
    { { "ga", "Irish" },      " na agus ar sa tá le ag gur bhí ní leis mar ach sé faoi chun seo den " },
    { { "cy", "Welsh" },      " y yn yr o ar mae wedi ei am eu gan bod fod oedd ond hefyd gyda dywedodd cael nad dros sydd mewn " },
    { { "eu", "Basque" },     " eta da ez du dute ere izan baina egin zuen bat hori dira ditu zen dela beste arte bere duen " },
    { { "so", "Somali" },     " ah oo ka ku iyo ee ay waa la uu soo lagu kale ayaa si ayay sheegay dadka isaga badan " },
};

/* Scripts by their blocks, and the languages written in them. */
static const struct { utf8proc_int32_t from, to; say_language language; } scripts[] = {
    { 0x370, 0x3FF, { "el", "Greek" } }, { 0x400, 0x52F, { "ru", "Russian" } }, { 0x530, 0x58F, { "hy", "Armenian" } }, { 0x590, 0x5FF, { "he", "Hebrew" } }, { 0x600, 0x77F, { "ar", "Arabic" } },
    { 0x900, 0x97F, { "hi", "Hindi" } }, { 0x980, 0x9FF, { "bn", "Bengali" } }, { 0xA00, 0xA7F, { "pa", "Punjabi" } }, { 0xA80, 0xAFF, { "gu", "Gujarati" } }, { 0xB80, 0xBFF, { "ta", "Tamil" } },
    { 0xC00, 0xC7F, { "te", "Telugu" } }, { 0xC80, 0xCFF, { "kn", "Kannada" } }, { 0xD00, 0xD7F, { "ml", "Malayalam" } }, { 0xD80, 0xDFF, { "si", "Sinhala" } }, { 0xE00, 0xE7F, { "th", "Thai" } },
    { 0xE80, 0xEFF, { "lo", "Lao" } }, { 0x1000, 0x109F, { "my", "Burmese" } }, { 0x10A0, 0x10FF, { "ka", "Georgian" } }, { 0x1200, 0x137F, { "am", "Amharic" } }, { 0x1780, 0x17FF, { "km", "Khmer" } },
    { 0x3040, 0x30FF, { "ja", "Japanese" } }, { 0x4E00, 0x9FFF, { "zh", "Chinese" } }, { 0xAC00, 0xD7A3, { "ko", "Korean" } },
};

/* Letters that tell one language of a script from the others.  The first that has some is it. */
static const struct { const char *script; utf8proc_int32_t letters[6]; say_language language; } telling_letters[] = {
    { "ru", { 0x456, 0x457, 0x454, 0x491 }, { "uk", "Ukrainian" } }, { "ru", { 0x45E }, { "be", "Belarusian" } }, { "ru", { 0x452, 0x45B, 0x458, 0x459, 0x45A, 0x45F }, { "sr", "Serbian" } },
    { "ru", { 0x493, 0x49B, 0x4A3, 0x4D9 }, { "kk", "Kazakh" } }, { "ar", { 0x679, 0x6D2, 0x688, 0x6C1, 0x6BE }, { "ur", "Urdu" } }, { "ar", { 0x67E, 0x686, 0x698, 0x6AF, 0x6CC }, { "fa", "Persian" } },
    { "zh", { 0x306E, 0x306F, 0x3092, 0x306B, 0x304C }, { "ja", "Japanese" } },
};

enum { LATINS = (int)(sizeof latin_languages / sizeof *latin_languages), SCRIPTS = (int)(sizeof scripts / sizeof *scripts), TELLERS = (int)(sizeof telling_letters / sizeof *telling_letters) };

typedef struct {
    size_t letters, words, english;      /* letters of any script; words in Latin letters */
    size_t scripts[SCRIPTS], foreign;    /* letters of other scripts */
    size_t telling[TELLERS];
    size_t bulgarian, russian;           /* Bulgarian has no ы and э, and many ъ */
} letter_count;

static bool is_small_word(const char *words, say_str word)
{
    char padded[LONGEST_WORD + 3];
    padded[0] = padded[word.len + 1] = ' ';
    memcpy(padded + 1, word.at, word.len);
    padded[word.len + 2] = '\0';
    return strstr(words, padded) != NULL;
}

/* The next word in small letters; empty at the end.  Others than Latin letters are counted where `count` is given. */
static say_str next_small_word(say_str *text, char word[LONGEST_WORD], letter_count *count)
{
    size_t size = 0;
    bool whole = true;
    while (text->len) {
        utf8proc_int32_t point = (unsigned char)text->at[0];
        utf8proc_ssize_t step = point < 0x80 ? 1 : utf8proc_iterate((const utf8proc_uint8_t *)text->at, (utf8proc_ssize_t)text->len, &point);
        if (step < 1) step = 1, point = ' ';
        bool mark = (point == '\'' || point == 0x2019 || point == '-') && size > 0;
        bool latin = (point | 32) >= 'a' && (point | 32) <= 'z' && point < 0x80 ? true : point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7 ? true : point >= 0x1E00 && point <= 0x1EFF;
        if (size && !latin && !mark) break;
        text->at += step, text->len -= (size_t)step;
        if (latin || mark) {
            utf8proc_uint8_t bytes[4];
            utf8proc_ssize_t n = utf8proc_encode_char(point == 0x2019 ? '\'' : utf8proc_tolower(point), bytes);
            if (size + (size_t)n > LONGEST_WORD) whole = false, word[0] = '-';
            else memcpy(word + size, bytes, (size_t)n), size += (size_t)n;
            if (count) count->letters += latin;
            continue;
        }
        for (int i = 0; count && point >= 0x370 && i < SCRIPTS; i++)
            if (point >= scripts[i].from && point <= scripts[i].to) count->scripts[i]++, count->letters++, count->foreign++;
        for (int i = 0; count && point >= 0x370 && i < TELLERS; i++)
            for (int k = 0; k < 6; k++) count->telling[i] += telling_letters[i].letters[k] == utf8proc_tolower(point);
        if (count) count->bulgarian += point == 0x44A, count->russian += point == 0x44B || point == 0x44D;
    }
    return (say_str){ word, whole ? size : size ? 1 : 0 };
}

/* The script that most of the letters are of, and in it the language that its letters tell. */
static say_language language_of_script(const letter_count *count)
{
    int most = 0;
    for (int i = 1; i < SCRIPTS; i++)
        if (count->scripts[i] > count->scripts[most]) most = i;
    say_language found = scripts[most].language;
    for (int i = 0; i < TELLERS; i++)
        if (strcmp(telling_letters[i].script, found.code) == 0 && count->telling[i] * 100 > count->scripts[most]) return telling_letters[i].language;
    if (strcmp(found.code, "ru") == 0 && count->russian == 0 && count->bulgarian * 100 > count->scripts[most]) return (say_language){ "bg", "Bulgarian" };
    return found;
}

static say_language language_of_words(say_str text, const letter_count *count)
{
    size_t found[LATINS] = { 0 }, words = 0;
    int most = 0;
    char word[LONGEST_WORD];
    for (say_str w; words < MOST_WORDS && (w = next_small_word(&text, word, NULL)).len; words++)
        for (int i = 0; i < LATINS; i++) found[i] += is_small_word(latin_languages[i].words, w);
    for (int i = 1; i < LATINS; i++)
        if (found[i] > found[most]) most = i;
    double share = (double)found[most] / (double)words, english = (double)count->english / (double)count->words;
    return share >= OTHER_SHARE && share > OTHER_TIMES * english ? latin_languages[most].language : (say_language){ "en", "English" };
}

say_language say_doc_language(say_str text)
{
    letter_count count = { 0 };
    char word[LONGEST_WORD];
    say_str rest = text;
    for (say_str w; (w = next_small_word(&rest, word, &count)).len; count.words++) count.english += is_small_word(english_words, w);
    if (count.foreign >= LEAST_FOREIGN && count.foreign * 2 > count.letters) return language_of_script(&count);
    if (count.letters < LEAST_LETTERS || count.words < LEAST_WORDS) return (say_language){ NULL, NULL };
    if ((double)count.english >= ENGLISH_SHARE * (double)count.words) return (say_language){ "en", "English" };
    return language_of_words(text, &count);
}

#undef ENGLISH_SHARE
#undef OTHER_SHARE
#undef OTHER_TIMES
