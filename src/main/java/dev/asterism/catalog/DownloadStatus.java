package dev.asterism.catalog;

/** How a try at downloading a day stands. */
public enum DownloadStatus {
    /** Also of a process that died. */
    RUNNING,
    WRITTEN,
    /** Written, but the source lacked a part of the day. */
    INCOMPLETE,
    /** The source had nothing of the day. */
    MISSING,
    FAILED,
    INTERRUPTED
}
