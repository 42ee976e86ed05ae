package dev.asterism.extract.gharchive;

import java.nio.file.Path;

/** What GH Archive has of an hour. */
sealed interface Hour {

    /**
     * It is here.
     *
     * @param file whole: its length and checksum are right
     */
    record Fetched(int hour, Path file) implements Hour {}

    /** It is not there. */
    record Missing() implements Hour {}

    /** It is there, but its content is truncated or damaged however often it is fetched. */
    record Damaged() implements Hour {}
}
