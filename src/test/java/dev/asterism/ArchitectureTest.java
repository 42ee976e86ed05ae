package dev.asterism;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.stream.Stream;

/** Holds the directions between packages that their {@code package-info} files state. */
@AnalyzeClasses(packages = "dev.asterism", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.asterism";
    private static final String CLI = "dev.asterism.cli..";
    private static final String CONFIG = "dev.asterism.config..";
    private static final String HEADER = "dev.asterism.header..";
    private static final String LAKE = "dev.asterism.lake..";
    private static final String EXTRACT = "dev.asterism.extract..";
    private static final String MODEL = "dev.asterism.model..";
    private static final String PLAN = "dev.asterism.plan..";
    private static final String ENGINE = "dev.asterism.engine";
    private static final String ENGINES = "dev.asterism.engine.*..";
    private static final String CHECK = "dev.asterism.check..";
    private static final String RUN = "dev.asterism.run..";
    private static final String PROVE = "dev.asterism.prove..";
    private static final String CATALOG = "dev.asterism.catalog..";
    private static final String CATALOG_GENERATED = "dev.asterism.catalog.schema..";

    @ArchTest
    static final ArchRule theRootUsesNoOtherPackage = onlyUses(ROOT);

    @ArchTest
    static final ArchRule configUsesOnlyTheRoot = onlyUses(CONFIG, ROOT);

    @ArchTest
    static final ArchRule headerUsesOnlyTheRoot = onlyUses(HEADER, ROOT);

    @ArchTest
    static final ArchRule lakeUsesOnlyTheRoot = onlyUses(LAKE, ROOT);

    @ArchTest
    static final ArchRule modelUsesOnlyLakeAndHeader = onlyUses(MODEL, LAKE, HEADER, ROOT);

    @ArchTest
    static final ArchRule planUsesOnlyModelAndLake = onlyUses(PLAN, MODEL, LAKE, HEADER, ROOT);

    @ArchTest
    static final ArchRule theEngineInterfaceUsesOnlyWhatAPlanIsMadeOf =
            onlyUses(ENGINE, PLAN, MODEL, LAKE, HEADER, ROOT);

    @ArchTest
    static final ArchRule enginesUseOnlyTheInterfaceAndWhatAPlanIsMadeOf =
            onlyUses(ENGINES, ENGINE, PLAN, MODEL, LAKE, HEADER, ROOT);

    @ArchTest
    static final ArchRule enginesDoNotKnowEachOther = slices().matching("dev.asterism.engine.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage("dev.asterism.engine.star", "dev.asterism.engine.jdbc"));

    @ArchTest
    static final ArchRule sessionsKnowNoStar = onlyUses("dev.asterism.engine.jdbc");

    @ArchTest
    static final ArchRule catalogUsesOnlyLake = onlyUses(CATALOG, LAKE, ROOT);

    @ArchTest
    static final ArchRule checksKnowNoSingleEngine =
            onlyUses(CHECK, ENGINE, "dev.asterism.engine.star", PLAN, MODEL, LAKE, CATALOG, ROOT);

    @ArchTest
    static final ArchRule theListOfTablesKnowsNoSingleEngine =
            onlyUses("dev.asterism.tables..", ENGINE, "dev.asterism.engine.star", PLAN, MODEL, LAKE, ROOT);

    @ArchTest
    static final ArchRule proofsKnowNoSingleEngine =
            onlyUses(PROVE, RUN, ENGINE, "dev.asterism.engine.star", PLAN, MODEL, LAKE, CATALOG, CONFIG, ROOT);

    @ArchTest
    static final ArchRule scaffoldUsesOnlyModelAndLake = onlyUses("dev.asterism.scaffold..", MODEL, LAKE, HEADER, ROOT);

    @ArchTest
    static final ArchRule nothingUsesTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI);

    @ArchTest
    static final ArchRule onlyTheCommandLineAndProofsUseRun = noClasses()
            .that()
            .resideOutsideOfPackages(RUN, CLI, PROVE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(RUN);

    @ArchTest
    static final ArchRule extractKnowsNoEngine = noClasses()
            .that()
            .resideInAPackage(EXTRACT)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.asterism.engine.."));

    @ArchTest
    static final ArchRule extractUsesOnlyLakeCatalogConfigAndHeader =
            onlyUses(EXTRACT, LAKE, CATALOG, CONFIG, HEADER, ROOT);

    /** It takes long to load, and only downloads from BigQuery need it. */
    @ArchTest
    static final ArchRule onlyTheDownloadFromBigQueryUsesGooglesClient = noClasses()
            .that()
            .resideOutsideOfPackage("dev.asterism.extract.bigquery")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.cloud..", "com.google.auth..", "com.google.api..");

    @ArchTest
    static final ArchRule sourcesOfDaysDoNotKnowEachOther = slices().matching("dev.asterism.extract.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule planTouchesNoFileNoClockAndNoDatabase = noClasses()
            .that()
            .resideInAPackage(PLAN)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.sql..", "javax.sql..", "java.net..")
                    .or(type(Files.class))
                    .or(type(Clock.class)))
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("dev.asterism.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage(CATALOG_GENERATED), DescribedPredicate.alwaysTrue());

    @ArchTest
    static final ArchRule nothingLogsThroughJavaUtilLogging =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule onlyTheCommandLineWritesToTheStandardStreams = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** A package may use itself, libraries, and of this program only what is listed. */
    private static ArchRule onlyUses(String packageName, String... allowed) {
        String[] all =
                Stream.concat(Stream.of(packageName), Arrays.stream(allowed)).toArray(String[]::new);
        DescribedPredicate<JavaClass> others = resideInAPackage("dev.asterism..")
                .and(DescribedPredicate.not(resideInAnyPackage(all)))
                .as("reside in a package of Asterism other than %s", String.join(", ", all));
        return noClasses().that().resideInAPackage(packageName).should().dependOnClassesThat(others);
    }
}
