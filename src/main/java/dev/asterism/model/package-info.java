/**
 * Pipelines and their model files: headers, SQL, lineage and the graph of tables.
 *
 * <p>May use {@link dev.asterism.lake} and {@link dev.asterism.header}. It knows no engine.
 */
@NullMarked
package dev.asterism.model;

import org.jspecify.annotations.NullMarked;
