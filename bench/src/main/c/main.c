/*
 * rspbench: what has to run beside a proxy to measure it, in one program without a runtime of its own.
 *
 *   rspbench server --listen HOST:PORT [--latency-us N] [--packet-size HEX] [--tasks N --apart HEX]
 *   rspbench client --connect HOST:PORT --work m4,m4k,... [--seconds S] [--warm S] [--ack] [--server HOST:PORT]
 *   rspbench tasks  --connect HOST:PORT --server HOST:PORT       server packets of a stop, a thread list, parked registers
 *   rspbench load   --connect HOST:PORT --sessions N --rate R    paced reads of 4 bytes, R a second over all sessions
 *   rspbench sessions --connect HOST:PORT --sessions N           opens them, uses each, says so and keeps them open
 *   rspbench verify --connect HOST:PORT [--ack]                  do the bytes come through unchanged
 *   rspbench relay  --listen HOST:PORT --connect HOST:PORT       the least a relay can do
 *   rspbench link   --listen HOST:PORT --connect HOST:PORT --latency-us N [--count FILE]    a slow link
 *
 * With --port-step 1 each session of "load" and "sessions" connects to the port after the last one's.
 * What is measured goes to standard output, a JSON object a line.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "parts.h"
#include "rsp.h"

static struct options read_options(int count, char **words)
{
    struct options o = {.work = "m4", .seconds = 1, .warm = 0.1, .packet_size = 0x20000, .sessions = 1, .rate = 1000,
                        .apart = 0x200};
    for (int i = 0; i < count; i++) {
        const char *name = words[i];
        if (!strcmp(name, "--ack")) {
            o.ack = true;
            continue;
        }
        if (++i == count)
            die("%s needs a value", name);
        const char *value = words[i];
        if (!strcmp(name, "--listen")) o.listen = value;
        else if (!strcmp(name, "--connect")) o.connect = value;
        else if (!strcmp(name, "--server")) o.server = value;
        else if (!strcmp(name, "--work")) o.work = value;
        else if (!strcmp(name, "--count")) o.count = value;
        else if (!strcmp(name, "--seconds")) o.seconds = atof(value);
        else if (!strcmp(name, "--warm")) o.warm = atof(value);
        else if (!strcmp(name, "--latency-us")) o.latency_us = atol(value);
        else if (!strcmp(name, "--tasks")) o.tasks = (unsigned)atoi(value);
        else if (!strcmp(name, "--apart")) o.apart = (uint32_t)strtoul(value, NULL, 16);
        else if (!strcmp(name, "--packet-size")) o.packet_size = (unsigned)strtoul(value, NULL, 16);
        else if (!strcmp(name, "--sessions")) o.sessions = (unsigned)atoi(value);
        else if (!strcmp(name, "--port-step")) o.port_step = (unsigned)atoi(value);
        else if (!strcmp(name, "--rate")) o.rate = (unsigned)atoi(value);
        else die("the option is %s, expected one of those at the top of main.c", name);
    }
    return o;
}

int main(int count, char **words)
{
    static const struct {
        const char *name;
        int (*run)(const struct options *);
        bool listens, connects, asks;
    } parts[] = {
        {"server", run_server, true, false, false}, {"client", run_client, false, true, false},
        {"tasks", run_tasks, false, true, true},    {"load", run_load, false, true, false},
        {"verify", run_verify, false, true, false}, {"relay", run_relay, true, true, false},
        {"link", run_link, true, true, false},
        {"sessions", run_sessions, false, true, false},
    };
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max; /* a thousand sessions are two thousand sockets */
    setrlimit(RLIMIT_NOFILE, &files);
    for (size_t i = 0; count > 1 && i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i].name, words[1]))
            continue;
        struct options options = read_options(count - 2, words + 2);
        if ((parts[i].listens && !options.listen) || (parts[i].connects && !options.connect)
            || (parts[i].asks && !options.server))
            die("%s: an address is missing, see the top of main.c", words[1]);
        return parts[i].run(&options);
    }
    die("the first word is %s, expected server, client, tasks, load, sessions, verify, relay or link", count > 1 ? words[1] : "missing");
}
