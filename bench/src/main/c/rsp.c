#include "rsp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("rspbench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---------------------------------------------------------------- sockets */

static struct sockaddr_in parse(const char *text)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    char host[64];
    const char *colon = strrchr(text, ':');
    if (!colon || (size_t)(colon - text) >= sizeof host)
        die("the address is %s, expected HOST:PORT", text);
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = 0;
    if (!inet_aton(host, &address.sin_addr))
        die("the host is %s, expected an IPv4 address", host);
    address.sin_port = htons((uint16_t)atoi(colon + 1));
    return address;
}

void address_after(const char *address, unsigned ports, char *result, size_t size)
{
    const char *colon = strrchr(address, ':');
    if (!colon)
        die("the address is %s, expected HOST:PORT", address);
    snprintf(result, size, "%.*s:%u", (int)(colon - address), address, (unsigned)atoi(colon + 1) + ports);
}

/* Nagle's algorithm and delayed acknowledgements would hold back the second of two small writes for 40 ms. */
static int without_delay(int fd)
{
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

int tcp_listen(const char *text)
{
    struct sockaddr_in address = parse(text);
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 1024))
        die("listen on %s: %s", text, strerror(errno));
    return fd;
}

int tcp_accept(int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    return fd < 0 ? -1 : without_delay(fd);
}

int tcp_connect(const char *text)
{
    struct sockaddr_in address = parse(text);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address))
        die("connect to %s: %s", text, strerror(errno));
    return without_delay(fd);
}

bool send_all(int fd, const void *data, size_t length)
{
    const char *next = data;
    while (length) {
        ssize_t sent = send(fd, next, length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        if (sent > 0) {
            next += sent;
            length -= (size_t)sent;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- frames */

static int digit(uint8_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static uint8_t checksum(const uint8_t *data, size_t length)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < length; i++)
        sum = (uint8_t)(sum + data[i]);
    return sum;
}

void reader_init(struct reader *reader, int fd)
{
    *reader = (struct reader){.fd = fd, .buffer = malloc(MAX_PACKET)};
    if (!reader->buffer)
        die("out of memory");
}

static bool fill(struct reader *reader)
{
    if (reader->head == reader->tail)
        reader->head = reader->tail = 0;
    if (reader->tail == MAX_PACKET) {
        if (reader->head == 0)
            die("a packet is longer than %zu bytes", MAX_PACKET);
        memmove(reader->buffer, reader->buffer + reader->head, reader->tail - reader->head);
        reader->tail -= reader->head;
        reader->head = 0;
    }
    ssize_t got;
    do
        got = recv(reader->fd, reader->buffer + reader->tail, MAX_PACKET - reader->tail, 0);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return false;
    reader->tail += (size_t)got;
    return true;
}

enum unit reader_next(struct reader *reader)
{
    for (;;) {
        if (reader->head == reader->tail && !fill(reader))
            return CLOSED;
        uint8_t first = reader->buffer[reader->head];
        if (first == '$')
            break;
        reader->head++;
        if (first == '+' || first == '-' || first == 3)
            return first == '+' ? ACK : first == '-' ? NACK : INTERRUPT;
    }
    for (size_t scanned = 1;;) {
        const uint8_t *start = reader->buffer + reader->head;
        size_t there = reader->tail - reader->head;
        const uint8_t *end = memchr(start + scanned, '#', there - scanned);
        if (end && (size_t)(end - start) + 2 < there) {
            reader->data = start + 1;
            reader->length = (size_t)(end - reader->data);
            reader->head += reader->length + 4;
            bool good = (digit(end[1]) << 4 | digit(end[2])) == checksum(reader->data, reader->length);
            return good ? PACKET : BAD_CHECKSUM;
        }
        scanned = end ? (size_t)(end - start) : there;
        if (!fill(reader))
            return CLOSED;
    }
}

size_t frame_close(uint8_t *frame, size_t payload)
{
    uint8_t sum = checksum(frame + 1, payload);
    frame[0] = '$';
    frame[payload + 1] = '#';
    put_hex(frame + payload + 2, &sum, 1);
    return payload + 4;
}

size_t put_hex(uint8_t *to, const uint8_t *from, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        to[2 * i] = (uint8_t)digits[from[i] >> 4];
        to[2 * i + 1] = (uint8_t)digits[from[i] & 15];
    }
    return 2 * length;
}

size_t take_hex(uint8_t *to, const uint8_t *from, size_t digits)
{
    for (size_t i = 0; i < digits / 2; i++)
        to[i] = (uint8_t)(digit(from[2 * i]) << 4 | digit(from[2 * i + 1]));
    return digits / 2;
}

size_t escape(uint8_t *to, const uint8_t *from, size_t length)
{
    uint8_t *next = to;
    for (size_t i = 0; i < length; i++) {
        bool special = from[i] == '#' || from[i] == '$' || from[i] == '}' || from[i] == '*';
        if (special)
            *next++ = '}';
        *next++ = special ? from[i] ^ 0x20 : from[i];
    }
    return (size_t)(next - to);
}

size_t unescape(uint8_t *to, const uint8_t *from, size_t length)
{
    uint8_t *next = to;
    for (size_t i = 0; i < length; i++)
        *next++ = from[i] == '}' && i + 1 < length ? from[++i] ^ 0x20 : from[i];
    return (size_t)(next - to);
}

bool starts_with(const uint8_t *data, size_t length, const char *prefix)
{
    size_t n = strlen(prefix);
    return length >= n && !memcmp(data, prefix, n);
}
