/* Do bytes come through unchanged: all byte values both ways, sizes around buffers' limits, packets in pieces and
 * many at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gdb.h"
#include "parts.h"
#include "target.h"

#define UNWRITTEN 0x08000000u /* outside RAM: what target_byte says */

static void check_read(struct gdb *gdb, uint32_t address, size_t length, const uint8_t *expected)
{
    uint8_t hex[2];
    gdb_read(gdb, address, length);
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = expected ? expected[i] : target_byte(address + (uint32_t)i);
        put_hex(hex, &byte, 1);
        if (memcmp(gdb->reader.data + 2 * i, hex, 2))
            die("m: the byte at 0x%zx is %.2s, expected %.2s", address + i, (const char *)gdb->reader.data + 2 * i,
                (const char *)hex);
    }
}

static void check_binary_read(struct gdb *gdb, uint32_t address, size_t length, const uint8_t *expected)
{
    char command[40];
    snprintf(command, sizeof command, "x%x,%zx", address, length);
    gdb_call(gdb, command);
    uint8_t *bytes = malloc(gdb->reader.length + 1);
    if (!bytes)
        die("out of memory");
    size_t got = unescape(bytes, gdb->reader.data, gdb->reader.length);
    if (got != length + 1 || bytes[0] != 'b' || memcmp(bytes + 1, expected, length))
        die("%s: what was written came back different", command);
    free(bytes);
}

static void check_blocks(struct gdb *gdb)
{
    static const size_t sizes[] = {1,    2,    255,  256,  1000, 2046,  2047,  2048,  4093,  4094, 4095,
                                   4096, 4097, 8190, 16383, 16384, 32767, 32768, 60000, 65535, 65536};
    static uint8_t data[65536];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t k = 0; k < sizes[i]; k++)
            data[k] = (uint8_t)(k * (2 * i + 1) + i);
        check_read(gdb, UNWRITTEN + (uint32_t)i * 77, sizes[i], NULL);
        gdb_write(gdb, CHECK_BASE, data, sizes[i]);
        check_read(gdb, CHECK_BASE, sizes[i], data);
        check_binary_read(gdb, CHECK_BASE, sizes[i], data);
    }
}

static void check_pieces(struct gdb *gdb)
{
    static const char command[] = "m8000000,40";
    for (size_t piece = 1; piece <= 7; piece += 3) {
        memcpy(gdb->out + 1, command, strlen(command));
        size_t length = frame_close(gdb->out, strlen(command));
        for (size_t at = 0; at < length; at += piece) {
            send_all(gdb->reader.fd, gdb->out + at, length - at < piece ? length - at : piece);
            usleep(1000);
        }
        gdb_receive(gdb);
        if (gdb->reader.length != 0x80)
            die("%s in pieces of %zu bytes: the reply has %zu characters", command, piece, gdb->reader.length);
    }
}

/* Commands sent without waiting for replies: each is answered, in order. */
static void check_burst(struct gdb *gdb)
{
    enum { COMMANDS = 32, LONGEST = 64 };
    static uint8_t burst[COMMANDS * LONGEST];
    size_t length = 0;
    for (int i = 0; i < COMMANDS; i++) {
        uint32_t address = CHECK_BASE + (uint32_t)(i / 2 * 16);
        size_t payload = (size_t)(i % 2 ? sprintf((char *)gdb->out + 1, "m%x,2", address)
                                        : sprintf((char *)gdb->out + 1, "M%x,2:%02x%02x", address, i, 0xff - i));
        size_t frame = frame_close(gdb->out, payload);
        memcpy(burst + length, gdb->out, frame);
        length += frame;
    }
    if (!send_all(gdb->reader.fd, burst, length))
        die("the other side closed the connection");
    for (int i = 0; i < COMMANDS; i++) {
        char expected[8] = "OK";
        if (i % 2)
            snprintf(expected, sizeof expected, "%02x%02x", i - 1, 0xff - (i - 1));
        gdb_receive(gdb);
        if (gdb->reader.length != strlen(expected) || memcmp(gdb->reader.data, expected, strlen(expected)))
            die("reply %d of %d to commands sent at once is \"%.*s\", expected \"%s\"", i + 1, COMMANDS,
                gdb->reader.length < 60 ? (int)gdb->reader.length : 60, (const char *)gdb->reader.data, expected);
    }
}

int run_verify(const struct options *options)
{
    struct gdb gdb;
    gdb_init(&gdb);
    gdb_connect(&gdb, options->connect, options->ack);
    check_blocks(&gdb);
    check_pieces(&gdb);
    check_burst(&gdb);
    for (int i = 0; i < 50; i++)
        gdb_interrupt(&gdb);
    gdb_close(&gdb);
    return 0;
}
