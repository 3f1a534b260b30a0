/* What RTOS awareness costs: packets that reach the server for a stop, a thread list, and the registers of a parked thread. */
#include <stdio.h>
#include <string.h>

#include "gdb.h"
#include "parts.h"
#include "target.h"

#define ROUNDS 5 /* the first learns the kernel's layout; the last is reported beside it */

static struct gdb server;

static struct counts since(struct counts *before)
{
    struct counts now = server_counts(&server);
    struct counts between = {now.packets - before->packets, now.bytes_read - before->bytes_read};
    *before = now;
    return between;
}

static long packets_since(struct counts *before) { return since(before).packets; }

static double ms_since(uint64_t start) { return (double)(now_ns() - start) / 1e6; }

/* How long as many reads of as many bytes take who asks the server itself, in ms. */
static double direct_ms(struct gdb *direct, struct counts asked)
{
    uint64_t start = now_ns();
    for (long i = 0; i < asked.packets; i++)
        gdb_read(direct, KERNEL_BASE, (size_t)(asked.bytes_read / asked.packets));
    return ms_since(start);
}

/* The thread ids of a whole list, with a comma behind each. */
struct list {
    unsigned threads;
    size_t length;
    char ids[65536];
};

static void add(struct list *list, const char *id, size_t length)
{
    if (list->length + length + 2 > sizeof list->ids)
        die("the thread list is longer than %zu characters", sizeof list->ids);
    memcpy(list->ids + list->length, id, length);
    list->length += length;
    list->ids[list->length++] = ',';
    list->ids[list->length] = 0;
    list->threads++;
}

static void list_short(struct gdb *gdb, struct list *list)
{
    gdb_call(gdb, "qfThreadInfo");
    while (gdb->reader.length && gdb->reader.data[0] == 'm') {
        const char *id = (const char *)gdb->reader.data + 1, *end = id + gdb->reader.length - 1;
        while (id < end) {
            const char *comma = memchr(id, ',', (size_t)(end - id)), *stop = comma ? comma : end;
            add(list, id, (size_t)(stop - id));
            id = stop + 1;
        }
        gdb_call(gdb, "qsThreadInfo");
    }
    gdb_expect(gdb, "qsThreadInfo", "l");
}

/* As gdb asks where it can; one packet as long as gdb's. */
static void list_xml(struct gdb *gdb, struct list *list)
{
    static const char opening[] = "<thread id=\"";
    static uint8_t xml[MAX_PACKET];
    size_t length = 0;
    bool more = true;
    while (more) {
        char command[64];
        snprintf(command, sizeof command, "qXfer:threads:read::%zx,1000", length);
        gdb_call(gdb, command);
        if (!gdb->reader.length || (gdb->reader.data[0] != 'm' && gdb->reader.data[0] != 'l'))
            gdb_expect(gdb, command, "l");
        more = gdb->reader.data[0] == 'm';
        if (length + gdb->reader.length > sizeof xml)
            die("the thread list is longer than %zu bytes", sizeof xml);
        length += unescape(xml + length, gdb->reader.data + 1, gdb->reader.length - 1);
    }
    const uint8_t *end = xml + length, *id = xml;
    while ((id = memmem(id, (size_t)(end - id), opening, strlen(opening)))) {
        id += strlen(opening);
        const uint8_t *quote = memchr(id, '"', (size_t)(end - id));
        if (!quote)
            die("the thread list ends within an id");
        add(list, (const char *)id, (size_t)(quote - id));
    }
}

static void list_threads(struct gdb *gdb, struct list *list)
{
    list->threads = 0;
    list->length = 0;
    if (gdb->lists_as_xml)
        list_xml(gdb, list);
    else
        list_short(gdb, list);
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
    static struct list list;
    struct gdb gdb, direct;
    gdb_init(&server);
    server.reader.fd = tcp_connect(options->server);
    server.ack = true;
    gdb_init(&direct);
    gdb_connect(&direct, options->server, false);
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
        list_threads(&gdb, &list);
        double list_ms = ms_since(start);
        struct counts listed = since(&before);
        double own_ms = list_ms - direct_ms(&direct, listed);
        before = server_counts(&server);
        long registers = read_registers(&gdb, list.ids, &before);
        printf("{\"round\":%d,\"threads\":%u,\"stop\":%ld,\"list\":%ld,\"list_ms\":%.3f,\"own_ms\":%.3f,\"registers\":%ld}\n",
               round, list.threads, stop, listed.packets, list_ms, own_ms, registers);
    }
    gdb_close(&gdb);
    gdb_close(&direct);
    return 0;
}
