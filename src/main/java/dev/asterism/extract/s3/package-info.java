/**
 * Mirrors the day files of a lake from and to a bucket of S3, or of anything that speaks its protocol.
 *
 * <p>May use only {@link dev.asterism.extract}, {@link dev.asterism.lake} and {@link dev.asterism}. The AWS SDK is named here and nowhere else, so that
 * it is loaded only when a mirror is asked for.
 */
@NullMarked
package dev.asterism.extract.s3;

import org.jspecify.annotations.NullMarked;
