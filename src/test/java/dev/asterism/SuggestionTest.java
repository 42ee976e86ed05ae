package dev.asterism;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> COMMANDS = List.of("run", "plan", "sql", "status", "doctor", "download");

    @ParameterizedTest
    @CsvSource({"rnu,run", "plam,plan", "PLAN,plan", "sttus,status", "dcotor,doctor", "downlaods,download", "sq,sql"})
    void aTypoFindsTheNameThatWasMeant(String typo, String meant) {
        assertThat(Suggestion.nearest(typo, COMMANDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"ls", "explode", "''", "x"})
    void nothingIsGuessedFromAWordThatIsTooFarAway(String word) {
        assertThat(Suggestion.nearest(word, COMMANDS)).isEmpty();
        assertThat(Suggestion.didYouMean(word, COMMANDS)).isEmpty();
    }

    @Test
    void theSentenceCanEndAMessage() {
        assertThat("No such command 'pln'." + Suggestion.didYouMean("pln", COMMANDS))
                .isEqualTo("No such command 'pln'. Did you mean 'plan'?");
    }

    @Test
    void ofTwoEquallyNearNamesTheFirstInTheAlphabetIsTaken() {
        assertThat(Suggestion.nearest("bat", List.of("cat", "bad"))).contains("bad");
    }
}
