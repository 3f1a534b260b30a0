package org.tcbridge.core.agent;

import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An expression that gdb compiled, such as a breakpoint's condition, in bytecode. Source: GDB manual, appendix "The GDB Agent
 * Expression Mechanism". It is evaluated with 64-bit integers; where anything is not certain, the outcome says so.
 */
public final class AgentExpression {
    /** So many instructions are executed at most: a loop ends. gdb's own expressions have none. */
    static final int MOST_EXECUTED = 1000;

    /** So many values may be on the stack. */
    static final int DEEPEST = 100;

    /** What an expression looks at. */
    public interface Machine {
        /**
         * A register, not sign-extended.
         *
         * @param number as in {@code p} and {@code P}
         * @return empty when it is not known
         */
        OptionalLong register(int number);

        /**
         * An unsigned number in memory, in the target's byte order.
         *
         * @param bytes 1, 2, 4 or 8
         * @return empty when it cannot be read
         */
        OptionalLong memory(long address, int bytes);
    }

    /** What comes of an evaluation. */
    public sealed interface Outcome {
        /** The expression has this value. */
        record Value(long value) implements Outcome {}

        /**
         * It is not known what it is.
         *
         * @param reason why, for people
         */
        record Doubtful(String reason) implements Outcome {}
    }

    private record Instruction(Opcode opcode, long operand, int next) {}

    private final byte[] code;

    /** By offset; null between two. */
    private final @Nullable Instruction[] instructions;

    private AgentExpression(byte[] code, @Nullable Instruction[] instructions) {
        this.code = code;
        this.instructions = instructions;
    }

    /**
     * Reads bytecode.
     *
     * @throws UnsupportedExpressionException when it has an instruction that is not known here, or ends in the midst of one
     */
    public static AgentExpression parse(byte[] bytecode) throws UnsupportedExpressionException {
        byte[] code = bytecode.clone();
        @Nullable Instruction[] instructions = new Instruction[code.length];
        int at = 0;
        while (at < code.length) {
            Opcode opcode = Opcode.of(code[at]);
            if (opcode == null) {
                throw new UnsupportedExpressionException(
                        "opcode 0x%02x at %d: expected one that conditions have".formatted(code[at], at));
            }
            int next = at + 1 + opcode.operandBytes();
            if (next > code.length) {
                throw new UnsupportedExpressionException(
                        "%s at %d: expected %d bytes after it".formatted(opcode, at, opcode.operandBytes()));
            }
            long operand = 0;
            for (int i = at + 1; i < next; i++) {
                operand = operand << 8 | (code[i] & 0xff);
            }
            instructions[at] = new Instruction(opcode, operand, next);
            at = next;
        }
        return new AgentExpression(code, instructions);
    }

    /** What it is now. */
    public Outcome evaluate(Machine machine) {
        return new Evaluation(machine).outcome();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(code);
    }

