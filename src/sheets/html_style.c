/* html_style: the look of the page.  Nothing depends on colour or on a background alone, so that it
 * prints on any printer and reads in light and dark.                                              */
#include "sheets/html.h"

#include <string.h>

/* One rule a string: a compiler need not take a string as long as a page's style. */
static const char *const style_rules[] = {
    ":root{color-scheme:light dark;--ink:#1c1e21;--soft:#575c63;--paper:#fcfbf9;--fill:#f3f1ec;--line:#d9d5cc;--link:#0a4f94;"
    "--for:#17602f;--against:#a02019;--open:#64438f;--mark:#8a5a00}\n",
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e3dd;--soft:#aaa79f;--paper:#17191c;--fill:#212429;--line:#3c4046;--link:#8fbdf2;"
    "--for:#83cc96;--against:#f29a90;--open:#c8aef0;--mark:#e3b96a}}\n",
    "*{box-sizing:border-box}\n",
    "html{font:100%/1.55 system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\",\"Helvetica Neue\",\"Liberation Sans\",Arial,sans-serif;"
    "-webkit-text-size-adjust:100%;scroll-padding-top:1rem}\n",
    "body{margin:0;color:var(--ink);background:var(--paper);overflow-wrap:break-word}\n",
    "main,header,footer{max-width:72ch;margin:0 auto;padding:0 1.25rem}\n",
    "header{padding-top:3rem}\n",
    "footer{padding-top:2rem;padding-bottom:4rem;color:var(--soft)}\n",
    "h1{font-size:2rem;line-height:1.2;margin:.2rem 0 1.2rem;letter-spacing:-.015em;text-wrap:balance}\n",
    "h2{font-size:1.25rem;line-height:1.3;margin:3.2rem 0 .8rem;padding-bottom:.35rem;border-bottom:1px solid var(--line)}\n",
    "h3{font-size:1.1rem;line-height:1.35;margin:2.2rem 0 .4rem}\n",
    "h4{font-size:1rem;line-height:1.4;margin:1.2rem 0 .3rem;font-weight:400}\n",
    "p{margin:.6rem 0}\n",
    "a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px}\n",
    "a:hover{text-decoration-thickness:2px}\n",
    ":focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}\n",
    ".skip{position:absolute;left:-99rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:1}\n",
    ".skip:focus{left:.5rem}\n",
    ".vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;user-select:none}\n",
    ".kind{color:var(--soft);font-size:.95rem;margin:0}\n",
    ".faint,.tail{color:var(--soft)}\n",
    ".day{margin-left:.4em}\n",
    ".tail{font-size:.875rem;font-weight:400;white-space:nowrap}\n",
    "nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:1.5rem 0 0;padding:0;font-size:.95rem}\n",
    "dl{margin:.6rem 0;font-size:.95rem}\n",
    "dl>div{display:grid;grid-template-columns:7rem 1fr;gap:0 .8rem;margin:.15rem 0}\n",
    "dt{color:var(--soft)}\n",
    "dd{margin:0;min-width:0}\n",
    "header dl{font-size:1rem}\n",
    "ol.reports,ul.list{margin:.2rem 0;padding-left:1.4rem}\n",
    "ul.list{list-style:none;padding-left:0}\n",
    "ul.list li{margin:.7rem 0;padding-left:1.6rem;position:relative}\n",
    "ul.list .sign{position:absolute;left:0}\n",
    ".letter{display:inline-block;min-width:1.6rem;color:var(--link)}\n",
    ".under{border-left:2px solid var(--line);padding-left:1rem;margin-left:.3rem}\n",
    ".d1{margin-left:1rem}.d2{margin-left:2rem}.d3{margin-left:3rem}\n",
    ".role{font-weight:600}\n",
    ".words{color:var(--mark)}\n",
    ".for{color:var(--for)}.against{color:var(--against)}.open{color:var(--open)}\n",
    ".sign{display:inline-block;min-width:1.6rem;font-weight:700;text-align:center}\n",
    ".signs .sign{min-width:1rem}\n",
    "details.claim{margin:.25rem 0 .25rem -.4rem;border-radius:.3rem}\n",
    "details.claim>summary{display:grid;grid-template-columns:1.6rem 1fr 1.2rem;cursor:pointer;padding:.3rem .4rem;list-style:none;border-radius:.3rem}\n",
    "details.claim>summary::-webkit-details-marker{display:none}\n",
    "details.claim>summary::after{content:\"\\203A\";color:var(--soft);grid-column:3;grid-row:1;text-align:center;font-size:1.3rem;align-self:start;height:1.4rem;line-height:1.4rem;transition:transform .12s}\n",
    "details.claim[open]>summary::after{transform:rotate(90deg)}\n",
    "details.claim>summary:hover{background:var(--fill)}\n",
    "details.claim>summary>.say{grid-column:2;min-width:0}\n",
    "details.claim>summary .view{display:block;font-size:.95rem}\n",
    ".opened{margin:.1rem 0 1rem 2rem;scroll-margin-top:7rem}\n",
    ".from span{white-space:nowrap}\n",
    ".opened:target{outline:2px solid var(--link);outline-offset:.4rem}\n",
    "blockquote{margin:.4rem 0;padding:.7rem 1rem;background:var(--fill);border-left:3px solid var(--line);line-height:1.75}\n",
    "blockquote p{margin:0}blockquote p+p{margin-top:.6rem}\n",
    ".from{font-size:.875rem;color:var(--soft);margin:.3rem 0}\n",
    "mark{background:none;color:inherit;text-decoration:underline 2px;text-underline-offset:.24em;text-decoration-skip-ink:none}\n",
    ".m-part{text-decoration:underline .17em;font-weight:700}\n",
    ".m-party{text-decoration:none;border:1.5px solid;border-radius:.25em;padding:.02em .18em;-webkit-box-decoration-break:clone;box-decoration-break:clone}\n",
    ".m-voice{text-decoration-style:dotted;text-decoration-thickness:.17em}\n",
    ".m-cue{text-decoration-style:dashed}\n",
    ".m-grade{text-decoration-style:wavy;text-decoration-thickness:1.5px;text-decoration-color:var(--against)}\n",
    ".m-basis{text-decoration-style:double}\n",
    ".legend{font-size:.9rem;color:var(--soft);line-height:2;margin:.4rem 0}\n",
    ".legend mark{color:var(--ink)}\n",
    ".legend span{white-space:nowrap;margin-right:.9rem}\n",
    "article{margin:0 0 3rem}\n",
    "article h3{margin-bottom:.2rem}\n",
    ".hash{font-family:ui-monospace,\"Liberation Mono\",monospace;font-size:.8rem;overflow-wrap:anywhere}\n",
    ".text{margin-top:1rem;line-height:1.65}\n",
    ".text p{margin:0 0 .9rem}\n",
    ".text span:target,.text .n:target{outline:2px solid var(--link);outline-offset:2px;background:var(--fill)}\n",
    ".text .cited{text-decoration:underline dotted 1px var(--soft);text-underline-offset:.28em}\n",
    ".text .n{color:var(--soft);font-size:.75rem;margin-left:.2em;scroll-margin-top:5rem}\n",
    ".text .back{font-size:.85rem;padding:0 .15em;text-decoration:none}\n",
    ".ref{font-size:.85rem;white-space:nowrap}\n",
    "@media (max-width:34rem){h1{font-size:1.6rem}dl>div{grid-template-columns:1fr}dt{font-size:.875rem;margin-top:.3rem}"
    ".d1,.d2,.d3{margin-left:.3rem}.opened{margin-left:.4rem}.tail{white-space:normal;display:block}.day{margin-left:0}header{padding-top:1.5rem}}\n",
    "@media (prefers-reduced-motion:reduce){*{transition:none!important}}\n",
    "@media (forced-colors:active){mark{color:CanvasText}}\n",
    "@media print{@page{margin:2cm}:root{color-scheme:light;--ink:#000;--soft:#333;--paper:#fff;--fill:#fff;--line:#888;--link:#000;--for:#000;"
    "--against:#000;--open:#000;--mark:#000}html{font-size:10.5pt}main,header,footer{max-width:none;padding-left:0;padding-right:0}"
    "nav,.skip,.back{display:none}a{text-decoration:none}"
    "details:not([open])>:not(summary){display:block}details::details-content{display:block;content-visibility:visible;height:auto;opacity:1}"
    "details.claim>summary::after{content:none}details.claim{break-inside:avoid}h2,h3,h4,summary{break-after:avoid}"
    "#reports{break-before:page}}\n",
};

char *say_sheets_html_style(say_arena *arena, sayso_error *error)
{
    enum { RULES = sizeof style_rules / sizeof *style_rules };
    size_t size = 1, used = 0;
    for (size_t i = 0; i < RULES; i++) size += strlen(style_rules[i]);
    char *style = SAY_TAKE(arena, char, size, error);
    if (!style) return NULL;
    for (size_t i = 0; i < RULES; i++) {
        memcpy(style + used, style_rules[i], strlen(style_rules[i]));
        used += strlen(style_rules[i]);
    }
    return style;
}
