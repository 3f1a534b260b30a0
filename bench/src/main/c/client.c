/* Timed workloads of one session. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gdb.h"
#include "parts.h"
#include "target.h"

#define MAX_SAMPLES ((size_t)4 << 20)

static uint8_t pattern[65536];

static void read_some(struct gdb *gdb, const struct options *options, size_t size)
{
    (void)options;
    gdb_read(gdb, RAM_BASE + (gdb->cursor & 0x7fffff), size);
    gdb->cursor += (uint32_t)size;
}

static void write_some(struct gdb *gdb, const struct options *options, size_t size)
{
    (void)options;
    gdb_write(gdb, WRITE_BASE + (gdb->cursor & 0x3fffff), pattern, size);
    gdb->cursor += (uint32_t)size;
}

static void step(struct gdb *gdb, const struct options *options, size_t unused)
{
    (void)options, (void)unused;
    gdb_step(gdb);
}

static void interrupt(struct gdb *gdb, const struct options *options, size_t unused)
{
    (void)options, (void)unused;
    gdb_interrupt(gdb);
}

static void session(struct gdb *gdb, const struct options *options, size_t unused)
{
    (void)unused;
    gdb_close(gdb);
    gdb_connect(gdb, options->connect, options->ack);
}

static const struct work {
    const char *name;
    void (*run)(struct gdb *, const struct options *, size_t);
    size_t size; /* bytes */
} works[] = {
    {"m4", read_some, 4},        {"m4k", read_some, 4096},    {"m8k", read_some, 8192},
    {"m64k", read_some, 65536},  {"x4k", write_some, 4096},   {"x16k", write_some, 16384},
    {"step", step, 0},           {"break", interrupt, 0},     {"session", session, 0},
};

static const struct work *work_named(const char *name)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (!strcmp(works[i].name, name))
            return &works[i];
    die("the workload is %s, expected one of those in client.c", name);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void measure(const struct work *work, const struct options *options, struct gdb *server, uint32_t *samples)
{
    struct gdb gdb;
    gdb_init(&gdb);
    gdb_connect(&gdb, options->connect, options->ack);
    uint64_t end = now_ns() + (uint64_t)(options->warm * 1e9);
    do
        work->run(&gdb, options, work->size);
    while (now_ns() < end);

    struct counts before = server ? server_counts(server) : (struct counts){0, 0};
    size_t n = 0;
    uint64_t start = now_ns(), last = start;
    end = start + (uint64_t)(options->seconds * 1e9);
    do {
        work->run(&gdb, options, work->size);
        uint64_t now = now_ns();
        samples[n++] = (uint32_t)(now - last > UINT32_MAX ? UINT32_MAX : now - last);
        last = now;
    } while (last < end && n < MAX_SAMPLES);
    struct counts after = server ? server_counts(server) : before;
    gdb_close(&gdb);
    free(gdb.reader.buffer);
    free(gdb.out);

    qsort(samples, n, sizeof *samples, by_value);
    printf("{\"work\":\"%s\",\"n\":%zu,\"p50_us\":%.3f,\"p99_us\":%.3f,\"max_us\":%.3f,\"packets\":%.3f}\n", work->name, n,
           samples[n / 2] / 1e3, samples[n - 1 - n / 100] / 1e3, samples[n - 1] / 1e3,
           (double)(after.packets - before.packets) / (double)n);
    fflush(stdout);
}

int run_client(const struct options *options)
{
    struct gdb server;
    gdb_init(&server);
    if (options->server) {
        char latency[64];
        server.reader.fd = tcp_connect(options->server);
        server.ack = true;
        snprintf(latency, sizeof latency, "qBench:latency:%ld", options->latency_us);
        gdb_call(&server, latency);
    }
    for (size_t i = 0; i < sizeof pattern; i++)
        pattern[i] = target_byte((uint32_t)i ^ 0x5a5a);
    uint32_t *samples = malloc(MAX_SAMPLES * sizeof *samples);
    char *names = strdup(options->work), *rest = NULL;
    if (!samples || !names)
        die("out of memory");
    for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
        measure(work_named(name), options, options->server ? &server : NULL, samples);
    return 0;
}
