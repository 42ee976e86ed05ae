package dev.asterism.model;

import java.util.List;

/**
 * A folder of models.
 *
 * @param name the folder's name
 * @param description one or more sentences; empty where there is no {@code pipeline.yaml}
 * @param labels words to find it by
 * @param owner who looks after it; empty where nobody is named
 */
public record Pipeline(String name, String description, List<String> labels, String owner) {}
