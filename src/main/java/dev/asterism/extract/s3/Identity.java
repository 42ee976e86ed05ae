package dev.asterism.extract.s3;

import dev.asterism.InputException;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * In whose name requests are made.
 *
 * @param anonymous whether requests are not signed
 */
record Identity(AwsCredentialsProvider credentials, boolean anonymous) {
    static final Identity ANONYMOUS = new Identity(AnonymousCredentialsProvider.create(), true);

    /**
     * Looks where AWS's own tools look: environment, profiles, the machine's role. Nobody is found where nothing is set
     * up; what is set up and cannot be used is an error, as going on without would hide it.
     */
    static Identity find() {
        DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        try {
            chain.resolveCredentials();
            return new Identity(chain, false);
        } catch (SdkClientException nothingUsable) {
            chain.close();
            // The exception itself is not passed on: it repeats what every provider says, and they see secrets.
            Optional<String> named = Stream.of("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE")
                    .filter(variable ->
                            !System.getenv().getOrDefault(variable, "").isBlank())
                    .findFirst();
            if (named.isPresent()) {
                throw new InputException("The environment variable " + named.get()
                        + " names AWS credentials that cannot be used. Expected a profile with keys, or"
                        + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY together. For single sign-on and roles type"
                        + " eval \"$(aws configure export-credentials --format env)\" first; to read without"
                        + " credentials, use --no-sign-request.");
            }
            return ANONYMOUS;
        }
    }

    /** The region that AWS's own tools would use; the oldest one where none is set up. */
    static Region usualRegion() {
        return fromEnvironment().or(Identity::fromProfile).orElse(Region.US_EAST_1);
    }

    private static Optional<Region> fromEnvironment() {
        try {
            return Optional.of(new SystemSettingsRegionProvider().getRegion());
        } catch (SdkClientException none) {
            return Optional.empty();
        }
    }

    private static Optional<Region> fromProfile() {
        try {
            return Optional.ofNullable(new AwsProfileRegionProvider().getRegion());
        } catch (SdkClientException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
