package dev.asterism.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asterism sync}: day files from a bucket. */
@Command(
        name = "sync",
        header = "Mirrors day files from S3 into the lake.",
        description = {
            "Copies the day files, and their meta files, that are new or differ in a bucket. Each file appears whole or"
                    + " not at all; an interrupted sync continues where it was.",
            "Credentials are looked for where AWS's own tools look. Without any, requests are anonymous, as a public"
                    + " bucket allows."
        },
        footer = {
            "  ./asterism sync                           the bucket of the setting s3.url",
            "  ./asterism sync s3://bucket/prefix        this one",
            "  ./asterism sync s3://bucket --dry-run     says what would be copied",
            "  ./asterism sync s3://bucket --delete      also removes what is not there"
        })
final class SyncCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(
            paramLabel = "ADDRESS",
            arity = "0..1",
            description = "The bucket, such as s3://bucket/prefix (default: the setting s3.url).")
    private @Nullable String address;

    @Option(
            names = "--delete",
            description = "Remove day files and meta files from the lake that the bucket does not have.")
    private boolean delete;

    @Option(
            names = "--no-sign-request",
            description = "Use no credentials, as with a public bucket when those you have are for another.")
    private boolean unsigned;

    @Mixin
    final MirrorOptions options = new MirrorOptions();

    SyncCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        options.check();
        return Mirroring.sync(program, program.settings(), address, delete, !unsigned, options);
    }
}
