package dev.asterism.laboratory;

import dev.asterism.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.io.FileUtils;

/**
 * The long form of the crash laboratory: harms runs until so many were hit, and prints what became of them. Where
 * anything is lost, doubled or stuck it stops, says after which harm, and leaves the folder to look at.
 */
public final class CrashLaboratory {
    private static final int SCATTER = 7919;
    private static final int ATTEMPTS = 3;
    private static final int REPORT_EVERY = 10;

    private CrashLaboratory() {}

    /** Arguments: a seed, how many hits, {@code duckdb} or {@code postgres}, and harms such as {@code kill}, or all. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("Usage: CrashLaboratory SEED COUNT duckdb|postgres [HARM...]");
            System.exit(2);
        }
        long seed = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        String engine = arguments[2];
        List<Harm> harms = harms(engine, List.of(arguments).subList(3, arguments.length));
        Path folder = Files.createDirectories(Path.of("target", "crash-laboratory", engine + "-" + seed))
                .toAbsolutePath();
        FileUtils.cleanDirectory(folder.toFile());
        if (engine.equals("postgres")) {
            try (PostgresServer server = PostgresServer.startForCrashes()) {
                experiment(new Laboratory(folder, new PostgresOnServer(server), seed), seed, count, harms);
            }
        } else {
            LaboratoryWarehouse warehouse = new DuckDbInFile(folder.resolve("warehouse.duckdb"));
            experiment(new Laboratory(folder, warehouse, seed), seed, count, harms);
        }
        FileUtils.deleteDirectory(folder.toFile());
    }

    private static void experiment(Laboratory laboratory, long seed, int count, List<Harm> harms) {
        Random random = new Random(seed * SCATTER);
        int reported = 0;
        try (laboratory) {
            while (laboratory.hits() < count) {
                Harm harm = harms.get(random.nextInt(harms.size()));
                // Now and then the run that would put things in order is harmed too.
                if (random.nextInt(5) < 3 && laboratory.hits() < count - 1) {
                    laboratory.harmAndGoOn(harm);
                } else {
                    laboratory.harm(harm, ATTEMPTS);
                }
                if (laboratory.hits() / REPORT_EVERY > reported) {
                    reported = laboratory.hits() / REPORT_EVERY;
                    System.out.println("seed " + seed + ", so far:\n" + laboratory.report());
                }
            }
            System.out.println("seed " + seed + "\n" + laboratory.report());
        } catch (AssertionError | RuntimeException failure) {
            System.out.println("seed " + seed + "\n" + laboratory.report());
            throw failure;
        }
    }

    private static List<Harm> harms(String engine, List<String> names) {
        List<Harm> harms = new ArrayList<>();
        for (String name : names) {
            harms.add(Harm.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        if (harms.isEmpty()) {
            harms.addAll(Arrays.asList(Harm.values()));
            if (engine.equals("duckdb")) {
                harms.remove(Harm.KILL_SESSION);
            }
        }
        return harms;
    }
}
