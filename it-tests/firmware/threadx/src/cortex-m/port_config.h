/* Cortex-M4F: what the kernel is to know of the port. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#define STACK_WORDS 256

/* All code is Thumb code. */
#define PORT_SWITCH(flavour) ((flavour) == FP ? port_switch_fp() : port_switch())
#define PORT_SPIN(flavour) ((flavour) == FP ? spin_forever_fp() : spin_forever())

#endif
