# Runs inside gdb: times what people do, and counts the packets that reach the server. Settings come from the environment;
# each result is a line of JSON behind "RESULT ".
import gdb, json, os, time

FOLDER = os.environ["BENCH_FOLDER"]
STEPS = int(os.environ["BENCH_STEPS"])
BLOB_AT = 0x21000000
CLONES_AT = 0x21400000
TASKS = 50


def run(command):
    return gdb.execute(command, to_string=True)


def packets():
    with open(FOLDER + "/packets", "rb") as file:
        return int.from_bytes(file.read(8), "little")


def measure(name, what, times=1):
    before, start = packets(), time.monotonic()
    what()
    ms = (time.monotonic() - start) * 1e3
    result = {"name": name, "ms": ms / times, "packets": (packets() - before) / times}
    print("RESULT " + json.dumps(result), flush=True)
    return result


def repeat(command, times):
    def loop():
        for _ in range(times):
            run(command)
    return loop


def stop_at(place):
    run("delete")
    run("tbreak " + place)
    run("continue")
    assert gdb.selected_frame().name() == place, gdb.selected_frame().name()


def load():
    pc = int(gdb.parse_and_eval("(unsigned)$pc"))
    measure("load", lambda: run("load %s/blob.srec" % FOLDER))
    run("set $pc = %d" % pc)  # load sets it to the image's start


def dump():
    with open(FOLDER + "/blob.bin", "rb") as file:
        blob = file.read()
    range = "0x%x 0x%x" % (BLOB_AT, BLOB_AT + len(blob))
    measure("dump", lambda: run("dump binary memory %s/back.bin %s" % (FOLDER, range)))
    with open(FOLDER + "/back.bin", "rb") as file:
        assert file.read() == blob, "what was loaded came back different"


def condition():
    """work_step is called 64 times from one all_parked to the next. It begins behind the first: an interrupt in the step off a
    breakpoint there would come back to it, and end everything before a condition was looked at."""
    stop_at("all_parked")
    run("finish")
    run("break work_step if round == 0xffffffff")
    run("tbreak all_parked")
    result = measure("failed condition", lambda: run("continue"), 64)
    assert result["packets"] > 1, "no conditions were looked at"
    assert gdb.selected_frame().name() == "all_parked", gdb.selected_frame().name()
    run("delete")


def field(struct, name):
    """Offset of a field, "a.b" for one in another."""
    kind, offset = gdb.lookup_type(struct), 0
    for part in name.split("."):
        member = kind[part]
        offset, kind = offset + member.bitpos // 8, member.type
    return offset


def clone_tasks(count):
    """Copies a suspended task, with its stack, until there are so many tasks."""
    memory = gdb.selected_inferior()

    def get(address):
        return int.from_bytes(memory.read_memory(address, 4).tobytes(), "little")

    def put(address, value):
        memory.write_memory(address, value.to_bytes(4, "little"))

    def at(name):
        return int(gdb.parse_and_eval("(unsigned)&" + name))

    tcb = int(gdb.parse_and_eval("(unsigned)suspended_task"))
    size = gdb.lookup_type("TCB_t").sizeof
    top, low, high = (field("TCB_t", name) for name in ("pxTopOfStack", "pxStack", "pxEndOfStack"))
    stack = get(tcb + low)
    length = get(tcb + high) + 8 - stack
    state, event = field("TCB_t", "xStateListItem"), field("TCB_t", "xEventListItem")
    after, before, owner, container = (
        field("ListItem_t", name) for name in ("pxNext", "pxPrevious", "pvOwner", "pxContainer"))
    tasks = at("xSuspendedTaskList")
    end = tasks + field("List_t", "xListEnd")
    for i in range(count - get(at("uxCurrentNumberOfTasks"))):
        place = CLONES_AT + 0x1000 * i
        own_stack = place + 0x800
        memory.write_memory(place, memory.read_memory(tcb, size))
        memory.write_memory(own_stack, memory.read_memory(stack, length))
        for pointer in (top, low, high):
            put(place + pointer, get(place + pointer) + own_stack - stack)
        put(place + event + owner, place)
        item, last = place + state, get(end + before)
        put(item + owner, place)
        put(item + container, tasks)
        put(item + after, end)
        put(item + before, last)
        put(last + after, item)
        put(end + before, item)
        put(tasks + field("List_t", "uxNumberOfItems"), get(tasks + field("List_t", "uxNumberOfItems")) + 1)
        put(at("uxCurrentNumberOfTasks"), get(at("uxCurrentNumberOfTasks")) + 1)


def backtraces():
    stop_at("all_parked")
    clone_tasks(TASKS)
    run("stepi")  # a new stop: who reads the tasks reads them anew
    if len(gdb.selected_inferior().threads()) < TASKS:
        return  # nobody here knows of tasks
    measure("info threads of 50", lambda: run("info threads"))
    measure("thread apply all bt of 50", lambda: run("thread apply all bt"))


for setting in ("confirm off", "pagination off", "remotetimeout 60", "width 0"):
    run("set " + setting)
measure("connect", lambda: run("target remote 127.0.0.1:" + os.environ["BENCH_PORT"]))
load()
dump()
stop_at("all_parked")
measure("stepi", repeat("stepi", STEPS), STEPS)
stop_at("work_step")
run("finish")
measure("next", repeat("next", STEPS), STEPS)
condition()
backtraces()
run("kill")
print("DONE")
