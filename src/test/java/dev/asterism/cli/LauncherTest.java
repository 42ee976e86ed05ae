package dev.asterism.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a Java and a Maven that only write down how they were called. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class LauncherTest {
    @TempDir
    Path folder;

    private Path home;
    private Path launcher;
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<Long, Path> errorsOfProcesses = new TreeMap<>();

    /** How a process ended. */
    private record Ended(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    @BeforeEach
    void makeARepository() throws IOException {
        home = Files.createDirectories(folder.resolve("a repository"));
        launcher = Files.copy(Path.of("asterism"), home.resolve("asterism"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(home.resolve("src/main/java"));
        Files.createDirectories(home.resolve("schema"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("src/main/java/A.java"), "class A {}");
        makeJava(home.resolve("jdk"), "17.0.15");
        script(home.resolve("mvnw"), """
                echo "$@" >>built
                echo building
                mkdir -p target/lib
                echo jar >target/asterism.jar
                """);
        environment.put("PATH", requireNonNull(System.getenv("PATH")));
        environment.put("JAVA_HOME", home.resolve("jdk").toString());
    }

    @Test
    void theFirstStartBuildsOnceAndSaysSoInOneLine() throws Exception {
        Ended first = launch("--help");
        Ended second = launch("--help");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).isEqualTo("Building Asterism, once (one to three minutes) ...\n");
        assertThat(second.err()).isEmpty();
        assertThat(Files.readAllLines(home.resolve("built"))).hasSize(1);
        assertThat(home.resolve("target/build.log")).content().isEqualTo("building\n");
    }

    @Test
    void aLongBuildGivesASignOfLife() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        script(tools.resolve("sleep"), "exec /bin/sleep 0.01\n");
        environment.put("PATH", tools + ":" + System.getenv("PATH"));
        script(home.resolve("mvnw"), """
                until grep -q 'for 30 s' "$0.heard"; do /bin/sleep 0.1; done
                mkdir -p target/lib
                echo jar >target/asterism.jar
                """);
        Process process = start(home, "./asterism", "status");
        Files.createSymbolicLink(home.resolve("mvnw.heard"), requireNonNull(errorsOfProcesses.get(process.pid())));

        Ended ended = end(process);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).contains("... still building, for 15 s now\n... still building, for 30 s now\n");
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldWithWhatToDo() throws Exception {
        Files.writeString(home.resolve("target"), "a file");

        Ended ended = launch("status");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("asterism: error: Asterism is to be built, but ")
                .contains("/target cannot be written. Run '", "/asterism --version' once as a user who may write there")
                .hasLineCount(1);
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws Exception {
        environment.put("ASTERISM_JAVA_OPTS", "-Xmx1g -Dx=*");

        Ended ended = launch("sql", "SELECT 'a  b', \"c\"\n* FROM t", "", "--format=csv");

        assertThat(ended.lines())
                .containsSubsequence(
                        "[-Xmx1g]",
                        "[-Dx=*]",
                        "[-jar]",
                        "[" + home.toRealPath().resolve("target/asterism.jar") + "]",
                        "[sql]",
                        "[SELECT 'a  b', \"c\"",
                        "* FROM t]",
                        "[]",
                        "[--format=csv]");
    }

    @Test
    void withoutATerminalNoneIsClaimed() throws Exception {
        assertThat(launch("status").out()).doesNotContain("tty", "columns");
    }

    @Test
    void theLauncherIsFoundThroughLinksAndKeepsTheWorkingDirectory() throws Exception {
        Path links = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(links.resolve("absolute"), launcher);
        Files.createSymbolicLink(links.resolve("relative"), Path.of("absolute"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

        Ended ended = launchIn(elsewhere, links.resolve("relative").toString(), "status");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.lines()).contains("in " + elsewhere.toRealPath());
    }

    @Test
    void sourcesNewerThanTheJarAreBuiltAgain() throws Exception {
        launch("status");
        Files.setLastModifiedTime(
                home.resolve("src/main/java/A.java"),
                FileTime.from(Instant.now().plusSeconds(5)));

        Ended ended = launch("status");

        assertThat(ended.err()).isEqualTo("Building Asterism again, as its sources have changed ...\n");
        assertThat(Files.readAllLines(home.resolve("built"))).hasSize(2);
    }

    @Test
    void theArchiveOfClassesIsMadeAnewForAnotherJavaAndForOtherJars() throws Exception {
        launch("status");
        assertThat(archivesClasses()).isFalse();

        makeJava(home.resolve("other"), "21.0.1");
        environment.put("JAVA_HOME", home.resolve("other").toString());
        assertThat(archivesClasses()).isTrue();
        assertThat(archivesClasses()).isFalse();

        Files.setLastModifiedTime(
                home.resolve("target/lib"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(archivesClasses()).isTrue();
    }

    private boolean archivesClasses() throws Exception {
        Path output = home.resolve("target/training/output.log");
        Files.deleteIfExists(output);
        assertThat(launch("status").exitCode()).isZero();
        return Files.exists(output);
    }

    @Test
    void aFailedBuildShowsItsEndAndKeepsTheOldJar() throws Exception {
        launch("status");
        script(home.resolve("mvnw"), "seq 1 100; echo 'A.java: wrong' >&2; exit 1");
        Files.setLastModifiedTime(
                home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));

        Ended ended = launch("status");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("\n100\nA.java: wrong\nasterism: error: The build failed.", "target/build.log")
                .doesNotContain("\n50\n");
        assertThat(home.resolve("target/asterism.jar")).exists();
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws Exception {
        script(home.resolve("mvnw"), """
                echo "$@" >>built
                sleep 1
                mkdir -p target/lib
                echo jar >target/asterism.jar
                """);
        Process first = start(home, "./asterism", "status");
        Process second = start(home, "./asterism", "status");

        assertThat(end(first).exitCode()).isZero();
        assertThat(end(second).exitCode()).isZero();

        assertThat(Files.readAllLines(home.resolve("built"))).hasSize(1);
    }

    @Test
    void theLockDoesNotNeedTheFlockProgramAndOutlivesNoCrash() throws Exception {
        Path tools = onlyTheseTools(
                "sh", "find", "mkdir", "rm", "mv", "cp", "cat", "touch", "sleep", "sed", "env", "tail", "readlink");
        environment.put("PATH", tools.toString());
        Path lock = Files.createDirectories(home.resolve("target/.lock.d"));
        Files.writeString(lock.resolve("holder"), "999999999\n");

        Ended ended = launch("status");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void withoutJavaTheUserIsToldWhatToInstall() throws Exception {
        environment.remove("JAVA_HOME");
        environment.put("PATH", onlyTheseTools("sh", "readlink").toString());

        Ended ended = launch("status");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).startsWith("asterism: error: There is no Java. Install a JDK, 17 or newer");
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws Exception {
        makeJava(home.resolve("old"), "1.8.0_402");
        makeJava(home.resolve("older"), "11.0.2");

        for (String version : List.of("old", "older")) {
            environment.put("JAVA_HOME", home.resolve(version).toString());
            Ended ended = launch("status");
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err())
                    .startsWith("asterism: error: " + home.resolve(version) + "/bin/java is Java "
                            + (version.equals("old") ? "8," : "11,") + " but 17 or newer is needed.");
        }
        assertThat(home.resolve("built")).doesNotExist();
    }

    @Test
    void aNewerJavaAndOneFoundThroughThePathWillDo() throws Exception {
        makeJava(home.resolve("new"), "26-ea");
        environment.remove("JAVA_HOME");
        environment.put("PATH", home.resolve("new/bin") + ":" + System.getenv("PATH"));

        assertThat(launch("status").exitCode()).isZero();
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        environment.put("JAVA_HOME", "/nowhere");

        Ended ended = launch("status");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).startsWith("asterism: error: JAVA_HOME is /nowhere, which holds no bin/java.");
    }

    @Test
    void theExitCodeIsThatOfTheProgram() throws Exception {
        environment.put("FAKE_EXIT_CODE", "70");

        assertThat(launch("status").exitCode()).isEqualTo(70);
    }

    private Ended launch(String... arguments) throws Exception {
        return launchIn(home, "./asterism", arguments);
    }

    private Ended launchIn(Path directory, String program, String... arguments) throws Exception {
        return end(start(directory, program, arguments));
    }

    private Process start(Path directory, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(Files.createTempFile(folder, "stderr", "").toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        errorsOfProcesses.put(process.pid(), builder.redirectError().file().toPath());
        return process;
    }

    private Ended end(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(), out, Files.readString(requireNonNull(errorsOfProcesses.get(process.pid()))));
    }

    /** A Java that prints its arguments in brackets, one to a line, and where it runs. */
    private static void makeJava(Path javaHome, String version) throws IOException {
        Files.createDirectories(javaHome.resolve("bin"));
        script(javaHome.resolve("bin/java"), """
                if [ "$1" = -version ]; then
                    echo 'Picked up JAVA_TOOL_OPTIONS: -Dversion=8' >&2
                    echo 'openjdk version "%s" 2025-04-15' >&2
                    exit 0
                fi
                printf '[%%s]\\n' "$@"
                echo "in $(pwd)"
                exit "${FAKE_EXIT_CODE:-0}"
                """.formatted(version));
    }

    private Path onlyTheseTools(String... names) throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String name : names) {
            for (String directory : requireNonNull(System.getenv("PATH")).split(":", -1)) {
                Path tool = Path.of(directory, name);
                if (Files.isExecutable(tool) && Files.notExists(tools.resolve(name))) {
                    script(tools.resolve(name), "exec " + tool + " \"$@\"\n");
                }
            }
        }
        return tools;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
