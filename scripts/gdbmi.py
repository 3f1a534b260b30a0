"""gdb/MI: gdb as a subprocess, its records as Python values. Standard library only, Python 3.9 or newer.

    with Gdb("gdb-multiarch", "firmware.elf") as gdb:
        gdb.command("-target-select remote localhost:4002")
        gdb.command("-break-insert all_parked")
        gdb.command("-exec-continue")
        gdb.wait("stopped")["reason"]                       # 'breakpoint-hit'
        gdb.command("-thread-info")["threads"][0]["name"]   # 'busy'
"""

import re
import subprocess
import threading

# One line of gdb's: TOKEN, what it is, its class, its results. ^ result, * + = asynchronous; streams are taken before.
_RECORD = re.compile(r"(\d*)([\^*+=])([\w-]+)")
_NAME = re.compile(r"([\w-]+)=")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_CONTROL = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"f": b"\f", b"b": b"\b", b"v": b"\v", b"a": b"\a", b"e": b"\x1b"}


class GdbError(Exception):
    """gdb refused a command, or ended."""


def unescape(text):
    r"""What a C string between its quotes means; gdb writes bytes beyond ASCII in octal.

    >>> unescape(r'say \"hi\"\n\303\251')
    'say "hi"\né'
    """

    def byte(match):
        code = match[1]
        return bytes([int(code, 8) & 255]) if len(code) == 3 else _CONTROL.get(code, code)

    return _ESCAPE.sub(byte, text.encode()).decode(errors="replace")


def value(text, at):
    """The value at a position, and where it ends: a string, a tuple {..} as dict, a list [..] as list."""
    if text[at] == '"':
        match = _STRING.match(text, at)
        return unescape(match[1]), match.end()
    closing = {"{": "}", "[": "]"}[text[at]]
    is_list = closing == "]"
    items = [] if is_list else {}
    at += 1
    while text[at] != closing:
        name = _NAME.match(text, at)
        item, at = value(text, name.end() if name else at)
        if is_list:
            items.append(item)  # gdb names the items of some lists, frame={..},frame={..}: the names tell nothing
        else:
            items[name[1]] = item
        if text[at] == ",":
            at += 1
    return items, at + 1


def record(line):
    """A line of gdb/MI as (token, kind, class, results), None when it is a stream or the prompt.

    >>> record('7^done,stack=[frame={level="0",func="f"},frame={level="1"}],empty=[]')
    ('7', '^', 'done', {'stack': [{'level': '0', 'func': 'f'}, {'level': '1'}], 'empty': []})
    >>> record('*running,thread-id="all"'), record("4^running"), record("(gdb) ")
    (('', '*', 'running', {'thread-id': 'all'}), ('4', '^', 'running', {}), None)
    """
    match = _RECORD.match(line)
    if not match:
        return None
    rest = line[match.end() :].lstrip(",")
    results, _ = value("{" + rest + "}", 0)
    return match[1], match[2], match[3], results


class Gdb:
    """A gdb that is told what to do in gdb/MI. After `limit` seconds it is killed, and what waits for it fails."""

    def __init__(self, *command, limit=60):
        command = [command[0], "--nx", "--quiet", "--interpreter=mi2", *command[1:]]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._limit = threading.Timer(limit, self._process.kill)
        self._limit.start()
        self._token = 0
        self._events = []
        self.console = []  # what gdb, the target and gdb's log said, in the order it came

    def command(self, text):
        """Sends a command; the results of its ^done or ^running. What the console answers to is `console TEXT`."""
        self._token += 1
        try:
            self._process.stdin.write(f"{self._token}{text}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # gdb has ended: what it said at last comes with the error below
        while True:
            token, kind, name, results = self._next()
            if kind == "^" and token == str(self._token):
                if name == "error":
                    raise GdbError(f"{text}: {results['msg']}")
                return results
            self._events.append((name, results))

    def wait(self, name):
        """The results of the next asynchronous record of that class, such as `stopped`."""
        while True:
            for at, (event, results) in enumerate(self._events):
                if event == name:
                    del self._events[: at + 1]
                    return results
            self._events.clear()
            _, _, event, results = self._next()
            self._events.append((event, results))

    def _next(self):
        """The next record; streams go to the console."""
        for line in self._process.stdout:
            if line[0] in '~@&':
                self.console.append(unescape(line.strip()[2:-1]))
            elif found := record(line.strip()):
                return found
        raise GdbError("gdb ended, or was ended after its time limit:\n" + "".join(self.console))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Ends gdb: what it debugs goes on or ends as with `quit`."""
        self._limit.cancel()
        try:
            self._process.communicate("-gdb-exit\n", timeout=10)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            self._process.kill()
            self._process.wait()
