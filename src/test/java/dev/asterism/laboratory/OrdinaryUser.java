package dev.asterism.laboratory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Takes from a process the superuser's right to read and write whatever the permissions of files say. */
final class OrdinaryUser {
    private static final Path TOOL = Path.of("/usr/bin/setpriv");

    private OrdinaryUser() {}

    /** A command that becomes the one after it, without that right; skips the test where it cannot be taken. */
    static List<String> command() {
        if (!isSuperuser()) {
            return List.of();
        }
        Assumptions.assumeTrue(
                Files.isExecutable(TOOL), "Permissions mean nothing to a superuser, and there is no " + TOOL);
        return List.of(TOOL.toString(), "--bounding-set=-dac_override,-dac_read_search");
    }

    private static boolean isSuperuser() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
