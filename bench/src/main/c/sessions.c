/* Sessions that have done something each, and then are idle. */
#include <stdio.h>
#include <unistd.h>

#include "gdb.h"
#include "parts.h"
#include "target.h"

static void use(struct gdb *gdb)
{
    static uint8_t bytes[1024];
    for (uint32_t i = 0; i < 8; i++) {
        gdb_read(gdb, RAM_BASE + 4096 * i, 4096);
        gdb_write(gdb, WRITE_BASE + 4096 * i, bytes, sizeof bytes);
    }
    gdb_step(gdb);
}

int run_sessions(const struct options *options)
{
    struct gdb gdb;
    char address[64];
    gdb_init(&gdb);
    for (unsigned i = 0; i < options->sessions; i++) {
        address_after(options->connect, i * options->port_step, address, sizeof address);
        gdb_connect(&gdb, address, false);
        use(&gdb);
    }
    printf("{\"open\":%u}\n", options->sessions);
    fflush(stdout);
    pause();
    return 0;
}
