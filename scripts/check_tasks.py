#!/usr/bin/env python3
"""Checks the tasks of a firmware with gdb/MI: starts tcbridge, which starts QEMU, runs to a breakpoint, looks.

    scripts/check_tasks.py firmware.elf --spawn 'qemu-system-arm -M mps2-an386 -kernel firmware.elf -S -gdb tcp::{port} ...' \\
        --break all_parked --task IDLE:ready --backtrace queue_waiter:wait_inner,wait_outer,queue_waiter_main

Exit status: 0 as expected, 1 not as expected (one line each), 2 it could not be looked at.
"""

import argparse
import os
import re
import subprocess
import sys

from gdbmi import Gdb, GdbError


def start_tcbridge(program, spawn):
    """tcbridge at a free port, which its one line on standard output tells. It starts the server when gdb connects."""
    proxy = subprocess.Popen([program, "proxy", "--listen", "127.0.0.1:0", "--spawn", spawn], stdout=subprocess.PIPE, text=True)
    ready = re.match(r"listening on (\S+),", proxy.stdout.readline())
    if not ready:
        raise GdbError(f"tcbridge ended with status {proxy.wait()}")
    return proxy, ready[1]


def tasks(gdb):
    """The threads by their names. The state is the first word of what tcbridge says of a task."""
    threads = gdb.command("-thread-info")["threads"]
    return {thread["name"]: (thread["id"], re.match(r"\w*", thread.get("details", ""))[0]) for thread in threads}


def functions(gdb, thread):
    """The names of a thread's functions, the innermost first."""
    frames = gdb.command(f"-stack-list-frames --thread {thread}")["stack"]
    return [frame.get("func", "??") for frame in frames]


def check(gdb, expected, stacks):
    """Yields what is not as expected."""
    found = tasks(gdb)
    for name, state in expected:
        if name not in found:
            yield f"no task {name}: there are {', '.join(found)}"
        elif found[name][1] != state:
            yield f"task {name} is {found[name][1]}, expected {state}"
    for name, inner in stacks:
        names = functions(gdb, found[name][0]) if name in found else []
        if f",{inner}," not in f",{','.join(names)},":
            yield f"task {name} is in {' < '.join(names) or 'nothing'}, expected {inner.replace(',', ' < ')}"


def pair(text):
    """NAME:WHAT of an option."""
    name, colon, what = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"'{text}': expected a colon in it")
    return name, what


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("elf")
    options.add_argument("--spawn", required=True, help="the GDB server's command, with {port} in it")
    options.add_argument("--break", dest="stop", required=True, help="where to run to")
    options.add_argument("--task", type=pair, action="append", default=[], metavar="NAME:STATE")
    options.add_argument("--backtrace", type=pair, action="append", default=[], metavar="NAME:FUNCTION,...")
    options.add_argument("--gdb", default="gdb-multiarch")
    options.add_argument("--tcbridge", default="tcbridge")
    given = options.parse_args()

    proxy, address = start_tcbridge(given.tcbridge, given.spawn)
    try:
        with Gdb(given.gdb, given.elf, limit=60) as gdb:
            gdb.command(f"-target-select remote {address}")
            gdb.command(f"-break-insert -t {given.stop}")
            gdb.command("-exec-continue")
            stop = gdb.wait("stopped")
            while "reason" not in stop:  # the stop that the connection itself is
                stop = gdb.wait("stopped")
            print(f"{stop['reason']} in {stop['frame']['func']}")
            failures = list(check(gdb, given.task, given.backtrace))
            for name, (number, state) in tasks(gdb).items():
                print(f"{number:>3} {name:<16} {state:<10} {' < '.join(functions(gdb, number))}")
    finally:
        proxy.terminate()
        proxy.wait()
    for failure in failures:
        print("FAILED: " + failure)
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        status = main()
        sys.stdout.flush()
        sys.exit(status)
    except BrokenPipeError:  # whoever reads it, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except (GdbError, OSError) as error:
        print(f"check_tasks.py: {error}", file=sys.stderr)
        sys.exit(2)
