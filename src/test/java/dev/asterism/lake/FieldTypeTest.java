package dev.asterism.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.ValueCases.ValueCase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program's own reader takes the values of the list, and no others. */
class FieldTypeTest {
    static List<ValueCase> cases() {
        return ValueCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTextIsTheValueThatTheListSaysOrIsRefused(ValueCase value) {
        assertThat(FieldType.canonical(value.type(), value.text())).isEqualTo(value.value());
    }

    @Test
    void theListHasAcceptedAndRefusedTextsOfEveryType() {
        Set<ColumnType.Kind> all = EnumSet.allOf(ColumnType.Kind.class);

        for (boolean accepted : List.of(true, false)) {
            assertThat(cases().stream()
                            .filter(value -> value.value().isPresent() == accepted)
                            .map(value -> value.type().kind())
                            .collect(Collectors.toSet()))
                    .isEqualTo(all);
        }
    }
}
