/* A synthetic gdb: one request at a time, as gdb does. What is not as expected ends the program with a message. */
#ifndef GDB_H
#define GDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rsp.h"

struct gdb {
    struct reader reader; /* holds the last reply */
    bool ack;
    bool lists_as_xml; /* the other side offers qXfer:threads:read */
    uint8_t *out;      /* a frame; the payload is at out + 1 */
    uint32_t cursor;   /* so that each read and write is at a new place */
};

void gdb_init(struct gdb *gdb);
void gdb_connect(struct gdb *gdb, const char *address, bool ack); /* with gdb's handshake */
void gdb_close(struct gdb *gdb);

void gdb_send(struct gdb *gdb, size_t payload);
void gdb_receive(struct gdb *gdb);
void gdb_call(struct gdb *gdb, const char *command);
void gdb_expect(const struct gdb *gdb, const char *what, const char *start);

void gdb_read(struct gdb *gdb, uint32_t address, size_t length);
void gdb_write(struct gdb *gdb, uint32_t address, const uint8_t *bytes, size_t length);
void gdb_step(struct gdb *gdb);            /* vCont;s and g */
void gdb_interrupt(struct gdb *gdb);       /* vCont;c, byte 3 and its stop */
void gdb_offer_symbols(struct gdb *gdb);   /* qSymbol, until the other side asks for no more */

/* A server's counts so far; asked of the server itself, not through a proxy. */
struct counts {
    long packets, bytes_read;
};
struct counts server_counts(struct gdb *server);

#endif
