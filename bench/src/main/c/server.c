/*
 * A synthetic GDB server: a Cortex-M3 whose memory is target.c's, one thread for each connection. It counts the packets that
 * it gets. A "qBench:" packet controls it and is not counted: counts (packets, bytes of memory read), latency (the wait before
 * each reply).
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "parts.h"
#include "rsp.h"
#include "target.h"

enum { NO_REPLY_NOW = -1 };

static atomic_long packets, bytes_read, latency_us;
static unsigned packet_size;

static const char description[] =
    "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target>"
    "<architecture>arm</architecture><feature name=\"org.gnu.gdb.arm.m-profile\">"
    "<reg name=\"r0\" bitsize=\"32\"/><reg name=\"r1\" bitsize=\"32\"/><reg name=\"r2\" bitsize=\"32\"/>"
    "<reg name=\"r3\" bitsize=\"32\"/><reg name=\"r4\" bitsize=\"32\"/><reg name=\"r5\" bitsize=\"32\"/>"
    "<reg name=\"r6\" bitsize=\"32\"/><reg name=\"r7\" bitsize=\"32\"/><reg name=\"r8\" bitsize=\"32\"/>"
    "<reg name=\"r9\" bitsize=\"32\"/><reg name=\"r10\" bitsize=\"32\"/><reg name=\"r11\" bitsize=\"32\"/>"
    "<reg name=\"r12\" bitsize=\"32\"/><reg name=\"sp\" bitsize=\"32\" type=\"data_ptr\"/>"
    "<reg name=\"lr\" bitsize=\"32\"/><reg name=\"pc\" bitsize=\"32\" type=\"code_ptr\"/>"
    "<reg name=\"xpsr\" bitsize=\"32\" regnum=\"25\"/></feature></target>";

static long text(uint8_t *out, const char *reply) { return (long)strlen(strcpy((char *)out, reply)); }

static long read_memory(uint8_t *out, bool binary, unsigned address, size_t length)
{
    if (length > MAX_PACKET / 2 - 16)
        return text(out, "E01");
    /* The bytes go to the back half; a byte becomes at most two, so what is written never overtakes what is read. */
    uint8_t *bytes = out + 1 + length;
    target_read(bytes, address, length);
    if (!binary)
        return (long)put_hex(out, bytes, length);
    out[0] = 'b';
    return 1 + (long)escape(out + 1, bytes, length);
}

static long write_memory(uint8_t *out, bool binary, unsigned address, size_t length, const uint8_t *body, size_t size)
{
    size_t got = binary ? unescape(out, body, size) : take_hex(out, body, size);
    if (got != length)
        return text(out, "E03");
    target_write(address, out, length);
    return text(out, "OK");
}

static long memory(const uint8_t *packet, size_t length, uint8_t *out)
{
    char head[32];
    unsigned address, size;
    snprintf(head, sizeof head, "%.*s", (int)length - 1, (const char *)packet + 1);
    if (sscanf(head, "%x,%x", &address, &size) != 2)
        return text(out, "E01");
    if (packet[0] == 'm' || packet[0] == 'x')
        return read_memory(out, packet[0] == 'x', address, size);
    const uint8_t *colon = memchr(packet, ':', length);
    if (!colon)
        return text(out, "E02");
    return write_memory(out, packet[0] == 'X', address, size, colon + 1, length - (size_t)(colon + 1 - packet));
}

static long transfer(const uint8_t *packet, size_t length, uint8_t *out)
{
    char range[24];
    unsigned from, size;
    snprintf(range, sizeof range, "%.*s", (int)length - 31, (const char *)packet + 31);
    if (sscanf(range, "%x,%x", &from, &size) != 2 || from >= sizeof description)
        return text(out, "l");
    size_t rest = sizeof description - 1 - from, n = rest < size ? rest : size;
    out[0] = n < rest ? 'm' : 'l';
    memcpy(out + 1, description + from, n);
    return (long)n + 1;
}

static long query(const uint8_t *packet, size_t length, uint8_t *out)
{
    static const struct {
        const char *prefix, *reply;
    } queries[] = {{"qfThreadInfo", "m1"}, {"qsThreadInfo", "l"}, {"qThreadExtraInfo", "72756e"}, {"qSymbol:", "OK"},
                   {"qAttached", "1"},     {"qC", "QC1"}};
    if (starts_with(packet, length, "qSupported"))
        return sprintf((char *)out, "PacketSize=%x;QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+;qXfer:features:read+",
                       packet_size);
    if (starts_with(packet, length, "qXfer:features:read:target.xml:"))
        return transfer(packet, length, out);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        if (starts_with(packet, length, queries[i].prefix))
            return text(out, queries[i].reply);
    return 0;
}

