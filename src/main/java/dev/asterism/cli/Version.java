package dev.asterism.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"asterism " + text()};
    }

    static String text() {
        String inManifest = Version.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(inManifest, "(built from classes)");
    }
}
