package dev.asterism.cli;

import dev.asterism.AsterismException;
import dev.asterism.config.Settings;
import dev.asterism.model.CheckModel;
import dev.asterism.model.Pipelines;
import dev.asterism.model.SourceModel;
import dev.asterism.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that everything is as it should be. A check that fails never keeps the others from being made. */
final class Doctor {
    private final Settings settings;
    private final Terminal terminal;
    private final List<Finding> findings = new ArrayList<>();

    Doctor(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    /** Makes all checks. */
    List<Finding> examine() {
        findings.clear();
        check("java", () -> List.of(MachineChecks.java(System.getProperties(), Runtime.getRuntime())));
        check("locale", () -> List.of(MachineChecks.locale(System.getProperties())));
        check("terminal", () -> List.of(MachineChecks.terminal(terminal)));
        check("disk", () -> MachineChecks.disks(folders()));
        check("warehouse", () -> List.of(WarehouseChecks.content(settings)));
        check("warehouse", () -> WarehouseChecks.folder(settings));
        check("catalog", () -> List.of(WarehouseChecks.catalog(settings)));
        List<Pipelines> loaded = new ArrayList<>();
        check("pipelines", () -> {
            loaded.add(Pipelines.load(settings.pipelinesDir()));
            return List.of(Finding.ok("pipelines", text(loaded.get(0))));
        });
        check("pipelines", () -> {
            loaded.forEach(pipelines -> Engines.describe(settings, pipelines.graph()));
            return loaded.isEmpty()
                    ? List.of()
                    : List.of(Finding.ok("pipelines", "the engine understands every statement"));
        });
        List<SourceModel> sources = loaded.stream()
                .flatMap(pipelines -> pipelines.graph().sources().stream())
                .toList();
        check("lake", () -> LakeChecks.check(settings.dataDir(), sources));
        return List.copyOf(findings);
    }

    private interface Check {
        List<Finding> findings() throws IOException;
    }

    private void check(String name, Check check) {
        try {
            findings.addAll(check.findings());
        } catch (AsterismException failure) {
            Finding finding = Finding.of(name, Finding.Level.FAIL, failure);
            boolean known = findings.stream().anyMatch(other -> other.text().equals(finding.text()));
            if (!known) {
                findings.add(finding);
            }
        } catch (IOException | RuntimeException failure) {
            findings.add(
                    Finding.fail(name, "the check itself failed: " + failure, "Look at the message's file or disk."));
        }
    }

    /** What may fill a disk. */
    private Map<String, Path> folders() {
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("the lake", settings.dataDir());
        settings.warehouse().file().ifPresent(file -> folders.put("the warehouse", file));
        return folders;
    }

    private static String text(Pipelines pipelines) {
        int models = pipelines.graph().models().size();
        int sources = pipelines.graph().sources().size();
        int checks = pipelines.graph().ofType(CheckModel.class).size();
        return "%s with %s, %s and %s"
                .formatted(
                        Quantities.exact(pipelines.pipelines().size(), "pipeline"),
                        Quantities.exact(sources, "source"),
                        Quantities.exact((long) models - sources - checks, "table"),
                        Quantities.exact(checks, "check"));
    }
}