    /** Ends an evaluation; the message is for people. */
    private static final class Doubt extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        Doubt(String message) {
            super(message, null, false, false);
        }
    }

    private final class Evaluation {
        private final Machine machine;
        private final long[] stack = new long[DEEPEST];
        private int depth;

        Evaluation(Machine machine) {
            this.machine = machine;
        }

        Outcome outcome() {
            try {
                int at = 0;
                for (int executed = 0; executed < MOST_EXECUTED; executed++) {
                    Instruction instruction = at < instructions.length ? instructions[at] : null;
                    if (instruction == null) {
                        throw new Doubt("no instruction begins at " + at);
                    }
                    Opcode opcode = instruction.opcode;
                    if (depth < opcode.pops() || depth - opcode.pops() + opcode.pushes() > DEEPEST) {
                        throw new Doubt("%s at %d with %d values on the stack".formatted(opcode, at, depth));
                    }
                    if (opcode == Opcode.END) {
                        return new Outcome.Value(pop());
                    }
                    at = execute(instruction);
                }
                throw new Doubt("more than " + MOST_EXECUTED + " instructions");
            } catch (Doubt e) {
                return new Outcome.Doubtful(String.valueOf(e.getMessage()));
            }
        }

        /** Gives the offset of the next one. */
        private int execute(Instruction instruction) throws Doubt {
            switch (instruction.opcode) {
                case LOG_NOT -> push(pop() == 0);
                case BIT_NOT -> push(~pop());
                case EXT -> {
                    int unused = unusedBits(instruction);
                    push(pop() << unused >> unused);
                }
                case ZERO_EXT -> {
                    int unused = unusedBits(instruction);
                    push(pop() << unused >>> unused);
                }
                case REF8 -> push(memory(1));
                case REF16 -> push(memory(2));
                case REF32 -> push(memory(4));
                case REF64 -> push(memory(8));
                case IF_GOTO -> {
                    return pop() == 0 ? instruction.next : (int) instruction.operand;
                }
                case GOTO -> {
                    return (int) instruction.operand;
                }
                case CONST8, CONST16, CONST32, CONST64 -> push(instruction.operand);
                case REG ->
                    push(machine.register((int) instruction.operand)
                            .orElseThrow(() -> new Doubt("register " + instruction.operand + " is not known")));
                case DUP -> push(stack[depth - 1]);
                case POP -> pop();
                case SWAP -> {
                    long top = pop();
                    long below = pop();
                    push(top);
                    push(below);
                }
                case PICK -> {
                    if (instruction.operand >= depth) {
                        throw new Doubt("PICK %d with %d values on the stack".formatted(instruction.operand, depth));
                    }
                    push(stack[depth - 1 - (int) instruction.operand]);
                }
                case ROT -> {
                    long top = pop();
                    long second = pop();
                    long third = pop();
                    push(top);
                    push(third);
                    push(second);
                }
                default -> {
                    long right = pop();
                    push(binary(instruction.opcode, pop(), right));
                }
            }
            return instruction.next;
        }

        private static long binary(Opcode opcode, long left, long right) throws Doubt {
            return switch (opcode) {
                case ADD -> left + right;
                case SUB -> left - right;
                case MUL -> left * right;
                case DIV_SIGNED -> left / signedDivisor(left, right);
                case DIV_UNSIGNED -> Long.divideUnsigned(left, divisor(right));
                case REM_SIGNED -> left % signedDivisor(left, right);
                case REM_UNSIGNED -> Long.remainderUnsigned(left, divisor(right));
                case LSH -> left << distance(right);
                case RSH_SIGNED -> left >> distance(right);
                case RSH_UNSIGNED -> left >>> distance(right);
                case BIT_AND -> left & right;
                case BIT_OR -> left | right;
                case BIT_XOR -> left ^ right;
                case EQUAL -> left == right ? 1 : 0;
                case LESS_SIGNED -> left < right ? 1 : 0;
                case LESS_UNSIGNED -> Long.compareUnsigned(left, right) < 0 ? 1 : 0;
                default -> throw new IllegalStateException(opcode + " does not take two values");
            };
        }

        private static long divisor(long value) throws Doubt {
            if (value == 0) {
                throw new Doubt("division by zero");
            }
            return value;
        }

        /** The quotient of the least number and -1 is none: C does not define it, and CPUs trap. */
        private static long signedDivisor(long left, long value) throws Doubt {
            if (left == Long.MIN_VALUE && value == -1) {
                throw new Doubt("the least number is divided by -1");
            }
            return divisor(value);
        }

        /** C does not define others. */
        private static int distance(long value) throws Doubt {
            if (value < 0 || value >= Long.SIZE) {
                throw new Doubt("a shift by " + value + " bits: expected 0 to 63");
            }
            return (int) value;
        }

        private static int unusedBits(Instruction instruction) throws Doubt {
            if (instruction.operand < 1 || instruction.operand > Long.SIZE) {
                throw new Doubt("%s of %d bits: expected 1 to 64".formatted(instruction.opcode, instruction.operand));
            }
            return Long.SIZE - (int) instruction.operand;
        }

        private long memory(int bytes) throws Doubt {
            long address = pop();
            return machine.memory(address, bytes)
                    .orElseThrow(() -> new Doubt("%d bytes at 0x%x cannot be read".formatted(bytes, address)));
        }

        private long pop() {
            return stack[--depth];
        }

        private void push(long value) {
            stack[depth++] = value;
        }

        private void push(boolean value) {
            push(value ? 1 : 0);
        }
    }
}
