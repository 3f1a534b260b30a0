package org.tcbridge.rsp.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Known peculiarities of GDB servers, one object each; {@link KnownServer} has the servers that have them. */
public final class Quirks {

    private Quirks() {}

    /** The server's own words: features, vCont actions, ids, documents. */
    public static Quirk with(Consumer<Stub> settings) {
        return new Quirk() {
            @Override
            public void connected(Stub stub) {
                settings.accept(stub);
            }
        };
    }

    /** Commands of this form get this reply; none is silence. */
    public static Quirk replies(String regex, String... replies) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                return pattern.matcher(command).matches() ? Optional.of(List.of(replies)) : Optional.empty();
            }
        };
    }

    /** Replies of this form are sent in that form, as {@link String#replaceFirst} does it. */
    public static Quirk rewrites(String regex, String replacement) {
        return new Quirk() {
            @Override
            public String reply(String command, String reply, Stub stub) {
                return reply.replaceFirst(regex, replacement);
            }
        };
    }

    /** Offers these features. */
    public static Quirk features(String features) {
        return with(stub -> stub.features = features);
    }

    /** Has a target description. */
    public static Quirk describes(String targetXml) {
        return with(stub -> stub.annexes.put("target.xml", targetXml));
    }

    /** Any {@code H} is OK; after a wrong id memory is E01, registers are unavailable, and {@code ?} says the target ended. */
    public static Quirk anyIdIsOk() {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (command.startsWith("H")) {
                    String id = command.substring(2);
                    stub.poisoned = id.endsWith("-1") || (stub.core(id).isEmpty() && !id.matches("(p\\w+\\.)?0"));
                    stub.core(id).ifPresent(core -> stub.selected = core);
                    return Optional.of(List.of("OK"));
                }
                if (!stub.poisoned) {
                    return Optional.empty();
                }
                return switch (command.charAt(0)) {
                    case 'm' -> Optional.of(List.of("E01"));
                    case 'g' ->
                        Optional.of(List.of(
                                "x".repeat(stub.machine().general(stub.selected).length())));
                    case '?' -> Optional.of(List.of("W00"));
                    default -> Optional.empty();
                };
            }
        };
    }

    /** vCont leaves the thread it names last selected for registers, whichever stops. */
    public static Quirk vContSelects() {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (!command.startsWith("vCont;")) {
                    return Optional.empty();
                }
                List<String> replies = stub.plain(command);
                Arrays.stream(command.split(";", -1))
                        .flatMap(action -> stub.core(action.substring(action.indexOf(':') + 1)).stream())
                        .forEach(core -> stub.selected = core);
                return Optional.of(replies);
            }
        };
    }

    /** Any byte stops the running target and is swallowed; only 0x03 yields a stop reply. */
    public static Quirk stopsAtAnyByte() {
        return new Quirk() {
            @Override
            public boolean whileRunning(String item, Stub stub) {
                stub.machine().running(item.equals(Peer.INTERRUPT));
                return !item.equals(Peer.INTERRUPT);
            }
        };
    }

    /** Any packet stops the running target, is answered, and its stop reply never comes. */
    public static Quirk stopsAtAnyPacket() {
        return new Quirk() {
            @Override
            public boolean whileRunning(String item, Stub stub) {
                if (item.startsWith("$")) {
                    stub.machine().running(false);
                }
                return false;
            }
        };
    }

    /** A target that the last client left running stops when the next one comes, which is told before it asks. */
    public static Quirk unsolicitedStop() {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (!command.startsWith("qSupported") || !stub.leftRunning) {
                    return Optional.empty();
                }
                return Optional.of(
                        List.of(stub.stopReply(2), stub.plain(command).getFirst()));
            }
        };
    }

    /** One id in each reply to qfThreadInfo and qsThreadInfo. */
    public static Quirk oneIdAtATime() {
        return new Quirk() {
            private int next;

            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                boolean first = command.equals("qfThreadInfo");
                if (!first && !command.equals("qsThreadInfo")) {
                    return Optional.empty();
                }
                next = first ? 0 : next + 1;
                List<Integer> cores = stub.machine().cores();
                return Optional.of(List.of(next < cores.size() ? "m" + stub.id(cores.get(next)) : "l"));
            }
        };
    }

    /** {@code ?} takes out all breakpoints. */
    public static Quirk askingClearsBreakpoints() {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (command.equals("?")) {
                    stub.breakpoints.clear();
                }
                return Optional.empty();
            }
        };
    }

    /** Reads of more than half of this packet size fail with E22. */
    public static Quirk limitsReads(int packetSize) {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                return command.matches("m[0-9a-f]+,[0-9a-f]+")
                                && 2 * Integer.parseInt(command.substring(command.indexOf(',') + 1), 16) > packetSize
                        ? Optional.of(List.of("E22"))
                        : Optional.empty();
            }
        };
    }

    /** Memory commands take their time, which a notification tells. */
    public static Quirk keepAliveNotifications() {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (!command.matches("(?s)[mMX].*|qCRC.*")) {
                    return Optional.empty();
                }
                List<String> replies = new ArrayList<>(List.of(QuirkServer.NOTIFICATION + "oocd_keepalive:00"));
                replies.addAll(stub.plain(command));
                return Optional.of(replies);
            }
        };
    }

    /** Of a vCont only the first action counts; a step of a thread that is not current is not done but reported. */
    public static Quirk firstActionOnly() {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (!command.startsWith("vCont;")) {
                    return Optional.empty();
                }
                String action = command.split(";", -1)[1];
                String id = action.substring(action.indexOf(':') + 1);
                boolean step = action.startsWith("s") || action.startsWith("S");
                if (step && action.contains(":") && !stub.core(id).equals(Optional.of(stub.stopped))) {
                    return Optional.of(List.of("T05thread:" + id + ";"));
                }
                return Optional.of(stub.resume(step));
            }
        };
    }

    /** The server ends the connection when a register command is malformed. */
    public static Quirk closesOnMalformed() {
        Pattern wrong = Pattern.compile("p(|.*[^0-9a-f].*)|P([^=]*|.*=.*[^0-9a-f].*)|G.*[^0-9a-f].*");
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                return wrong.matcher(command).matches() ? Optional.of(List.of(QuirkServer.HANG_UP)) : Optional.empty();
            }
        };
    }

    /** An offer of symbols is answered with these questions, and until they are answered nothing else is taken. */
    public static Quirk asksForSymbols(String... names) {
        return new Quirk() {
            private int asked = names.length;

            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                boolean offer = command.equals("qSymbol::");
                if (asked == names.length && !offer) {
                    return Optional.empty();
                }
                if (!offer && !command.endsWith(":" + Wire.hex(names[asked]))) {
                    return Optional.of(List.of(QuirkServer.HANG_UP));
                }
                asked = offer ? 0 : asked + 1;
                return Optional.of(List.of(asked == names.length ? "OK" : "qSymbol:" + Wire.hex(names[asked])));
            }
        };
    }

    /** Replies are run-length encoded. */
    public static Quirk runLength() {
        return new Quirk() {
            @Override
            public String body(String escaped) {
                return Wire.runLength(escaped);
            }
        };
    }

    /** Each packet is refused when it comes for the first time. */
    public static Quirk refusesOnce() {
        Set<String> seen = new HashSet<>();
        return new Quirk() {
            @Override
            public boolean refuses(String packet) {
                return seen.add(packet);
            }
        };
    }

    /** Each different reply is damaged when it is sent for the first time. */
    public static Quirk damagesOnce() {
        Set<String> seen = new HashSet<>();
        return new Quirk() {
            @Override
            public boolean damages(String frame) {
                return seen.add(frame);
            }
        };
    }

    /** Reads give so many bytes at most, be it fewer than were asked for. */
    public static Quirk shortReads(int most) {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                return command.matches("m[0-9a-f]+,[0-9a-f]+")
                        ? Optional.of(stub.plain(command.replaceFirst(
                                ",.*",
                                ","
                                        + Integer.toHexString(Math.min(
                                                most,
                                                Integer.parseInt(command.substring(command.indexOf(',') + 1), 16))))))
                        : Optional.empty();
            }
        };
    }

    /** Reads that touch these bytes fail with E14. */
    public static Quirk hole(long start, long end) {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (!command.matches("m[0-9a-f]+,[0-9a-f]+")) {
                    return Optional.empty();
                }
                String[] parts = command.substring(1).split(",", -1);
                long from = Long.parseUnsignedLong(parts[0], 16);
                long to = from + Long.parseLong(parts[1], 16);
                return from < end && start < to ? Optional.of(List.of("E14")) : Optional.empty();
            }
        };
    }

    /** The server knows an RTOS itself: threads of its own, with names; the machine's cores are its tasks. */
    public static Quirk namesThreads() {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (!command.startsWith("qThreadExtraInfo,")) {
                    return Optional.empty();
                }
                Optional<Integer> core = stub.core(command.substring(command.indexOf(',') + 1));
                return Optional.of(
                        List.of(core.map(c -> Wire.hex("Task" + c + " (Ready)")).orElse("")));
            }
        };
    }
}
