/* Do bytes come through unchanged: all byte values both ways, sizes around buffers' limits, packets in pieces. */
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

int run_verify(const struct options *options)
{
    struct gdb gdb;
    gdb_init(&gdb);
    gdb_connect(&gdb, options->connect, options->ack);
    check_blocks(&gdb);
    check_pieces(&gdb);
    for (int i = 0; i < 50; i++)
        gdb_interrupt(&gdb);
    gdb_close(&gdb);
    return 0;
}
