package dev.asterism;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The name of this machine, by which its processes are told from those of others. */
public final class HostName {
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The name; asks the network last, as that can take seconds. */
    public static String ofThisMachine() {
        return Stream.of(ofLinux(), environment("HOSTNAME"), environment("COMPUTERNAME"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(HostName::inNetwork);
    }

    private static Optional<String> ofLinux() {
        try {
            return Optional.of(Files.readString(LINUX_HOST_NAME).strip()).filter(name -> !name.isEmpty());
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(name -> !name.isBlank());
    }

    private static String inNetwork() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
