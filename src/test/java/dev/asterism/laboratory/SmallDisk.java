package dev.asterism.laboratory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A disk of a given size, in memory. Who may not mount one skips the test, with the reason. */
record SmallDisk(Path folder) implements AutoCloseable {
    static SmallDisk mount(Path folder, int kilobytes) throws IOException {
        Files.createDirectories(folder);
        String refusal = run("mount", "-t", "tmpfs", "-o", size(kilobytes), "tmpfs", folder.toString());
        Assumptions.assumeTrue(refusal.isEmpty(), "A disk that is full takes the right to mount one: " + refusal);
        return new SmallDisk(folder);
    }

    /** How much is written, rounded up to whole blocks. */
    int usedKilobytes() throws IOException {
        FileStore store = Files.getFileStore(folder);
        return (int) ((store.getTotalSpace() - store.getUnallocatedSpace()) / 1024);
    }

    void resize(int kilobytes) throws IOException {
        String refusal = run("mount", "-o", "remount," + size(kilobytes), folder.toString());
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
    }

    @Override
    public void close() throws IOException {
        String refusal = run("umount", "-l", folder.toString());
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
    }

    private static String size(int kilobytes) {
        return "size=" + kilobytes + "k";
    }

    /** What the command complains of; empty where it succeeds. */
    private static String run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            return process.waitFor() == 0 ? "" : "it fails: " + output.strip();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
