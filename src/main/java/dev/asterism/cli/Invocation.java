package dev.asterism.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * What the program gets from the process that it runs in.
 *
 * @param out standard output, for data only
 * @param err standard error, for everything else
 * @param workingDirectory where the settings file is looked for
 */
record Invocation(
        InputStream in,
        OutputStream out,
        OutputStream err,
        Terminal terminal,
        Map<String, String> environment,
        Path workingDirectory) {

    static Invocation ofThisProcess(OutputStream out, OutputStream err, Properties properties) {
        Map<String, String> environment = System.getenv();
        return new Invocation(System.in, out, err, Terminal.detect(properties, environment), environment, Path.of(""));
    }
}
