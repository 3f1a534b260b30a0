/*
 * A slow link: what the client sends arrives later, in order, as over a probe; what comes back is not held back, so that a
 * round trip costs the latency once however many packets it is cut into. Two threads a session.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "parts.h"
#include "rsp.h"

#define CHUNK 65536

struct direction {
    int from, to;
    uint64_t latency; /* ns */
    bool commands;
};

/* Packets that clients have sent: a file others can read meanwhile. */
static _Atomic uint64_t *packets;

static void count(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        *packets += bytes[i] == '#'; /* in a packet's data it is escaped */
}

struct chunk {
    struct chunk *next;
    uint64_t due; /* ns */
    size_t length;
    uint8_t bytes[];
};

/* Waits for bytes, at most until the time; true when there are some, or the end. */
static bool readable_until(int fd, const struct chunk *first)
{
    uint64_t now = now_ns(), wait = first && first->due > now ? first->due - now : 0;
    struct timespec limit = {(time_t)(wait / 1000000000), (long)(wait % 1000000000)};
    struct pollfd source = {.fd = fd, .events = POLLIN};
    return ppoll(&source, 1, first ? &limit : NULL, NULL) > 0;
}

static void *pump(void *argument)
{
    struct direction direction = *(struct direction *)argument;
    static _Thread_local uint8_t buffer[CHUNK];
    struct chunk *first = NULL, **last = &first;
    bool open = true;
    free(argument);
    prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
    while (open || first) {
        if (readable_until(open ? direction.from : -1, first)) {
            ssize_t got = recv(direction.from, buffer, sizeof buffer, 0);
            struct chunk *chunk = got > 0 ? malloc(sizeof *chunk + (size_t)got) : NULL;
            open = chunk != NULL;
            if (chunk) {
                *chunk = (struct chunk){.due = now_ns() + direction.latency, .length = (size_t)got};
                memcpy(chunk->bytes, buffer, chunk->length);
                if (direction.commands && packets)
                    count(chunk->bytes, chunk->length);
                *last = chunk;
                last = &chunk->next;
            }
        }
        while (first && first->due <= now_ns()) {
            struct chunk *sent = first;
            if (!send_all(direction.to, sent->bytes, sent->length))
                open = false;
            first = sent->next;
            if (!first)
                last = &first;
            free(sent);
        }
    }
    shutdown(direction.from, SHUT_RD);
    shutdown(direction.to, SHUT_WR);
    return NULL;
}

static pthread_t start(struct direction values)
{
    pthread_t thread;
    struct direction *direction = malloc(sizeof *direction);
    if (!direction)
        die("out of memory");
    *direction = values;
    if (pthread_create(&thread, NULL, pump, direction))
        die("no thread could be started");
    return thread;
}

struct session {
    int client;
    const struct options *options;
};

static void *serve(void *argument)
{
    struct session session = *(struct session *)argument;
    free(argument);
    int target = tcp_connect(session.options->connect);
    uint64_t latency = (uint64_t)session.options->latency_us * 1000;
    pthread_t there = start((struct direction){session.client, target, latency, true});
    pthread_t back = start((struct direction){target, session.client, 0, false});
    pthread_join(there, NULL);
    pthread_join(back, NULL);
    close(session.client);
    close(target);
    return NULL;
}

int run_link(const struct options *options)
{
    if (options->count) {
        int file = open(options->count, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (file < 0 || ftruncate(file, sizeof *packets))
            die("%s: %s", options->count, strerror(errno));
        packets = mmap(NULL, sizeof *packets, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (packets == MAP_FAILED)
            die("%s: %s", options->count, strerror(errno));
    }
    int listener = tcp_listen(options->listen);
    for (;;) {
        pthread_t thread;
        struct session *session = malloc(sizeof *session);
        if (!session)
            die("out of memory");
        *session = (struct session){tcp_accept(listener), options};
        if (session->client < 0 || pthread_create(&thread, NULL, serve, session))
            free(session);
        else
            pthread_detach(thread);
    }
}
