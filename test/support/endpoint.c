/* endpoint: a child with its port on a pipe and its log in a file. */
#include "support/endpoint.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char  endpoint_log[] = "/tmp/sayso-via-XXXXXX";
static int   endpoint_port;
static pid_t endpoint_child;

int endpoint_start(void **state)
{
    (void)state;
    int ends[2], log = mkstemp(endpoint_log);
    char said[16] = "";
    if (log < 0 || close(log) || pipe(ends) || (endpoint_child = fork()) < 0) return 1;
    if (endpoint_child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execlp("python3", "python3", "test/support/via_stub.py", endpoint_log, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], said, sizeof said - 1);
    close(ends[0]);
    endpoint_port = n > 0 ? atoi(said) : 0;
    static const char *const proxies[] = { "http_proxy", "all_proxy", "ALL_PROXY" };
    for (size_t i = 0; i < sizeof proxies / sizeof *proxies; i++) unsetenv(proxies[i]);
    return endpoint_port == 0;
}

int endpoint_stop(void **state)
{
    (void)state;
    kill(endpoint_child, SIGKILL);
    waitpid(endpoint_child, NULL, 0);
    return remove(endpoint_log);
}

const char *endpoint_url(const char *part)
{
    static char out[4][100];
    static size_t turn;
    char *to = out[turn++ % 4];
    snprintf(to, sizeof out[0], "http://127.0.0.1:%d/%s/v1", endpoint_port, part);
    return to;
}

const char *endpoint_last(size_t *count)
{
    static char log[2000000];
    FILE *file = fopen(endpoint_log, "rb");
    size_t n = file ? fread(log, 1, sizeof log - 1, file) : 0;
    if (file) fclose(file);
    log[n] = '\0';
    *count = n > 0;
    const char *last = log;
    for (size_t i = 0; i + 1 < n; i++) {
        if (log[i] != '\n') continue;
        last = log + i + 1;
        ++*count;
    }
    return last;
}
