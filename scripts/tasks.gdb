# A gdb session as a test: runs the firmware to a breakpoint, prints its tasks and all their call stacks, and fails with
# status 1 when something is not as expected.
#
#     timeout 60 gdb-multiarch --batch -x scripts/tasks.gdb firmware.elf
#
# `target remote | tcbridge pipe --spawn` starts tcbridge and tcbridge starts QEMU; both end with gdb, and no port has to
# be chosen. With a board, the command is its server's:
#     target remote | tcbridge pipe --spawn 'openocd -f board.cfg -c "gdb_port {port}"'
# `timeout` is for a breakpoint that is never reached.

set confirm off
set pagination off
set width 0
set print thread-events off

# The firmware is the one that gdb was given. What is expected of it stands below: edit both for a board and tasks of your own.
# gdb ends with status 1 when a command of a script fails, so from here on nothing goes wrong unseen.
python
QEMU = 'qemu-system-arm -M mps2-an386 -kernel "%s" -S -gdb tcp:127.0.0.1:{port} -display none -serial null'
gdb.execute("target remote | tcbridge pipe --spawn '%s'" % QEMU % gdb.current_progspace().filename)
end
tbreak all_parked
continue

info threads
thread apply all backtrace

python
EXPECTED_STOP = "all_parked"
EXPECTED_TASKS = {"busy": "running", "IDLE": "ready", "queue_waiter": "blocked"}

failures = []
stop = gdb.newest_frame().name()
if stop != EXPECTED_STOP:
    failures.append(f"stopped in {stop}, expected {EXPECTED_STOP}")

# Each thread is a task; its state is the first word of what `info threads` has in parentheses.
states = {thread.name: thread.details.split(":")[0].split(",")[0] for thread in gdb.selected_inferior().threads()}
for name, state in EXPECTED_TASKS.items():
    if name not in states:
        failures.append(f"no task {name}")
    elif states[name] != state:
        failures.append(f"task {name} is {states[name]}, expected {state}")

for failure in failures:
    print("FAILED: " + failure)
gdb.execute("quit " + ("1" if failures else "0"))
end
