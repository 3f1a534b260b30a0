#!/bin/bash
# A CI job: boots a firmware in QEMU, checks its tasks, and keeps the whole machine as a file when they are not as expected.
#
#     scripts/ci-job.sh firmware.elf results --expect-task net:blocked --max-stack 80 --no-overflow
#
# What is expected is given as to `tcbridge threads`. In the folder results there will be
#     tasks.xml         a JUnit report, a test case for each expectation
#     tasks.txt         the table of the tasks, and what is not as expected
#     serial.log        what the firmware printed
#     failed.snapshot   when it failed: `tcbridge serve failed.snapshot` has any gdb debug it
# Environment: LIMIT, seconds until the tasks must be as expected (20); PORT of QEMU's GDB server (1234).
# Exit status: 0 as expected; else that of `tcbridge threads`: 3 not as expected, 1 nothing to look at, 2 wrong options.
set -euo pipefail
elf=$1
results=$2
shift 2
limit=${LIMIT:-20}
port=${PORT:-1234}
mkdir -p "$results"
rm -rf "$results"/{tasks.xml,tasks.txt,failed.snapshot}

# The firmware runs from its first instruction on; QEMU needs no debugger for that.
qemu-system-arm -M mps2-an386 -kernel "$elf" -display none -monitor none \
  -serial "file:$results/serial.log" -gdb "tcp:127.0.0.1:$port" &
qemu=$!
trap 'kill "$qemu" || true' EXIT

# The machine stands still for a moment each time and runs on afterwards. The last look is the one that counts.
target=(--backend "localhost:$port" --elf "$elf" --halt)
SECONDS=0
while true; do
  status=0
  tcbridge threads "${target[@]}" --timeout 10 --junit "$results/tasks.xml" "$@" >"$results/tasks.txt" 2>&1 || status=$?
  if [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || [ "$SECONDS" -ge "$limit" ]; then break; fi
  sleep 1
done
cat "$results/tasks.txt"
if [ "$status" -eq 1 ] || [ "$status" -eq 3 ]; then
  if tcbridge snapshot "${target[@]}" -o "$results/failed.snapshot"; then
    echo "ci-job: not as expected after $limit s; the machine is kept in $results/failed.snapshot"
  fi
fi
exit "$status"
