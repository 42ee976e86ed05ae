package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of a shop, with every construct of the textbook, and the page of the documentation that shows it. */
abstract class ShopContract extends EngineContract {
    private static final Path EXAMPLE = Path.of("docs", "examples", "shop");
    private static final Path PAGE = Path.of("docs", "reference", "kimball-constructs.md");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(sql|text)\n(.*?)\n```$", Pattern.DOTALL);

    ShopContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench withoutDaysOfTheShop() {
        Workbench bench = emptyWorkbench().copyShippedPipelines();
        List.of("pypi", "github", "python_projects").forEach(bench::removePipeline);
        copy(EXAMPLE.resolve("pipelines"), bench.pipelines());
        return bench;
    }

    private static void bring(Workbench bench, String day) {
        copy(EXAMPLE.resolve("data").resolve(day), bench.lake().resolve(day));
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "02 03 05, 1", "02 03 05, 300", "02 03 05, 1000000",
        "05 03 02, 1", "05 03 02, 300", "05 03 02, 1000000",
        "03 05 02, 1", "03 05 02, 300", "03 05 02, 1000000"
    })
    void inWhateverOrderItsDaysComeTheShopIsTheSame(String days, long batchBytes) {
        Workbench bench = withoutDaysOfTheShop();
        for (String day : days.split(" ", -1)) {
            bring(bench, "2018/04/" + day);
            // Until some customer is known, rows without one stay out: their unknown member comes with the dimension.
            bench.run(Workbench.inBatchesOf(batchBytes));
        }
        bench.run(Workbench.inBatchesOf(batchBytes)).withoutProblems();

        Workbench scratch = bench.withWarehouse(warehouses().fresh());
        scratch.run().withoutProblems();
        assertThat(StarContents.of(bench)).isEqualTo(StarContents.of(scratch));
        assertThat(StarContents.members(bench)).isEqualTo(StarContents.members(scratch));
    }

    @Test
    void whatThePageShowsIsWhatComesOut() throws IOException {
        Workbench bench = withoutDaysOfTheShop();
        List.of("02", "03", "05").forEach(day -> bring(bench, "2018/04/" + day));
        bench.run().withoutProblems();
        List<String> models = new ArrayList<>();
        try (Stream<Path> files = Files.list(EXAMPLE.resolve("pipelines/shop"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sql")).toList()) {
                models.add(Files.readString(file).strip());
            }
        }

        Iterator<Matcher> blocks = blocks(Files.readString(PAGE)).iterator();
        int results = 0;
        while (blocks.hasNext()) {
            Matcher block = blocks.next();
            String sql = block.group(2);
            if (sql.startsWith("/*")) {
                assertThat(models).contains(sql.strip());
            } else {
                results++;
                assertThat(bench.rows(sql))
                        .as(sql)
                        .containsExactlyElementsOf(rows(blocks.next().group(2)));
            }
        }
        assertThat(results).isGreaterThan(5);
    }

    private static List<Matcher> blocks(String page) {
        List<Matcher> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(page);
        int from = 0;
        while (matcher.find(from)) {
            Matcher block = BLOCK.matcher(page);
            block.find(from);
            blocks.add(block);
            from = matcher.end();
        }
        return blocks;
    }

    /** The rows of a result, whose columns are separated by bars. */
    private static List<String> rows(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(row -> row.strip().replaceAll(" *\\| *", "|"))
                .toList();
    }
}
