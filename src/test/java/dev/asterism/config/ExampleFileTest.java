package dev.asterism.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("local-setup.properties.example");

    @Test
    void theExampleListsExactlyTheSettingsThereAreWithTheirDefaults() throws IOException {
        List<String> settings = Files.readAllLines(EXAMPLE).stream()
                .filter(line -> line.matches("#[a-z].*"))
                .toList();

        assertThat(settings)
                .containsExactlyElementsOf(SettingKeys.ALL.stream()
                        .map(setting -> "#" + setting.name() + "=" + setting.defaultText())
                        .toList());
    }

    @Test
    void eachSettingOfTheExampleFollowsItsDescription() throws IOException {
        String example = Files.readString(EXAMPLE);

        assertThat(SettingKeys.ALL)
                .allSatisfy(setting ->
                        assertThat(example).contains("\n# %s\n#%s=".formatted(setting.description(), setting.name())));
    }

    @Test
    void theExampleItselfIsAValidFileThatSetsNothing() {
        assertThat(SettingsFile.read(EXAMPLE, EXAMPLE)).isEmpty();
    }
}
