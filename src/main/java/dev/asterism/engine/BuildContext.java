package dev.asterism.engine;

import dev.asterism.model.ModelGraph;
import dev.asterism.plan.CalendarRange;

/**
 * What stays the same over all batches of a run.
 *
 * @param graph the models
 * @param shapes the columns of every table
 * @param calendar the calendar's days
 */
public record BuildContext(ModelGraph graph, Shapes shapes, CalendarRange calendar) {}
