package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code asterism publish}: day files into a bucket. */
@Command(
        name = "publish",
        header = "Mirrors the lake's day files to S3.",
        description = {
            "Copies the day files, and their meta files, that the bucket does not have or has with another content."
                    + " Removes nothing from the bucket.",
            "Needs credentials, in a place where AWS's own tools look."
        },
        footer = {
            "  ./asterism publish s3://bucket/prefix",
            "  ./asterism publish s3://bucket/prefix --dry-run     says what would be copied"
        })
final class PublishCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(paramLabel = "ADDRESS", description = "The bucket, such as s3://bucket/prefix.")
    private String address = "";

    @Mixin
    final MirrorOptions options = new MirrorOptions();

    PublishCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        options.check();
        return Mirroring.publish(program, program.settings(), address, options);
    }
}
