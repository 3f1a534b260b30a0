#include "gdb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "target.h"

void gdb_init(struct gdb *gdb)
{
    memset(gdb, 0, sizeof *gdb);
    reader_init(&gdb->reader, -1);
    gdb->out = malloc(MAX_PACKET + 16);
    if (!gdb->out)
        die("out of memory");
}

void gdb_connect(struct gdb *gdb, const char *address, bool ack)
{
    struct timeval limit = {20, 0};
    gdb->reader.fd = tcp_connect(address);
    gdb->reader.head = gdb->reader.tail = 0;
    gdb->ack = true;
    setsockopt(gdb->reader.fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    send_all(gdb->reader.fd, "+", 1);
    gdb_call(gdb, "qSupported:multiprocess+;swbreak+;hwbreak+;qRelocInsn+;vContSupported+;no-resumed+");
    gdb_expect(gdb, "qSupported", "PacketSize=");
    gdb->lists_as_xml = memmem(gdb->reader.data, gdb->reader.length, "qXfer:threads:read+", 19);
    if (!ack) {
        gdb_call(gdb, "QStartNoAckMode");
        gdb_expect(gdb, "QStartNoAckMode", "OK");
        gdb->ack = false;
    }
    gdb_call(gdb, "?");
    gdb_expect(gdb, "?", "T05");
    gdb_call(gdb, "g");
}

void gdb_close(struct gdb *gdb) { close(gdb->reader.fd); }

void gdb_send(struct gdb *gdb, size_t payload)
{
    if (!send_all(gdb->reader.fd, gdb->out, frame_close(gdb->out, payload)))
        die("the other side closed the connection");
}

void gdb_receive(struct gdb *gdb)
{
    enum unit unit;
    while ((unit = reader_next(&gdb->reader)) == ACK)
        continue;
    if (unit == CLOSED)
        die("the other side closed the connection, or did not answer for 20 s");
    if (unit != PACKET)
        die("%s instead of a reply", unit == NACK ? "a nack" : unit == INTERRUPT ? "0x03" : "a wrong checksum");
    if (gdb->ack && !send_all(gdb->reader.fd, "+", 1))
        die("the other side closed the connection");
}

void gdb_call(struct gdb *gdb, const char *command)
{
    size_t length = strlen(command);
    memcpy(gdb->out + 1, command, length);
    gdb_send(gdb, length);
    gdb_receive(gdb);
}

void gdb_expect(const struct gdb *gdb, const char *what, const char *start)
{
    const struct reader *reply = &gdb->reader;
    if (!starts_with(reply->data, reply->length, start))
        die("%s: the reply is \"%.*s\", expected \"%s\"", what, reply->length < 60 ? (int)reply->length : 60,
            (const char *)reply->data, start);
}

void gdb_read(struct gdb *gdb, uint32_t address, size_t length)
{
    char command[40];
    snprintf(command, sizeof command, "m%x,%zx", address, length);
    gdb_call(gdb, command);
    if (gdb->reader.length != 2 * length)
        die("%s: the reply has %zu characters, expected %zu", command, gdb->reader.length, 2 * length);
}

void gdb_write(struct gdb *gdb, uint32_t address, const uint8_t *bytes, size_t length)
{
    size_t head = (size_t)sprintf((char *)gdb->out + 1, "X%x,%zx:", address, length);
    gdb_send(gdb, head + escape(gdb->out + 1 + head, bytes, length));
    gdb_receive(gdb);
    gdb_expect(gdb, "X", "OK");
}

void gdb_step(struct gdb *gdb)
{
    gdb_call(gdb, "vCont;s:1;c");
    gdb_expect(gdb, "vCont;s", "T05");
    gdb_call(gdb, "g");
    if (gdb->reader.length < 17 * 8)
        die("g: the reply has %zu characters, expected at least %d", gdb->reader.length, 17 * 8);
}

void gdb_interrupt(struct gdb *gdb)
{
    memcpy(gdb->out + 1, "vCont;c", 7);
    gdb_send(gdb, 7);
    if (!send_all(gdb->reader.fd, "\3", 1))
        die("the other side closed the connection");
    gdb_receive(gdb);
    gdb_expect(gdb, "0x03", "T02");
}

void gdb_offer_symbols(struct gdb *gdb)
{
    static const char question[] = "qSymbol:";
    gdb_call(gdb, "qSymbol::");
    while (starts_with(gdb->reader.data, gdb->reader.length, question)) {
        char name[64] = {0}, hex[128], answer[256];
        snprintf(hex, sizeof hex, "%.*s", (int)(gdb->reader.length - strlen(question)),
                 (const char *)gdb->reader.data + strlen(question));
        take_hex((uint8_t *)name, (const uint8_t *)hex, strlen(hex));
        uint32_t address = kernel_symbol(name);
        char value[16] = "";
        if (address)
            snprintf(value, sizeof value, "%x", address);
        snprintf(answer, sizeof answer, "qSymbol:%s:%s", value, hex);
        gdb_call(gdb, answer);
    }
    gdb_expect(gdb, "qSymbol", "OK");
}

struct counts server_counts(struct gdb *server)
{
    struct counts counts;
    char reply[64];
    gdb_call(server, "qBench:counts");
    snprintf(reply, sizeof reply, "%.*s", (int)server->reader.length, (const char *)server->reader.data);
    if (sscanf(reply, "%ld %ld", &counts.packets, &counts.bytes_read) != 2)
        die("qBench:counts: the reply is \"%s\", expected two numbers", reply);
    return counts;
}
