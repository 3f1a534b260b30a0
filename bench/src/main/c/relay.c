/* The least a relay can do: one thread, epoll, no look at the bytes. The floor for any proxy. */
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "parts.h"
#include "rsp.h"

#define BUFFER 65536
#define EVENTS 64

/* One of the two sockets of a session, and the bytes from it that its peer has not taken yet. */
struct end {
    struct end *peer;
    int fd;
    bool open;
    size_t head, tail;
    uint8_t bytes[BUFFER];
};

static int poller;

static void watch(int operation, struct end *end)
{
    struct epoll_event event = {.data.ptr = end};
    if (end->head == end->tail)
        event.events |= EPOLLIN;
    if (end->peer->head != end->peer->tail)
        event.events |= EPOLLOUT;
    epoll_ctl(poller, operation, end->fd, &event);
}

static void open_session(int client, const char *target)
{
    struct end *ends = calloc(2, sizeof *ends);
    if (!ends)
        die("out of memory");
    for (int i = 0; i < 2; i++) {
        ends[i].peer = &ends[1 - i];
        ends[i].fd = i ? tcp_connect(target) : client;
        ends[i].open = true;
        watch(EPOLL_CTL_ADD, &ends[i]);
    }
}

static void close_session(struct end *end)
{
    end->open = end->peer->open = false;
    close(end->fd);
    close(end->peer->fd);
}

/* Sends what came from this end; true when what has to be watched has changed. */
static bool flush(struct end *end)
{
    while (end->head < end->tail) {
        ssize_t sent = send(end->peer->fd, end->bytes + end->head, end->tail - end->head, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno != EAGAIN)
                close_session(end);
            return true;
        }
        end->head += (size_t)sent;
    }
    end->head = end->tail = 0;
    return false;
}

static bool receive(struct end *end)
{
    ssize_t got = recv(end->fd, end->bytes, BUFFER, MSG_DONTWAIT);
    if (got > 0) {
        end->tail = (size_t)got;
        return flush(end);
    }
    if (got == 0 || errno != EAGAIN)
        close_session(end);
    return false;
}

static void handle(struct end *end, unsigned events)
{
    bool changed = false;
    if (events & EPOLLOUT)
        changed = !flush(end->peer);
    if (end->open && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && end->head == end->tail)
        changed |= receive(end);
    if (end->open && changed) {
        watch(EPOLL_CTL_MOD, end);
        watch(EPOLL_CTL_MOD, end->peer);
    }
}

int run_relay(const struct options *options)
{
    int listener = tcp_listen(options->listen);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event events[EVENTS], accepting = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &accepting);
    for (;;) {
        struct end *closed[EVENTS];
        int n = epoll_wait(poller, events, EVENTS, -1), freed = 0;
        for (int i = 0; i < n; i++) {
            struct end *end = events[i].data.ptr;
            if (!end) {
                int client = tcp_accept(listener);
                if (client >= 0)
                    open_session(client, options->connect);
            } else if (end->open) {
                handle(end, events[i].events);
                if (!end->open)
                    closed[freed++] = end < end->peer ? end : end->peer;
            }
        }
        while (freed) /* only now: an event of this round may still name the other end */
            free(closed[--freed]);
    }
}
