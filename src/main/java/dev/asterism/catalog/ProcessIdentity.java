package dev.asterism.catalog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process, and the machine it is on.
 *
 * @param host the machine's name
 * @param processId the process, on that machine
 */
record ProcessIdentity(String host, long processId) {
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** The system tells a process's start only to about a second. */
    private static final Duration START_PRECISION = Duration.ofSeconds(2);

    static ProcessIdentity ofThisProcess() {
        return new ProcessIdentity(hostName(), ProcessHandle.current().pid());
    }

    /**
     * Whether the process that did something at a time is still there. A process that started later only got the same
     * number.
     */
    boolean isAliveSince(Instant time) {
        return ProcessHandle.of(processId)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(time.plus(START_PRECISION)))
                        .orElse(true))
                .isPresent();
    }

    /** Asks the network last: that can take seconds. */
    private static String hostName() {
        return Stream.of(linuxHostName(), environment("HOSTNAME"), environment("COMPUTERNAME"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(ProcessIdentity::networkHostName);
    }

    private static Optional<String> linuxHostName() {
        try {
            return Optional.of(Files.readString(LINUX_HOST_NAME).strip()).filter(name -> !name.isEmpty());
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(name -> !name.isBlank());
    }

    private static String networkHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
