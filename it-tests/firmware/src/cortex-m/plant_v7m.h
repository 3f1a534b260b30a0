/*
 * Assembly for port.c on ARMv7-M and ARMv8-M Mainline: r0 holds the planted value of r0 (and r1 that of s0), that of rn is
 * n more (that of sn 256 n more). Used inside one asm statement that clobbers every register.
 */

/* Interrupts are masked, so PendSV waits for `cpsie i`. The word on the stack aligns the stack pointer to 8 bytes. */
#define PEND_SWITCH                                                                                                    \
    "sub sp, #4 \n .cfi_adjust_cfa_offset 4 \n"                                                                        \
    "movw r2, #0xed04 \n movt r2, #0xe000 \n" /* ICSR */                                                               \
    "mov r3, #0x10000000 \n str r3, [r2] \n dsb \n"

#define PLANT                                                                                                          \
    ".irp n, 1,2,3,4,5,6,7,8,9,10,11,12 \n add r\\n, r0, #\\n \n .endr \n"                                             \
    "add lr, r0, #14 \n"

#define PLANT_FP                                                                                                       \
    ".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \n"                 \
    "add r2, r1, #(\\n * 256) \n vmov s\\n, r2 \n .endr \n"

/* The next instruction is where the task is parked; `name` becomes a constant with its address. */
#define PARKED(name)                                                                                                   \
    "1: .pushsection .rodata." #name ", \"a\" \n .global " #name " \n .balign 4 \n"                                    \
    #name ": .word 1b \n .size " #name ", 4 \n .type " #name ", %%object \n .popsection \n"                            \
    "isb \n"

#define COMPARE                                                                                                        \
    "push {r0-r12, lr} \n .cfi_adjust_cfa_offset 56 \n"                                                                \
    "mov r0, sp \n bl compare_registers \n"                                                                            \
    "add sp, #60 \n .cfi_adjust_cfa_offset -60 \n"

#define COMPARE_FP                                                                                                     \
    "vpush {d0-d15} \n .cfi_adjust_cfa_offset 128 \n push {r0-r12, lr} \n .cfi_adjust_cfa_offset 56 \n"                \
    "mov r0, sp \n bl compare_registers \n add r0, sp, #56 \n bl compare_fp_registers \n"                              \
    "add sp, #188 \n .cfi_adjust_cfa_offset -188 \n"

/*
 * r0 and r1 are working registers, so r2 and up are known. The three words on the stack hold the seeds and leave the stack
 * pointer off its 8-byte alignment, so that an interrupt has to align it (bit 9 of the stacked xPSR).
 */
#define SPIN_PROLOGUE "sub sp, #12 \n .cfi_adjust_cfa_offset 12 \n str r0, [sp] \n"
#define SPIN_EPILOGUE "9: add sp, #12 \n .cfi_adjust_cfa_offset -12 \n"

#define SPIN_COMPARE                                                                                                   \
    "ldr r0, [sp] \n"                                                                                                  \
    ".irp n, 2,3,4,5,6,7,8,9,10,11,12 \n sub r1, r\\n, r0 \n cmp r1, #\\n \n bne 9f \n .endr \n"                       \
    "sub r1, lr, r0 \n cmp r1, #14 \n bne 9f \n"

#define SPIN_COMPARE_FP                                                                                                \
    "ldr r0, [sp, #4] \n"                                                                                              \
    ".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \n"                 \
    "vmov r1, s\\n \n sub r1, r1, r0 \n cmp r1, #(\\n * 256) \n bne 9f \n .endr \n"

#define SPIN SPIN_PROLOGUE PLANT "2: \n" SPIN_COMPARE "b 2b \n" SPIN_EPILOGUE

#define SPIN_FP                                                                                                        \
    SPIN_PROLOGUE "str r1, [sp, #4] \n" PLANT_FP PLANT "2: \n" SPIN_COMPARE SPIN_COMPARE_FP "b 2b \n" SPIN_EPILOGUE
