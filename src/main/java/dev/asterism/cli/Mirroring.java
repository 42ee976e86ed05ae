package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.Settings;
import dev.asterism.extract.s3.MirrorPlan;
import dev.asterism.extract.s3.MirrorResult;
import dev.asterism.extract.s3.Publish;
import dev.asterism.extract.s3.S3Access;
import dev.asterism.extract.s3.S3Address;
import dev.asterism.extract.s3.Sync;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Puts the parts of the program together for {@code sync} and {@code publish}. */
final class Mirroring {
    private static final int FAILED = 1;

    private Mirroring() {}

    /** Returns the exit code. */
    static int sync(
            Program program,
            Settings settings,
            @Nullable String given,
            boolean delete,
            boolean signed,
            MirrorOptions options) {
        S3Address address = address(settings, given);
        MirrorDisplay display = new MirrorDisplay(program);
        try (Sync sync = Sync.prepare(address, access(settings, signed), settings.dataDir(), delete, display)) {
            if (sync.anonymous() && signed) {
                program.messages().detail("There are no AWS credentials: " + address + " is read anonymously.");
            }
            try (Interruption.Registration registration = program.interruption().onInterrupt(sync::stop)) {
                return mirror(program, display, sync.plan(), options, sync::execute);
            }
        }
    }

    /** Returns the exit code. */
    static int publish(Program program, Settings settings, String given, MirrorOptions options) {
        MirrorDisplay display = new MirrorDisplay(program);
        try (Publish publish =
                        Publish.prepare(S3Address.parse(given), access(settings, true), settings.dataDir(), display);
                Interruption.Registration registration = program.interruption().onInterrupt(publish::stop)) {
            return mirror(program, display, publish.plan(), options, publish::execute);
        }
    }

    private static int mirror(
            Program program,
            MirrorDisplay display,
            MirrorPlan plan,
            MirrorOptions options,
            IntFunction<MirrorResult> work) {
        MirrorReport.warnings(plan).forEach(program.messages()::warn);
        Optional<MirrorResult> result = Optional.empty();
        if (!options.dryRun()) {
            display.begin(plan);
            result = Optional.of(work.apply(options.jobs()));
            display.end();
        }
        try {
            if (options.format() == ReportFormat.JSON) {
                MirrorReport.writeJson(plan, result, program.out());
            } else if (result.isEmpty()) {
                for (String line : MirrorReport.lines(plan)) {
                    program.out().write(line + "\n");
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        result.ifPresent(done -> program.messages().info(MirrorReport.summary(plan, done, display.elapsed())));
        return result.map(MirrorResult::problems)
                        .filter(problems -> !problems.isEmpty())
                        .isPresent()
                ? FAILED
                : 0;
    }

    private static S3Address address(Settings settings, @Nullable String given) {
        return S3Address.parse(Optional.ofNullable(given)
                .or(settings::s3Url)
                .orElseThrow(() -> new InputException("There is no bucket to sync from. Expected one on the command"
                        + " line, such as 'asterism sync s3://bucket/prefix', or in the setting s3.url. A bucket that"
                        + " holds day files is made by 'asterism publish'.")));
    }

    private static S3Access access(Settings settings, boolean signed) {
        return new S3Access(settings.s3Endpoint(), settings.s3Region(), signed);
    }
}
