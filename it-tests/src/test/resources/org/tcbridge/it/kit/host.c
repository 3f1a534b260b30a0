/* A program for this machine: threads, a tracepoint's place, output. Compiled by HostProgram when tests run. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

volatile int total;
volatile int rounds[2];

__attribute__((noinline)) int add(int number)
{
    total += number;
    return total;
}

/* An instruction of five bytes: gdbserver replaces it by a jump for a fast tracepoint. */
__attribute__((noinline)) int fast(int number)
{
#ifdef __x86_64__
    __asm__ volatile(".globl fast_place\nfast_place: movl $1, %%eax" ::: "eax");
#endif
    return number + total;
}

/* So that every run is the same to a debugger: waits until the main thread waits in pthread_join. */
static void until_main_waits(void)
{
    char state = 0;
    while (state != 'S') {
        char stat[64] = {0}; /* process id, name in parentheses, the main thread's state */
        int file = open("/proc/self/stat", O_RDONLY);
        if (file < 0 || read(file, stat, sizeof stat - 1) < 0) {
            abort();
        }
        close(file);
        const char *at = stat;
        while (*at != ')') {
            at++;
        }
        state = at[2];
    }
}

static void *count(void *which)
{
    until_main_waits();
    for (int i = 0; i < 3; i++) {
        rounds[(long) which]++;
        add(i);
    }
    return NULL;
}

static void done(void)
{
    puts("done");
}

int main(void)
{
    pthread_t threads[2];
    for (long i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, count, (void *) i);
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < 5; i++) {
        printf("%d\n", add(i) + fast(i));
    }
    done();
    return total;
}
