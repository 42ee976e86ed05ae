package dev.asterism.laboratory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.io.FileUtils;

/** A copy of the repository's pipelines whose models change by chance: what a measure is, and which columns there are. */
final class LivingPipelines {
    private static final Path ORIGINALS = Path.of("pipelines").toAbsolutePath();

    private final Path root;
    private final Random random;

    LivingPipelines(Path root, Random random) {
        this.root = root;
        this.random = random;
        try {
            FileUtils.copyDirectory(ORIGINALS.toFile(), root.toFile());
            // Long, and the same for ever.
            Files.delete(root.resolve("time/duration.sql"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path root() {
        return root;
    }

    void change() {
        if (random.nextBoolean()) {
            edit(
                    "python_projects/python_project_activity.sql",
                    "  activity.number_of_forks,",
                    "  coalesce(activity.number_of_forks, %s) AS number_of_forks,".formatted(random.nextInt(5)));
        } else {
            edit(
                    "github/repo_activity.sql",
                    "  number_of_forks,\n  number_of_commits,",
                    "  number_of_forks,\n%s  number_of_commits,"
                            .formatted(random.nextBoolean() ? "  number_of_forks AS more,\n" : ""));
        }
    }

    private void edit(String model, String part, String replacement) {
        try {
            String text = Files.readString(ORIGINALS.resolve(model));
            if (!text.contains(part)) {
                throw new IllegalStateException(model + " no longer says: " + part);
            }
            Files.writeString(root.resolve(model), text.replace(part, replacement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
