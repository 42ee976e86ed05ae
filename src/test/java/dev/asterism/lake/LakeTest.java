package dev.asterism.lake;

import static dev.asterism.lake.DayFileBuilder.dayFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    private static final FilePattern DOWNLOADS = FilePattern.parse("pypi/downloads-v{1,2}.csv.gz");
    private static final FilePattern ACTIVITY = FilePattern.parse("github/repo-activity-v1.csv.gz");
    private static final Day TENTH = Day.of(2018, 4, 10);

    @TempDir
    private Path root;

    @Test
    void filesAreListedPerPatternInTheOrderOfTheirDays() {
        DayFile later = write(Day.of(2019, 1, 1), "pypi/downloads-v1.csv.gz");
        DayFile earlier = write(TENTH, "pypi/downloads-v1.csv.gz");
        DayFile activity = write(Day.of(2018, 4, 9), "github/repo-activity-v1.csv.gz");

        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS, ACTIVITY));

        assertThat(listing.of(DOWNLOADS).values()).containsExactly(earlier, later);
        assertThat(listing.of(ACTIVITY).values()).containsExactly(activity);
        assertThat(listing.firstDay()).contains(Day.of(2018, 4, 9));
        assertThat(listing.lastDay()).contains(Day.of(2019, 1, 1));
        assertThat(listing.warnings()).isEmpty();
    }

    @Test
    void theHighestAcceptedVersionOfADayCounts() {
        write(TENTH, "pypi/downloads-v1.csv.gz");
        DayFile second = write(TENTH, "pypi/downloads-v2.csv.gz");
        write(TENTH, "pypi/downloads-v3.csv.gz");

        assertThat(listDownloads()).containsOnly(Map.entry(TENTH, second));
    }

    @Test
    void twoPatternsOfOneFolderAreTwoLists() {
        FilePattern secondOnly = FilePattern.parse("pypi/downloads-v2.csv.gz");
        write(TENTH, "pypi/downloads-v1.csv.gz");

        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS, secondOnly));

        assertThat(listing.of(DOWNLOADS)).containsOnlyKeys(TENTH);
        assertThat(listing.of(secondOnly)).isEmpty();
    }

    @Test
    void anythingButTheExactNameIsIgnored() {
        write(TENTH, "pypi/downloads-v1.csv.gz.part");
        write(TENTH, "pypi/downloads-v1.csv.gz.meta.json");
        write(TENTH, "pypi/downloads-v01.csv.gz");
        write(TENTH, "pypi/more-downloads-v1.csv.gz");
        write(TENTH, "pypi/downloads-v1.csv");
        write(TENTH, "downloads-v1.csv.gz");
        write(TENTH, "pypi/deeper/downloads-v1.csv.gz");

        assertThat(listDownloads()).isEmpty();
    }

    @Test
    void aFileThatLooksLikeAPatternWithoutFilesIsTold() {
        FilePattern sales = FilePattern.parse("shop/sales-v1.csv.gz");
        FilePattern lines = FilePattern.parse("shop/lines-v1.csv.gz");
        FilePattern events = FilePattern.parse("web/events-v{1,2}.csv.gz");
        FilePattern visits = FilePattern.parse("web/visits-v1.csv.gz");
        FilePattern other = FilePattern.parse("elsewhere/other-v1.csv.gz");
        write(TENTH, "shop/sale-v1.csv.gz");
        write(TENTH, "shop/Lines-v1.csv.gz");
        write(TENTH, "web/events-v3.csv.gz");
        write(TENTH, "web/visits.csv");
        write(TENTH, "web/visits-v1.csv.gz.part");

        LakeListing listing = new Lake(root).list(List.of(sales, lines, events, visits, other));

        assertThat(listing.similar())
                .containsOnly(
                        Map.entry(sales, root.resolve("2018/04/10/shop/sale-v1.csv.gz")),
                        Map.entry(lines, root.resolve("2018/04/10/shop/Lines-v1.csv.gz")),
                        Map.entry(events, root.resolve("2018/04/10/web/events-v3.csv.gz")),
                        Map.entry(visits, root.resolve("2018/04/10/web/visits.csv")));
        assertThat(listing.warnings()).isEmpty();
    }

    @Test
    void aFileOfAnotherPatternIsNotMeantForOneWithoutFiles() {
        FilePattern secondOnly = FilePattern.parse("pypi/downloads-v3.csv.gz");
        write(TENTH, "pypi/downloads-v1.csv.gz");

        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS, secondOnly));

        assertThat(listing.similar()).isEmpty();
        assertThat(listing.warnings()).isEmpty();
    }

    @Test
    void aDayWithAnUnacceptedVersionOnlyIsWorthAWarning() {
        write(TENTH, "pypi/downloads-v1.csv.gz");
        write(TENTH, "pypi/downloads-v9.csv.gz");
        write(Day.of(2018, 4, 11), "pypi/downloads-v3.csv.gz");
        write(Day.of(2018, 4, 12), "pypi/downloads-v3.csv.gz");

        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS));

        assertThat(listing.of(DOWNLOADS)).containsOnlyKeys(TENTH);
        assertThat(listing.warnings())
                .containsExactly(root.resolve("2018/04/11/pypi/downloads-v3.csv.gz")
                        + " is of a version that pypi/downloads-v{1,2}.csv.gz does not accept: it is ignored, and so is"
                        + " that of 1 other day. Expected one of the versions 1, 2; add the other to 'files' if its"
                        + " columns are those of the source.");
    }

    @Test
    void aFolderThatIsNoDateIsIgnoredWithAWarning() throws IOException {
        for (String folder : List.of("2018/04/31", "2018/4/10", "2018/13/01", "2018/04/x", "backup", "18/04/10")) {
            Files.createDirectories(root.resolve(folder).resolve("pypi"));
        }

        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS));

        assertThat(listing.warnings())
                .hasSize(6)
                .allSatisfy(warning -> assertThat(warning).contains("is no date"))
                .anySatisfy(warning ->
                        assertThat(warning).contains(root.resolve("2018/04/31").toString()))
                .anySatisfy(warning ->
                        assertThat(warning).contains(root.resolve("2018/4").toString()));
        assertThat(listing.firstDay()).isEmpty();
        assertThat(listing.lastDay()).isEmpty();
    }

    @Test
    void whatElseLiesInALakeIsSilentlyFine() throws IOException {
        Files.createDirectories(root.resolve(".git"));
        Files.createDirectories(root.resolve("warehouse.duckdb.tmp"));
        Files.createFile(root.resolve("warehouse.duckdb"));
        Files.createFile(root.resolve("README.md"));
        Files.createFile(root.resolve("2017"));
        Files.createDirectories(root.resolve("2018/04"));
        Files.createFile(root.resolve("2018/04/10"));
        Files.createFile(root.resolve("2018/notes.txt"));

        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS));

        assertThat(listing.warnings()).isEmpty();
        assertThat(listing.of(DOWNLOADS)).isEmpty();
    }

    @Test
    void aBrokenLinkIsIgnoredWithAWarningAndALowerVersionCounts() throws IOException {
        DayFile first = write(TENTH, "pypi/downloads-v1.csv.gz");
        Files.createSymbolicLink(first.path().resolveSibling("downloads-v2.csv.gz"), root.resolve("not-here"));

        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS));

        assertThat(listing.of(DOWNLOADS)).containsValue(first);
        assertThat(listing.warnings()).singleElement().asString().contains("broken link");
    }

    @Test
    void aLakeWithoutDaysIsEmptyAndEveryPatternHasAnEntry() {
        LakeListing listing = new Lake(root).list(List.of(DOWNLOADS, ACTIVITY));

        assertThat(listing.files()).containsOnlyKeys(DOWNLOADS, ACTIVITY);
        assertThat(listing.firstDay()).isEmpty();
    }

    @Test
    void aMissingLakeIsRefusedWithWhatToDo() {
        Path missing = root.resolve("missing");

        assertThatThrownBy(() -> new Lake(missing).list(List.of(DOWNLOADS)))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(missing.toString(), "is missing", "--data-dir");
    }

    @Test
    void aFolderThatCannotBeReadIsNotTakenForAnEmptyOne() throws IOException {
        write(TENTH, "pypi/downloads-v1.csv.gz");
        Path folder = root.resolve("2018/04/10/pypi");
        Files.setPosixFilePermissions(folder, Set.of());
        try {
            assumeThat(Files.isReadable(folder)).as("root may read everything").isFalse();
            assertThatThrownBy(this::listDownloads)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(folder.toString());
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aListingCannotBeChanged() {
        write(TENTH, "pypi/downloads-v1.csv.gz");

        assertThatThrownBy(() -> listDownloads().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private NavigableMap<Day, DayFile> listDownloads() {
        return new Lake(root).list(List.of(DOWNLOADS)).of(DOWNLOADS);
    }

    private DayFile write(Day day, String name) {
        return dayFile(root, day, name).header("day_id").write();
    }
}
