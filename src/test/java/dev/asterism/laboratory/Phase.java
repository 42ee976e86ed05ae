package dev.asterism.laboratory;

import java.util.List;

/** How far a run had come, as far as its own words tell. */
enum Phase {
    /** Opening the warehouse, looking at models and lake. */
    STARTING,

    /** Reading the day files of a batch. */
    STAGING,

    /** Building the tables of a batch. */
    BUILDING,

    /** Proving what was built, and publishing it. */
    PUBLISHING;

    /** @param lines what the run has said */
    static Phase after(List<String> lines) {
        Phase phase = STARTING;
        for (String line : lines) {
            if (line.startsWith("To build: ")) {
                phase = STAGING;
            } else if (line.matches("(\\[\\d+/\\d+\\] )?read gh_data.*")) {
                phase = STAGING;
            } else if (line.matches("(\\[\\d+/\\d+\\] )?built pp_dim\\..*")) {
                phase = PUBLISHING;
            } else if (line.matches("(\\[\\d+/\\d+\\] )?(read|built) .*")) {
                phase = BUILDING;
            }
        }
        return phase;
    }
}
