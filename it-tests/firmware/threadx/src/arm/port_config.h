/* ARM9 and Cortex-A: what the kernel is to know of the port. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#ifdef __ARM_FP
#define PORT_VFP_ENABLE 1
#define STACK_WORDS 512
#else
#define STACK_WORDS 256
#endif

#ifdef __ARM_FP
#define PORT_FLAVOUR(flavour, plain, fp, thumb)                                                                        \
    ((flavour) == FP ? fp() : (flavour) == THUMB ? thumb() : plain())
#else
#define PORT_FLAVOUR(flavour, plain, fp, thumb) ((flavour) == THUMB ? thumb() : plain())
#endif
#define PORT_SWITCH(flavour) PORT_FLAVOUR(flavour, port_switch, port_switch_fp, port_switch_thumb)
#define PORT_SPIN(flavour) PORT_FLAVOUR(flavour, spin_forever, spin_forever_fp, spin_forever_thumb)

/* The board's tick: starts it; answers its interrupt. */
void board_start_tick(void);
void board_interrupt(void);

#endif
