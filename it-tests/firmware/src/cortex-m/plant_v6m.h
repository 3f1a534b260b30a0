/* What plant_v7m.h is, with the instructions of ARMv6-M, which add only to r0-r7. */

#define PEND_SWITCH                                                                                                    \
    "sub sp, #4 \n .cfi_adjust_cfa_offset 4 \n"                                                                        \
    "movs r2, #0xe0 \n lsls r2, #24 \n movs r3, #0xed \n lsls r3, #8 \n adds r3, #4 \n orrs r2, r3 \n" /* ICSR */      \
    "movs r3, #1 \n lsls r3, #28 \n str r3, [r2] \n dsb \n"

#define PLANT                                                                                                          \
    ".irp n, 8,9,10,11,12,14 \n movs r1, r0 \n adds r1, #\\n \n mov r\\n, r1 \n .endr \n"                              \
    ".irp n, 1,2,3,4,5,6,7 \n adds r\\n, r0, #\\n \n .endr \n"

#define PARKED(name)                                                                                                   \
    "1: .pushsection .rodata." #name ", \"a\" \n .global " #name " \n .balign 4 \n"                                    \
    #name ": .word 1b \n .size " #name ", 4 \n .type " #name ", %%object \n .popsection \n"                            \
    "isb \n"

#define COMPARE                                                                                                        \
    "sub sp, #56 \n .cfi_adjust_cfa_offset 56 \n"                                                                      \
    ".irp n, 0,1,2,3,4,5,6,7 \n str r\\n, [sp, #(\\n * 4)] \n .endr \n"                                                \
    ".irp n, 8,9,10,11,12 \n mov r0, r\\n \n str r0, [sp, #(\\n * 4)] \n .endr \n"                                     \
    "mov r0, lr \n str r0, [sp, #52] \n"                                                                               \
    "mov r0, sp \n bl compare_registers \n"                                                                            \
    "add sp, #60 \n .cfi_adjust_cfa_offset -60 \n"

#define SPIN                                                                                                           \
    "sub sp, #12 \n .cfi_adjust_cfa_offset 12 \n str r0, [sp] \n" PLANT "2: ldr r0, [sp] \n"                           \
    ".irp n, 2,3,4,5,6,7,8,9,10,11,12,14 \n mov r1, r\\n \n subs r1, r0 \n cmp r1, #\\n \n bne 9f \n .endr \n"         \
    "b 2b \n 9: add sp, #12 \n .cfi_adjust_cfa_offset -12 \n"
