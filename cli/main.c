/* sayso, the command line: a table of commands. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static int run_help(const orders *o)
{
    const command *about = NULL;
    for (const command *c = commands; o->argument_count && c->name; c++)
        if (strcmp(c->name, o->arguments[0]) == 0) about = c;
    if (o->argument_count && !about) return usage_wrong(0, "no command %s", o->arguments[0]);
    help_print(stdout, about);
    return EXIT_OK;
}

const command commands[] = {
    { "read", "FILE...", "Reads reports into the ledger",
      "  sayso read *.txt\n  sayso read news/ feed.xml letter.eml crawl.warc.gz\n  sayso read dump.jsonl.zst --fields text=body,title=headline\n"
      "  sayso read --reader small --ledger news.db *.txt\n  curl -s URL | sayso read -\n  sayso read --via http://127.0.0.1:8080/v1 --model qwen *.txt\n", READ, run_read },
    { "incidents", "[NAME]", "Lists incidents: when, rival answers, origins, outlets",
      "  sayso incidents\n  sayso incidents kremlin\n  sayso incidents --since 2023-05 --party ukraine\n", INCIDENTS, run_incidents },
    { "who", "INCIDENT | FILE...", "Prints the attribution sheet of an incident, or of reports",
      "  sayso who report.txt\n  sayso who page.html.gz\n  sayso who -i kremlin news/ | less\n  sayso who kremlin drone\n  sayso who i-3f9a2b17c04d --maker 'by hand'\n",
      WHO, run_who },
    { "sheet", "INCIDENT", "Prints the sheet of an incident, or makes a page of it",
      "  sayso sheet kremlin drone --html -o drone.html\n  sayso sheet i-3f9a2b17c04d\n", SHEET, run_sheet },
    { "claims", "[INCIDENT]", "Lists claims",
      "  sayso claims kremlin\n  sayso claims --party ukraine --role authorised\n  sayso claims --holder officials --basis intercept --json\n"
      "  sayso claims --factuality U --since 2023-05-01 --until 2023-05-31\n", CLAIMS, run_claims },
    { "parties", "[NAME]", "Lists parties, with their ids",
      "  sayso parties\n  sayso parties ukrain\n  sayso parties --incident kremlin\n", PARTIES, run_parties },
    { "diff", "INCIDENT", "Prints who changed position, oldest first",
      "  sayso diff kremlin drone --since 2023-05-10\n", DIFF, run_diff },
    { "matrix", "INCIDENT", "Prints answers in rows and evidence in columns",
      "  sayso matrix kremlin drone\n", MATRIX, run_matrix },
    { "assess", "INCIDENT", "Prints an assessment, with its assumptions",
      "  sayso assess kremlin drone\n", ASSESS, run_assess },
    { "explain", "CLAIM | FILE [CLAIM]", "Lists a report's claims; of one, its words and scores",
      "  sayso explain report.txt\n  sayso explain report.txt c-3f9a2b17\n  sayso explain c-3f9a2b17c04d\n", EXPLAIN, run_explain },
    { "correct", "ACT ID... --by NAME --reason TEXT", "Corrects claims, parties and incidents by an entry of its own",
      "  sayso correct reject c-3f9a2b17c04d --by 'A. Lin' --reason 'quoted from 1923'\n"
      "  sayso correct retract c-3f9a2b17c04d --by 'A. Lin' --reason 'entered twice'\n"
      "  sayso correct set c-3f9a2b17c04d role ordered --by 'A. Lin' --reason misread\n"
      "  sayso correct merge-parties kyiv p-0a1b2c3d4e5f --by 'A. Lin' --reason same\n"
      "  sayso correct split-party PARTY CLAIM ...\n"
      "  sayso correct merge-incidents INCIDENT OTHER ...\n"
      "  sayso correct split-incident INCIDENT CLAIM ...\n"
      "  sayso correct undo k-3f9a2b17c04d --by 'A. Lin' --reason 'it was right'\n", CORRECT, run_correct },
    { "add", "--report DOC --sentence WORDS ...", "Enters a claim by hand, in words of its report",
      "  sayso add --report kremlin-drones --sentence 'revealed how' \\\n"
      "    --incident 'nord stream' --party 'Joe Biden' --role authorised \\\n"
      "    --trigger 'gave the go-ahead' --holder 'Seymour Hersh' --cue revealed \\\n"
      "    --by 'A. Lin'\n", ADD, run_add },
    { "import", "FILE...", "Enters claims that another reader made (docs/schema.md)",
      "  sayso import claims.jsonl --maker 'codebook team 2'\n  sayso import - --maker 'llama 3' < answers.jsonl\n", IMPORT, run_import },
    { "merge", "OTHER...", "Enters what other ledgers have and this one lacks",
      "  sayso merge --ledger all.db monday.db tuesday.db\n", MERGE, run_merge },
    { "export", "--to FORM | --canonical", "Prints the ledger as JSON, CSV, clusters, or in canonical form",
      "  sayso export --to csv > claims.csv\n  sayso export --to jsonl --incident kremlin\n  sayso export --ledger news.db --canonical | sha256sum\n",
      EXPORT, run_export },
    { "verify", "", "Checks hashes, passages and chain of the ledger",
      "  sayso verify\n  sayso verify --ledger news.db\n", VERIFY, run_verify },
    { "extract", "[FILE...]", "Prints a line of JSON a report, without a ledger",
      "  sayso extract *.txt > claims.jsonl\n  sayso extract crawl.warc.gz > claims.jsonl\n  sayso extract < report.txt\n"
      "  sayso extract --to who --dir OUT *.txt\n  sayso extract --to text --dir OUT *.html\n", EXTRACT,
      run_extract },
    { "help", "[COMMAND]", "Prints this, or more about a command", NULL, HELP, run_help },
    { NULL, NULL, NULL, NULL, 0, NULL },
};

int main(int argc, char **argv)
{
    orders o = { .reader = "base", .least = -1 };
    const command *chosen;
    if (argc < 2) {
        help_print(stderr, NULL);
        return EXIT_USAGE;
    }
    o.arguments = calloc((size_t)argc + 1, sizeof *o.arguments);
    if (!o.arguments) return EXIT_ALL;
    int status = orders_read(argc, argv, &chosen, &o);
    if (status == EXIT_OK) {
        if (o.version) printf("sayso %s\n", SAYSO_VERSION);
        else if (o.help) help_print(stdout, chosen);
        else if (chosen) status = chosen->run(&o);
        else status = usage_wrong(0, "which command?");
    }
    if (fflush(stdout) != 0 && status == EXIT_OK) {
        perror("sayso: cannot write");
        status = EXIT_ALL;
    }
    free(o.field_words);
    free(o.arguments);
    return status;
}
