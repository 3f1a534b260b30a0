package org.tcbridge.proxy.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.ReadFeatures;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.description.DescribedRegister;
import org.tcbridge.rsp.description.DescriptionException;
import org.tcbridge.rsp.description.TargetDescription;
import org.tcbridge.rsp.reply.TransferReply;

/** Finds out what CPU is behind a server: its target description, and the length of its reply to {@code g}. */
public final class TargetProbe {
    /** Descriptions beyond this are no descriptions, in bytes. */
    private static final int MOST = 1 << 20;

    /** The document that the others are included from (GDB manual, "Retrieving Descriptions"). */
    private static final String TARGET = "target.xml";

    private final TargetLink link;
    private final Features features;

    /** A probe of the server behind {@code link}. */
    public TargetProbe(TargetLink link, Features features) {
        this.link = link;
        this.features = features;
    }

    /**
     * What was found.
     *
     * @param registers the registers as the client sees them
     * @param architectures what the CPU may be, likely ones first; not empty
     */
    public record Found(RegisterSet registers, List<Architecture> architectures) {}

    /**
     * Asks the server.
     *
     * @param known the architectures to consider
     * @param elfMachine of the program's file, when it is known
     * @throws LinkException when the server is gone
     * @throws UnknownTargetException when no architecture fits or its registers cannot be laid out; says why
     */
    public Found probe(List<Architecture> known, OptionalInt elfMachine) throws LinkException, UnknownTargetException {
        Optional<TargetDescription> description = description();
        String g = link.ask(new ReadRegisters().wire()).text();
        int gBytes = g.length() / 2;
        if (!Hex.isRegisters(g)) {
            throw new UnknownTargetException("the server answered '" + g + "' to g: expected registers");
        }
        Optional<String> name = description.flatMap(TargetDescription::architecture);
        Set<String> features =
                description.<Set<String>>map(d -> new HashSet<>(d.features())).orElse(Set.of());
        TargetEvidence target = new TargetEvidence(name, features, OptionalInt.of(gBytes), OptionalInt.empty());
        if (elfMachine.isPresent()) {
            sameCpu(fitting(known, target), known, elfMachine.getAsInt());
        }
        TargetEvidence evidence = new TargetEvidence(name, features, OptionalInt.of(gBytes), elfMachine);
        List<Architecture> fitting = fitting(known, evidence);
        if (fitting.isEmpty()) {
            throw new UnknownTargetException(
                    "no known architecture fits a target with " + evidence.text() + ": tried " + ids(known));
        }
        Architecture.Fit best = fitting.getFirst().recognise(evidence);
        List<Architecture> likely =
                fitting.stream().filter(a -> a.recognise(evidence) == best).toList();
        return new Found(registers(description, gBytes, likely), likely);
    }

    /** Those that may be it, likely ones first. */
    private static List<Architecture> fitting(List<Architecture> known, TargetEvidence evidence) {
        return known.stream()
                .filter(a -> a.recognise(evidence) != Architecture.Fit.NO)
                .sorted(Comparator.comparing(a -> a.recognise(evidence), Comparator.reverseOrder()))
                .toList();
    }

    /** A program for another CPU than the target has the kernel's symbols, too, but at addresses that mean nothing there. */
    private static void sameCpu(List<Architecture> target, List<Architecture> known, int elfMachine)
            throws UnknownTargetException {
        TargetEvidence file =
                new TargetEvidence(Optional.empty(), Set.of(), OptionalInt.empty(), OptionalInt.of(elfMachine));
        List<Architecture> program = fitting(known, file);
        if (!target.isEmpty() && target.stream().noneMatch(program::contains)) {
            throw new UnknownTargetException("the program given with --elf is for another CPU than the target: for "
                    + (program.isEmpty() ? "one with the ELF machine number " + elfMachine : titles(program))
                    + ", where the target is " + titles(target));
        }
    }

    private static String titles(List<Architecture> architectures) {
        return architectures.stream().map(Architecture::title).collect(Collectors.joining(", or "));
    }

    private static String ids(List<Architecture> architectures) {
        return architectures.stream().map(Architecture::id).collect(Collectors.joining(", "));
    }

    private static RegisterSet registers(Optional<TargetDescription> description, int gBytes, List<Architecture> likely)
            throws UnknownTargetException {
        if (description.isPresent() && !description.get().registers().isEmpty()) {
            List<Register> registers = new ArrayList<>();
            for (DescribedRegister r : description.get().registers()) {
                registers.add(new Register(r.name(), r.number(), r.bits()));
            }
            return new RegisterSet(registers, gBytes);
        }
        for (Architecture architecture : likely) {
            Optional<RegisterSet> registers = architecture.defaultRegisters(gBytes);
            if (registers.isPresent()) {
                return registers.get();
            }
        }
        throw new UnknownTargetException("the server has no target description, and gdb has no register set of "
                + gBytes + " bytes for " + ids(likely));
    }

    private Optional<TargetDescription> description() throws LinkException, UnknownTargetException {
        if (!features.has("qXfer:features:read")) {
            return Optional.empty();
        }
        try {
            // a server may offer descriptions and have none: gdb goes on without, too
            Optional<String> target = annex(TARGET);
            return target.isEmpty()
                    ? Optional.empty()
                    : Optional.of(TargetDescription.parse(name -> name.equals(TARGET) ? target : annex(name)));
        } catch (DescriptionException e) {
            throw new UnknownTargetException("the target description cannot be used: " + e.getMessage());
        } catch (Gone e) {
            throw e.cause;
        }
    }

    private Optional<String> annex(String name) {
        StringBuilder text = new StringBuilder();
        try {
            while (text.length() < MOST) {
                int length = features.packetSize() - 8;
                String reply = link.ask(new ReadFeatures(name, text.length(), length).wire())
                        .text();
                Optional<TransferReply> part = TransferReply.parse(reply);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                text.append(part.get().data());
                if (part.get().last() || part.get().data().isEmpty()) {
                    return Optional.of(text.toString());
                }
            }
            return Optional.empty();
        } catch (LinkException e) {
            throw new Gone(e);
        }
    }

    /** Carries a {@link LinkException} through the description parser. */
    private static final class Gone extends RuntimeException {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        private final LinkException cause;

        Gone(LinkException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