/* Writes the reply's payload; returns its length. */
static long answer(const uint8_t *packet, size_t length, uint8_t *out)
{
    static const uint8_t registers[17 * 4] = {[52] = 0, 0x10, 0, 0x20, [60] = 0, 0x02}; /* sp 0x20001000, pc 0x200 */
    switch (length ? packet[0] : 0) {
    case 'm': case 'x': case 'M': case 'X':
        return memory(packet, length, out);
    case 'g':
        return (long)put_hex(out, registers, sizeof registers);
    case 'p':
        return (long)put_hex(out, registers, 4);
    case '?': case 's':
        return text(out, "T05thread:1;");
    case 'c':
        return NO_REPLY_NOW;
    case 'v':
        if (starts_with(packet, length, "vCont?"))
            return text(out, "vCont;c;C;s;S");
        if (starts_with(packet, length, "vCont;s"))
            return text(out, "T05thread:1;");
        return starts_with(packet, length, "vCont;") ? NO_REPLY_NOW : 0;
    case 'G': case 'P': case 'Z': case 'z': case 'H': case 'T': case 'D':
        return text(out, "OK");
    case 'q':
        return query(packet, length, out);
    case 'Q':
        return starts_with(packet, length, "QStartNoAckMode") ? text(out, "OK") : 0;
    default:
        return 0;
    }
}

static long control(const uint8_t *packet, size_t length, uint8_t *out)
{
    char order[64];
    long us;
    snprintf(order, sizeof order, "%.*s", (int)length, (const char *)packet);
    if (sscanf(order, "qBench:latency:%ld", &us) == 1) {
        latency_us = us;
        return text(out, "OK");
    }
    if (!strcmp(order, "qBench:counts"))
        return sprintf((char *)out, "%ld %ld", packets, bytes_read);
    return text(out, "E01");
}

static void wait_latency(void)
{
    long us = atomic_load_explicit(&latency_us, memory_order_relaxed);
    struct timespec t = {us / 1000000, us % 1000000 * 1000};
    if (us > 0)
        nanosleep(&t, NULL);
}

static void count(const uint8_t *packet, long reply_size)
{
    atomic_fetch_add_explicit(&packets, 1, memory_order_relaxed);
    if (packet[0] == 'm' && reply_size > 0)
        atomic_fetch_add_explicit(&bytes_read, reply_size / 2, memory_order_relaxed);
}

/* One packet; false when the connection is to end. */
static bool handle(struct reader *reader, uint8_t *out, bool *acks, bool *running)
{
    const uint8_t *packet = reader->data;
    size_t length = reader->length;
    bool ours = starts_with(packet, length, "qBench:");
    /* A real stub acknowledges with a write of its own, before the work. */
    if ((*acks && !send_all(reader->fd, "+", 1)) || (length && packet[0] == 'k'))
        return false;
    long size = ours ? control(packet, length, out + 1) : answer(packet, length, out + 1);
    if (length && !ours)
        count(packet, size);
    *running = size == NO_REPLY_NOW;
    if (*running)
        return true;
    if (!ours)
        wait_latency();
    if (starts_with(packet, length, "QStartNoAckMode"))
        *acks = false;
    return send_all(reader->fd, out, frame_close(out, (size_t)size));
}

static bool interrupted(int fd, uint8_t *out, bool *running)
{
    bool was_running = *running;
    *running = false;
    atomic_fetch_add_explicit(&packets, 1, memory_order_relaxed);
    return !was_running || send_all(fd, out, frame_close(out, (size_t)text(out + 1, "T02thread:1;")));
}

static void *serve(void *argument)
{
    struct reader reader;
    uint8_t *out = malloc(MAX_PACKET + 16);
    bool acks = true, running = false, open = out != NULL;
    prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
    reader_init(&reader, (int)(intptr_t)argument);
    while (open) {
        switch (reader_next(&reader)) {
        case PACKET:
            open = handle(&reader, out, &acks, &running);
            break;
        case INTERRUPT:
            open = interrupted(reader.fd, out, &running);
            break;
        case BAD_CHECKSUM:
            open = acks && send_all(reader.fd, "-", 1);
            break;
        case ACK: case NACK:
            break;
        case CLOSED:
            open = false;
        }
    }
    close(reader.fd);
    free(reader.buffer);
    free(out);
    return NULL;
}

int run_server(const struct options *options)
{
    latency_us = options->latency_us;
    packet_size = options->packet_size;
    target_init(options->tasks, options->apart);
    int listener = tcp_listen(options->listen);
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&detached, (size_t)1 << 20);
    for (;;) {
        int fd = tcp_accept(listener);
        pthread_t thread;
        if (fd >= 0 && pthread_create(&thread, &detached, serve, (void *)(intptr_t)fd))
            close(fd);
    }
}
