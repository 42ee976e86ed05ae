package dev.asterism.catalog;

/** How a run, or a step of it, stands. */
public enum RunStatus {
    /** Not finished yet. */
    RUNNING,

    /** Did all it had to do. */
    SUCCEEDED,

    /** Ended with an error. */
    FAILED,

    /** Was asked to stop, and did. */
    INTERRUPTED,

    /** Its process ended without finishing it. */
    CRASHED
}
