# Copies the suspended task of it-tests/firmware, with its stack, into RAM that the firmware does not use (mps2-an386: PSRAM),
# and puts the copies into the kernel's list, until there are fifty tasks.
set $from = (TCB_t *) suspended_task
set $stack = (unsigned) $from->pxStack
set $length = (unsigned) $from->pxEndOfStack + 8 - $stack
set $place = 0x21400000
while uxCurrentNumberOfTasks < 50
  set $task = (TCB_t *) $place
  set $own = $place + 0x800
  set var *$task = *$from
  eval "set var {char[%d]} %d = {char[%d]} %d", $length, $own, $length, $stack
  set var {unsigned} &$task->pxTopOfStack = (unsigned) $from->pxTopOfStack + $own - $stack
  set var {unsigned} &$task->pxStack = $own
  set var {unsigned} &$task->pxEndOfStack = (unsigned) $from->pxEndOfStack + $own - $stack
  set var uxTaskNumber = uxTaskNumber + 1
  set var $task->uxTCBNumber = uxTaskNumber
  set var $task->xEventListItem.pvOwner = $task
  set $item = &$task->xStateListItem
  set $last = xSuspendedTaskList.xListEnd.pxPrevious
  set var $item->pvOwner = $task
  set var $item->pxContainer = &xSuspendedTaskList
  set var {unsigned} &$item->pxNext = (unsigned) &xSuspendedTaskList.xListEnd
  set var {unsigned} &$item->pxPrevious = (unsigned) $last
  set var {unsigned} &((ListItem_t *) $last)->pxNext = (unsigned) $item
  set var {unsigned} &xSuspendedTaskList.xListEnd.pxPrevious = (unsigned) $item
  set var xSuspendedTaskList.uxNumberOfItems = xSuspendedTaskList.uxNumberOfItems + 1
  set var uxCurrentNumberOfTasks = uxCurrentNumberOfTasks + 1
  set $place = $place + 0x1000
end
