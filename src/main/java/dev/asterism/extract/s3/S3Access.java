package dev.asterism.extract.s3;

import java.net.URI;
import java.util.Optional;

/**
 * How to reach a bucket.
 *
 * @param endpoint a service other than Amazon's; empty for that
 * @param region the region of the bucket; empty leaves it to AWS's usual places, and Amazon's own service tells the right
 *     one by itself
 * @param signed whether to look for credentials at all; requests are anonymous where not, or where there are none
 */
public record S3Access(Optional<URI> endpoint, Optional<String> region, boolean signed) {}
