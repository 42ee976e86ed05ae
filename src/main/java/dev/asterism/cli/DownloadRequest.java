package dev.asterism.cli;

import dev.asterism.extract.DataSet;
import dev.asterism.lake.Day;
import java.util.List;
import java.util.Optional;

/**
 * What {@code download} was asked for.
 *
 * @param again whether to fetch days that are there, too
 * @param dryRun whether to fetch nothing at all
 */
record DownloadRequest(List<DataSet> dataSets, Optional<Day> from, Optional<Day> to, boolean again, boolean dryRun) {}
