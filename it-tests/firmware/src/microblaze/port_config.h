/* MicroBlaze: what the kernel is to know of the port. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#define STACK_WORDS 384

#define PORT_YIELD() port_yield()
#define PORT_SPIN() spin_forever()

/*
 * The assembler has no call frame directives for MicroBlaze, so this is DWARF (section .debug_frame, version 1) by hand:
 * stack pointer r1, return address column 15, which is undefined, since the entry has no caller.
 */
#define TASK_ENTRY(entry, body)                                                                                        \
    asm(".pushsection .text \n .global " #entry " \n .type " #entry ", @function \n .ent " #entry " \n"                 \
        #entry ": brlid r15, " #body " \n or r0, r0, r0 \n bri 0 \n .end " #entry " \n"                                \
        ".size " #entry ", . - " #entry " \n .popsection \n"                                                           \
        ".pushsection .debug_frame, \"\", @progbits \n"                                                               \
        "1: .4byte 3f - 2f \n 2: .4byte 0xffffffff \n .byte 1, 0, 1, 0x7c, 15 \n"                                      \
        ".byte 0x0c, 1, 0, 7, 15 \n .balign 4 \n"  /* DW_CFA_def_cfa r1 + 0, DW_CFA_undefined r15 */                   \
        "3: .4byte 5f - 4f \n 4: .4byte 1b, " #entry ", 12 \n 5: \n .popsection");

#endif
