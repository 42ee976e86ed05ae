package dev.asterism.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Runs the S3 server in a process that ends when the one that started it does, even if that was killed. */
final class S3ServerMain {
    private static final String SERVER = "org.springframework.boot.loader.launch.JarLauncher";

    private S3ServerMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(S3ServerMain::endWithTheParent, "parent watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    private static void endWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent says nothing.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
