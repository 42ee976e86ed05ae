package dev.asterism.laboratory;

import dev.asterism.testing.ProgramProcess;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What is done to a run. */
enum Harm {
    /** The process is killed: SIGKILL. */
    KILL("killed", ProgramProcess.KILLED),

    /** The process is asked to end: SIGTERM. */
    TERMINATE("terminated", 130),

    /** One of its sessions on the server is killed, so that the server goes through recovery. */
    KILL_SESSION("session killed", 1),

    /** The heap is too small from the beginning, at times too small to start. */
    LITTLE_MEMORY("little memory", 1),

    /** A day file becomes shorter, as if somebody wrote it anew in place. */
    SHRINK_FILE("file shrinks", 2),

    /** A day file gets other content. */
    CHANGE_FILE("file changes", 2);

    private final String title;
    private final int exitCode;

    /** @param exitCode of a run that was hit */
    Harm(String title, int exitCode) {
        this.title = title;
        this.exitCode = exitCode;
    }

    String title() {
        return title;
    }

    /** Whether a run that was harmed so may end with the code; success means that the harm came too late. */
    boolean explains(int actualExitCode) {
        return actualExitCode == 0 || actualExitCode == exitCode;
    }

    /** How the catalog may say that a run ended that was harmed so. */
    Set<String> records() {
        return switch (this) {
            case KILL -> Set.of("CRASHED");
            case TERMINATE -> Set.of("INTERRUPTED");
            case KILL_SESSION, LITTLE_MEMORY -> Set.of("FAILED", "CRASHED");
            case SHRINK_FILE, CHANGE_FILE -> Set.of("FAILED");
        };
    }

    /** Options of the virtual machine that are part of the harm. */
    List<String> javaOptions(Random random) {
        return this == LITTLE_MEMORY ? List.of("-Xmx" + (5 + random.nextInt(12)) + "m") : List.of();
    }

    void strike(ProgramProcess program, Project project, Random random) {
        switch (this) {
            case KILL -> program.kill();
            case TERMINATE -> program.terminate();
            case KILL_SESSION -> killSession(project.warehouse(), random);
            case LITTLE_MEMORY -> {
                // The harm was done before.
            }
            case SHRINK_FILE -> project.lake().shrinkAFile();
            case CHANGE_FILE -> project.lake().rewriteAFile();
        }
    }

    private static void killSession(LaboratoryWarehouse warehouse, Random random) {
        try {
            warehouse.killSession(random.nextInt(Integer.MAX_VALUE));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
