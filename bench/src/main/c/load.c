/*
 * Many sessions at once: reads of 4 bytes at a given rate over all of them, one session after the other. Each is timed from
 * when it was to be sent, so that a slow answer counts for those that had to wait for it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "gdb.h"
#include "parts.h"
#include "target.h"

/* A session between requests, or with one outstanding. */
struct session {
    int fd;
    size_t owed;  /* requests that are due, the outstanding one among them */
    uint64_t due; /* ns, of the outstanding one */
    size_t got;   /* characters of its reply */
};

static uint8_t frame[32] = "$m20000000,4";
static size_t frame_length;
static const size_t reply_length = 4 + 8; /* $, 4 bytes in hexadecimal, #, checksum */

static uint32_t *samples;
static size_t taken;

static void ask(struct session *session)
{
    session->got = 0;
    if (!send_all(session->fd, frame, frame_length))
        die("a session was closed under load");
}

/* interval: ns from one request of this session to its next. */
static void receive(struct session *session, uint64_t interval)
{
    uint8_t buffer[64];
    ssize_t n = recv(session->fd, buffer, sizeof buffer, 0);
    if (n <= 0)
        die("a session was closed under load");
    session->got += (size_t)n;
    if (session->got < reply_length)
        return;
    if (session->got > reply_length)
        die("a reply has %zu characters, expected %zu", session->got, reply_length);
    uint64_t took = now_ns() - session->due;
    samples[taken++] = (uint32_t)(took > UINT32_MAX ? UINT32_MAX : took);
    session->due += interval;
    if (--session->owed)
        ask(session);
}

static void request(struct session *session, uint64_t due)
{
    if (session->owed++)
        return;
    session->due = due;
    ask(session);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void run(struct session *sessions, const struct options *options, int poller, double seconds)
{
    uint64_t start = now_ns(), interval = 1000000000u / options->rate;
    size_t total = (size_t)(seconds * options->rate), sent = 0;
    taken = 0;
    while (taken < total) {
        uint64_t now = now_ns(), due = start + sent * interval;
        for (; sent < total && due <= now; due += interval)
            request(&sessions[sent++ % options->sessions], due);
        if (now > start + total * interval + 10000000000u)
            die("%zu of %zu reads were not answered 10 s after the end", total - taken, total);
        struct timespec wait = {sent == total, 0};
        if (sent < total)
            wait.tv_nsec = due > now ? (long)(due - now) : 0;
        struct epoll_event events[64];
        int n = epoll_pwait2(poller, events, 64, &wait, NULL);
        for (int i = 0; i < n; i++)
            receive(events[i].data.ptr, interval * options->sessions);
    }
    qsort(samples, taken, sizeof *samples, by_value);
}

int run_load(const struct options *options)
{
    struct session *sessions = calloc(options->sessions, sizeof *sessions);
    samples = malloc(((size_t)(options->seconds + options->warm + 1) * options->rate) * sizeof *samples);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    if (!sessions || !samples || !options->rate || !options->sessions)
        die("%u sessions and %u reads a second, expected at least 1 of each", options->sessions, options->rate);
    frame_length = frame_close(frame, strlen((const char *)frame + 1));
    prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
    struct gdb gdb;
    char address[64];
    gdb_init(&gdb);
    for (unsigned i = 0; i < options->sessions; i++) {
        address_after(options->connect, i * options->port_step, address, sizeof address);
        gdb_connect(&gdb, address, false);
        sessions[i].fd = gdb.reader.fd;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &sessions[i]};
        epoll_ctl(poller, EPOLL_CTL_ADD, sessions[i].fd, &event);
    }
    run(sessions, options, poller, options->warm);
    run(sessions, options, poller, options->seconds);
    printf("{\"sessions\":%u,\"rate\":%u,\"n\":%zu,\"p50_us\":%.3f,\"p99_us\":%.3f,\"max_us\":%.3f}\n",
           options->sessions, options->rate, taken, samples[taken / 2] / 1e3,
           samples[taken - 1 - taken / 100] / 1e3, samples[taken - 1] / 1e3);
    return 0;
}
