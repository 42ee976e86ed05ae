package dev.asterism.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Looks at what the program runs on: Java, locale, terminal, disks. */
final class MachineChecks {
    private static final long LITTLE_SPACE = 1_000_000_000;

    private MachineChecks() {}

    static Finding java(Properties properties, Runtime runtime) {
        return Finding.ok(
                "java",
                "%s (%s) in %s; %s, at most %s of memory for Java"
                        .formatted(
                                properties.getProperty("java.version"),
                                properties.getProperty("java.vendor"),
                                properties.getProperty("java.home"),
                                Quantities.exact(runtime.availableProcessors(), "processor"),
                                Quantities.bytes(runtime.maxMemory())));
    }

    static Finding locale(Properties properties) {
        String encoding = properties.getProperty("sun.jnu.encoding", "unknown");
        return encoding.equalsIgnoreCase("UTF-8")
                ? Finding.ok("locale", "file names and arguments are UTF-8")
                : Finding.warn(
                        "locale",
                        "file names and arguments are " + encoding
                                + ", so that those with other letters are not understood",
                        "Set a UTF-8 locale, such as LC_ALL=C.UTF-8.");
    }

    static Finding terminal(Terminal terminal) {
        if (!terminal.stdoutIsTerminal()) {
            return Finding.ok("terminal", "standard output is none, so that there are no colours");
        }
        return Finding.ok(
                "terminal",
                terminal.columns() + " columns, " + (terminal.colourful() ? "with" : "without") + " colours");
    }

    /** The space on each disk that one of the folders is on. A folder that does not exist yet will be on its parent's. */
    static List<Finding> disks(Map<String, Path> folders) throws IOException {
        Map<FileStore, List<String>> users = new LinkedHashMap<>();
        for (Map.Entry<String, Path> folder : folders.entrySet()) {
            users.computeIfAbsent(Files.getFileStore(nearestExisting(folder.getValue())), disk -> new ArrayList<>())
                    .add(folder.getKey());
        }
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<FileStore, List<String>> disk : users.entrySet()) {
            findings.add(
                    disk(String.join(" and ", disk.getValue()), disk.getKey().getUsableSpace()));
        }
        return findings;
    }

    static Finding disk(String users, long free) {
        String text = Quantities.bytes(free) + " free for " + users;
        return free >= LITTLE_SPACE
                ? Finding.ok("disk", text)
                : Finding.warn("disk", text, "Make room: a build that runs out of space leaves out what it was at.");
    }

    private static Path nearestExisting(Path folder) {
        Path absolute = folder.toAbsolutePath();
        return Stream.iterate(Optional.of(absolute), Optional::isPresent, path -> path.map(Path::getParent))
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .findFirst()
                .orElse(absolute);
    }
}
