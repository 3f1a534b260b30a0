/* The parts of rspbench, and the options that main.c reads for all of them. */
#ifndef PARTS_H
#define PARTS_H

#include <stdbool.h>
#include <stdint.h>

struct options {
    const char *listen, *connect, *server; /* HOST:PORT */
    const char *work;                      /* names of workloads, with commas */
    const char *count;                     /* file */
    double seconds, warm;                  /* of each workload, and before it */
    long latency_us;
    unsigned tasks, packet_size, sessions, rate, port_step;
    uint32_t apart;
    bool ack;
};

int run_server(const struct options *options);
int run_client(const struct options *options);
int run_tasks(const struct options *options);
int run_load(const struct options *options);
int run_sessions(const struct options *options);
int run_verify(const struct options *options);
int run_relay(const struct options *options);
int run_link(const struct options *options);

#endif
