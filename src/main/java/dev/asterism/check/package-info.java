/**
 * Rules of quality: what a day of a fact should look like, and the checks of stars that are published.
 *
 * <p>May use {@link dev.asterism.engine} with the statements in {@link dev.asterism.engine.star}, {@link dev.asterism.plan},
 * {@link dev.asterism.model}, {@link dev.asterism.lake}, and {@link dev.asterism.catalog} for the form of its results.
 */
@NullMarked
package dev.asterism.check;

import org.jspecify.annotations.NullMarked;
