/* What all parts of rspbench share: sockets, and frames of the GDB remote serial protocol. */
#ifndef RSP_H
#define RSP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_PACKET ((size_t)1 << 20) /* bytes of a frame that can be read or written */

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
uint64_t now_ns(void);

int tcp_listen(const char *address);  /* HOST:PORT */
void address_after(const char *address, unsigned ports, char *result, size_t size); /* the same host, so many ports on */
int tcp_accept(int listener);         /* -1 when there was nobody */
int tcp_connect(const char *address);
bool send_all(int fd, const void *data, size_t length); /* false: the other side is gone */

/* What a reader found; a packet's payload is in the reader until the next call. */
enum unit { PACKET, ACK, NACK, INTERRUPT, BAD_CHECKSUM, CLOSED };

struct reader {
    int fd;
    uint8_t *buffer; /* MAX_PACKET bytes */
    size_t head, tail;
    const uint8_t *data;
    size_t length;
};

void reader_init(struct reader *reader, int fd);
enum unit reader_next(struct reader *reader); /* blocks */

/* Makes a frame of the payload at frame + 1; returns its length, payload + 4. */
size_t frame_close(uint8_t *frame, size_t payload);

/* Hexadecimal digits and X's escapes; each returns how much it wrote. */
size_t put_hex(uint8_t *to, const uint8_t *from, size_t length);
size_t take_hex(uint8_t *to, const uint8_t *from, size_t digits);
size_t escape(uint8_t *to, const uint8_t *from, size_t length);
size_t unescape(uint8_t *to, const uint8_t *from, size_t length);

bool starts_with(const uint8_t *data, size_t length, const char *prefix);

#endif
