package dev.asterism.extract.s3;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.lake.LakePath;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what went wrong, and what to do. Neither what the service wrote nor the SDK's exception is passed on: services
 * repeat keys, tokens and signed requests in their answers.
 */
final class S3Failures {
    private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,60}");

    private final S3Address address;
    private final Optional<URI> endpoint;
    private final boolean anonymous;

    S3Failures(S3Address address, Optional<URI> endpoint, boolean anonymous) {
        this.address = address;
        this.endpoint = endpoint;
        this.anonymous = anonymous;
    }

    /** Whether the service was not reached, or did not answer. */
    static boolean isNetwork(SdkException failure) {
        return rootCause(failure) instanceof IOException;
    }

    /** What ends the whole mirroring. */
    AsterismException of(SdkException failure, String doing) {
        if (failure instanceof AwsServiceException refusal) {
            return refused(refusal, doing);
        }
        if (failure instanceof AbortedException) {
            return new RunFailedException("Interrupted while trying to " + doing + ".");
        }
        Throwable cause = rootCause(failure);
        String why = cause instanceof UnknownHostException ? "its name is not known" : simpleName(cause);
        return new RunFailedException("Could not reach " + place() + " to " + doing + " (" + why
                + "). Expected an answer. Check the network, a proxy and s3.endpoint, then try again.");
    }

    /**
     * What concerns one object alone is thrown as that.
     *
     * @return what ends the whole mirroring
     */
    AsterismException ofObject(SdkException failure, String doing, LakePath path) throws ObjectException {
        String object = "s3://" + address.bucket() + "/" + address.key(path);
        if (failure instanceof AwsServiceException refusal) {
            switch (code(refusal)) {
                case "NoSuchKey" ->
                    throw new ObjectException(object
                            + " was removed after the bucket was listed. Run again to see the bucket as it is now.");
                case "PreconditionFailed", "InvalidRange" ->
                    throw new ObjectException(
                            object + " was replaced while it was read. Run again to take the new one.");
                case "InvalidObjectState" ->
                    throw new ObjectException(
                            object + " is archived. Restore it in its storage class, then run again.");
                case "BadDigest", "InvalidDigest", "IncompleteBody" ->
                    throw new ObjectException(
                            object + " did not arrive as it was sent, so the service kept it out. Run again.");
                default -> {
                    // Concerns more than this object.
                }
            }
        }
        return of(failure, doing + " " + object);
    }

    private AsterismException refused(AwsServiceException refusal, String doing) {
        String code = code(refusal);
        String answer = " (" + refusal.statusCode() + (code.isEmpty() ? "" : " " + code) + ")";
        return switch (code) {
            case "NoSuchBucket" ->
                new InputException("There is no bucket '" + address.bucket() + "' at " + place()
                        + ". Expected the name of an existing one. Check the address, s3.url and s3.endpoint.");
            case "ExpiredToken", "TokenRefreshRequired", "RequestExpired" ->
                new InputException("The AWS credentials have expired" + answer
                        + ". Expected a valid session. Log in again, such as with"
                        + " aws sso login, or remove the old AWS_SESSION_TOKEN; to read a public bucket, use"
                        + " --no-sign-request.");
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken" ->
                new InputException("The AWS credentials are wrong" + answer
                        + ". Expected an access key with its secret key that "
                        + place() + " knows. Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and"
                        + " AWS_PROFILE; to read a public bucket, use --no-sign-request.");
            case "RequestTimeTooSkewed" ->
                new InputException(
                        "This machine's clock is wrong" + answer + ". Expected the right time. Set the clock.");
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                wrongRegion(answer);
            case "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout" -> busy(answer);
            default -> byStatus(refusal.statusCode(), answer, doing);
        };
    }

    private AsterismException byStatus(int status, String answer, String doing) {
        if (status == 301 || status == 307) {
            return wrongRegion(answer);
        }
        if (status == 401 || status == 403) {
            return accessDenied(answer, doing);
        }
        if (status == 429 || status >= 500) {
            return busy(answer);
        }
        return new RunFailedException("Could not " + doing + ": " + place() + " refused it" + answer
                + ". Expected a service that speaks S3. Check the address and s3.endpoint.");
    }

    private AsterismException accessDenied(String answer, String doing) {
        return new InputException("Access denied: may not " + doing + answer + ". "
                + (anonymous
                        ? "No credentials were used. Expected a public bucket, or credentials in one of AWS's usual"
                                + " places. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for single"
                                + " sign-on type eval \"$(aws configure export-credentials --format env)\" first."
                        : "Expected credentials with the permissions s3:ListBucket, s3:GetObject and, to publish,"
                                + " s3:PutObject. Ask the owner of the bucket, or use others."));
    }

    private InputException wrongRegion(String answer) {
        return new InputException("The bucket " + address.bucket() + " is in another region" + answer
                + ". Expected the region it was made in. Set s3.region to it.");
    }

    private RunFailedException busy(String answer) {
        return new RunFailedException(place() + " is too busy, also after several attempts" + answer
                + ". Expected that to pass. Run again later, perhaps with fewer --jobs: whole files stay.");
    }

    private String place() {
        return endpoint.map(
                        uri -> uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                .orElse("Amazon S3");
    }

    /** Nothing but letters: the code comes from the service, too. */
    private static String code(AwsServiceException refusal) {
        @Nullable
        String code = refusal.awsErrorDetails() == null
                ? null
                : refusal.awsErrorDetails().errorCode();
        return code != null && CODE.matcher(code).matches() ? code : "";
    }

    private static String simpleName(Throwable cause) {
        return cause.getClass().getSimpleName();
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
