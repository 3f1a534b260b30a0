/*
 * Assembly for port.c: r0 holds the planted value of r0 (and r1 that of s0), that of rn is n more (that of sn 256 n more; dn
 * is s2n and s2n+1). Used inside asm statements that clobber every register.
 */

/* `name` becomes a constant with the address of the next instruction: where the thread is parked. */
#define PARKED(name)                                                                                                   \
    "1: .pushsection .rodata." #name ", \"a\" \n .global " #name " \n .balign 4 \n"                                    \
    #name ": .word 1b \n .size " #name ", 4 \n .type " #name ", %%object \n .popsection \n"

/* What a call preserves. */
#define PLANT_SAVED ".irp n, 4,5,6,7,8,9,10,11 \n add r\\n, r0, #\\n \n .endr \n"

#define PLANT_SAVED_FP                                                                                                 \
    ".irp n, 8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \n"                                 \
    "add r2, r1, #(\\n * 512) \n add r3, r2, #256 \n vmov d\\n, r2, r3 \n .endr \n" PLANT_FPSCR

/* Default NaN and flush to zero. */
#define PLANT_FPSCR "mov r2, #0x03000000 \n vmsr fpscr, r2 \n"

#define COMPARE_SAVED                                                                                                  \
    "push {r4-r11} \n .cfi_adjust_cfa_offset 32 \n"                                                                    \
    "mov r0, sp \n bl compare_saved \n"                                                                                \
    "add sp, sp, #32 \n .cfi_adjust_cfa_offset -32 \n"

#define COMPARE_SAVED_FP                                                                                               \
    "vpush {d16-d31} \n vpush {d8-d15} \n push {r4-r11} \n .cfi_adjust_cfa_offset 224 \n"                              \
    "mov r0, sp \n bl compare_saved \n add r0, sp, #32 \n bl compare_saved_fp \n"                                      \
    "add sp, sp, #224 \n .cfi_adjust_cfa_offset -224 \n"

/* r0 and r1 are working registers, so r2 and up are known. The words on the stack hold the seeds. */
#define SPIN_PROLOGUE "sub sp, sp, #16 \n .cfi_adjust_cfa_offset 16 \n str r0, [sp] \n"
#define SPIN_EPILOGUE "9: add sp, sp, #16 \n .cfi_adjust_cfa_offset -16 \n"

#define SPIN_PLANT ".irp n, 2,3,4,5,6,7,8,9,10,11,12 \n add r\\n, r0, #\\n \n .endr \n add lr, r0, #14 \n"

#define SPIN_COMPARE                                                                                                   \
    "ldr r0, [sp] \n"                                                                                                  \
    ".irp n, 2,3,4,5,6,7,8,9,10,11,12 \n sub r1, r\\n, r0 \n cmp r1, #\\n \n bne 9f \n .endr \n"                       \
    "sub r1, lr, r0 \n cmp r1, #14 \n bne 9f \n"

#define ALL_D "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31"

#define SPIN_PLANT_FP                                                                                                  \
    ".irp n, " ALL_D " \n add r2, r1, #(\\n * 512) \n add r3, r2, #256 \n vmov d\\n, r2, r3 \n .endr \n" PLANT_FPSCR

#define SPIN_COMPARE_FP                                                                                                \
    "ldr r0, [sp, #4] \n .irp n, " ALL_D " \n"                                                                         \
    "vmov.32 r1, d\\n[0] \n sub r1, r1, r0 \n cmp r1, #(\\n * 512) \n bne 9f \n"                                       \
    "vmov.32 r1, d\\n[1] \n sub r1, r1, r0 \n cmp r1, #(\\n * 512 + 256) \n bne 9f \n .endr \n"

#define SPIN SPIN_PROLOGUE SPIN_PLANT "2: \n" SPIN_COMPARE "b 2b \n" SPIN_EPILOGUE

#define SPIN_FP                                                                                                        \
    SPIN_PROLOGUE "str r1, [sp, #4] \n" SPIN_PLANT_FP SPIN_PLANT "2: \n" SPIN_COMPARE SPIN_COMPARE_FP "b 2b \n"        \
    SPIN_EPILOGUE

/* The same in the 16-bit instructions of ARMv5T. */
#define THUMB_PLANT_HIGH(registers)                                                                                    \
    "movs r1, r0 \n adds r1, #7 \n .irp n, " registers " \n adds r1, #1 \n mov r\\n, r1 \n .endr \n"

#define THUMB_PLANT_SAVED                                                                                              \
    THUMB_PLANT_HIGH("8,9,10,11")                                                                                      \
    ".irp n, 4,5,6,7 \n adds r\\n, r0, #\\n \n .endr \n"

#define THUMB_COMPARE_SAVED                                                                                            \
    "mov r0, r8 \n mov r1, r9 \n mov r2, r10 \n mov r3, r11 \n"                                                        \
    "push {r0-r3} \n push {r4-r7} \n .cfi_adjust_cfa_offset 32 \n"                                                     \
    "mov r0, sp \n bl compare_saved \n"                                                                                \
    "add sp, #32 \n .cfi_adjust_cfa_offset -32 \n"

#define THUMB_SPIN                                                                                                     \
    "sub sp, #16 \n .cfi_adjust_cfa_offset 16 \n str r0, [sp] \n"                                                      \
    THUMB_PLANT_HIGH("8,9,10,11,12")                                                                                   \
    "adds r1, #2 \n mov lr, r1 \n"                                                                                     \
    ".irp n, 2,3,4,5,6,7 \n adds r\\n, r0, #\\n \n .endr \n"                                                           \
    "2: ldr r0, [sp] \n"                                                                                               \
    ".irp n, 2,3,4,5,6,7 \n subs r1, r\\n, r0 \n cmp r1, #\\n \n bne 9f \n .endr \n"                                   \
    ".irp n, 8,9,10,11,12,14 \n mov r1, r\\n \n subs r1, r1, r0 \n cmp r1, #\\n \n bne 9f \n .endr \n"                 \
    "b 2b \n"                                                                                                          \
    "9: add sp, #16 \n .cfi_adjust_cfa_offset -16 \n"
