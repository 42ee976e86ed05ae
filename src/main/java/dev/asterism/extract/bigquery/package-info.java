/**
 * Days from Google BigQuery: one query a day, its price known before, its result streamed into the day file.
 *
 * <p>May use {@link dev.asterism.extract} and what that may use, and {@link dev.asterism.header}. The only package that
 * uses Google's client, so that nothing of it is loaded unless days are downloaded from BigQuery.
 */
@NullMarked
package dev.asterism.extract.bigquery;

import org.jspecify.annotations.NullMarked;
