/* What RTOS awareness costs: packets that reach the server for a stop, a thread list, and a parked thread's registers. */
#include <stdio.h>
#include <string.h>

#include "gdb.h"
#include "parts.h"
#include "target.h"

#define ROUNDS 5 /* the first learns the kernel's layout; the last is reported beside it */

static struct gdb server;

static long packets_since(struct counts *before)
{
    struct counts now = server_counts(&server);
    long packets = now.packets - before->packets;
    *before = now;
    return packets;
}

/* The thread ids of the whole list; returns how many. */
static unsigned list_threads(struct gdb *gdb, char *ids, size_t size)
{
    size_t length = 0;
    unsigned threads = 0;
    gdb_call(gdb, "qfThreadInfo");
    while (gdb->reader.length && gdb->reader.data[0] == 'm') {
        size_t n = gdb->reader.length - 1;
        if (length + n + 2 > size)
            die("qfThreadInfo: the list is longer than %zu characters", size);
        memcpy(ids + length, gdb->reader.data + 1, n);
        length += n;
        ids[length++] = ',';
        gdb_call(gdb, "qsThreadInfo");
    }
    gdb_expect(gdb, "qsThreadInfo", "l");
    ids[length] = 0;
    for (size_t i = 0; i < length; i++)
        threads += ids[i] == ',';
    return threads;
}

/* Each thread's registers, as "thread apply all" asks for them; returns the most packets that one cost. */
static long read_registers(struct gdb *gdb, char *ids, struct counts *before)
{
    long most = 0;
    char *rest = NULL;
    for (char *id = strtok_r(ids, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
        char command[64];
        snprintf(command, sizeof command, "Hg%s", id);
        gdb_call(gdb, command);
        gdb_expect(gdb, command, "OK");
        gdb_call(gdb, "g");
        long packets = packets_since(before);
        most = packets > most ? packets : most;
    }
    return most;
}

int run_tasks(const struct options *options)
{
    static char ids[65536];
    struct gdb gdb;
    gdb_init(&server);
    server.reader.fd = tcp_connect(options->server);
    server.ack = true;
    gdb_init(&gdb);
    gdb_connect(&gdb, options->connect, false);
    gdb_offer_symbols(&gdb);
    for (int round = 1; round <= ROUNDS; round++) {
        struct counts before = server_counts(&server);
        gdb_step(&gdb);
        long stop = packets_since(&before);
        gdb_step(&gdb);
        before = server_counts(&server);
        uint64_t start = now_ns();
        unsigned threads = list_threads(&gdb, ids, sizeof ids);
        double list_ms = (double)(now_ns() - start) / 1e6;
        long list = packets_since(&before);
        long registers = read_registers(&gdb, ids, &before);
        printf("{\"round\":%d,\"threads\":%u,\"stop\":%ld,\"list\":%ld,\"list_ms\":%.3f,\"registers\":%ld}\n", round, threads,
               stop, list, list_ms, registers);
    }
    gdb_close(&gdb);
    return 0;
}
