package dev.asterism.extract.s3;

import dev.asterism.lake.LakePath;
import java.time.Instant;

/**
 * A file of the lake as a listing of the bucket shows it.
 *
 * @param modified when it was last written, in whole seconds
 * @param etag what the service calls its content, without quotes; often, not always, its MD5
 */
record RemoteObject(LakePath path, long bytes, Instant modified, String etag) {}
