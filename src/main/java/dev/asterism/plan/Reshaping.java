package dev.asterism.plan;

import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a changed model does to a table that is there: it is altered in place, or it is built anew.
 *
 * @param table the table
 * @param before the form in which it was made
 * @param now the form that its model declares
 * @param renamed the columns that only have another name, by the new one
 */
public record Reshaping(TableName table, TableForm before, TableForm now, Map<String, String> renamed) {
    private static final List<String> WHOLE_NUMBERS = List.of("SMALLINT", "INTEGER", "BIGINT");

    /**
     * Compares two forms.
     *
     * @param renamedFrom the old names of columns by their new ones, as the header gives them; those that no longer apply
     *     are passed over
     */
    static Reshaping between(TableName table, TableForm before, TableForm now, Map<String, String> renamedFrom) {
        Map<String, String> renamed = new LinkedHashMap<>();
        renamedFrom.forEach((name, old) -> {
            boolean wasThere = before.columns().containsKey(old) || old.equals(before.day());
            boolean isThere = before.columns().containsKey(name) || name.equals(before.day());
            if (wasThere && !isThere && before.kind().equals(now.kind())) {
                renamed.put(name, old);
            }
        });
        return new Reshaping(table, before, now, renamed);
    }

    private String before(String name) {
        return renamed.getOrDefault(name, name);
    }

    private List<String> before(List<String> names) {
        return names.stream().map(this::before).toList();
    }

    /** Returns whether the table was a table or view of another kind. */
    public boolean isOfAnotherKind() {
        return !before.kind().equals(now.kind());
    }

    /** Returns whether another column of a fact holds the day, by which its rows are replaced. */
    private boolean hasAnotherDay() {
        return now.isFact() && before.isFact() && !before(now.day()).equals(before.day());
    }

    /** Returns whether the table cannot stay, not even without rows. */
    public boolean isMadeAnew() {
        return isOfAnotherKind() || hasAnotherDay();
    }

    /** Returns whether the members of a dimension are others, so that nothing may be left that refers to the old ones. */
    public boolean hasOtherMembers() {
        return whyOtherMembers().isPresent();
    }

    /** Returns whether the table is emptied and filled again, with all that refers to it. */
    public boolean isBuiltAnew() {
        return isMadeAnew() || hasOtherMembers();
    }

    /** Returns whether a dimension has lost the unknown member, so that what refers to it is built anew. */
    public boolean hasLostTheUnknownMember() {
        return before.isDimension() && now.isDimension() && before.hasUnknown() && !now.hasUnknown();
    }

    /** Returns whether all days of the table, or of what refers to it, are built in one publication. */
    boolean sweeps() {
        return isBuiltAnew() || hasLostTheUnknownMember();
    }

    /** Returns whether the table has other columns than it had, or has them in another order. */
    boolean changesColumns() {
        if (before.columns().isEmpty()) {
            return isMadeAnew();
        }
        return isMadeAnew()
                || !now.key().equals(before.key())
                || !now.history().equals(before.history())
                || !List.copyOf(now.columns().entrySet())
                        .equals(List.copyOf(before.columns().entrySet()));
    }

    /** Says what makes it necessary to build anew. */
    String why() {
        if (isOfAnotherKind()) {
            return table + " is a " + now.kind() + " now, was a " + before.kind();
        }
        if (hasAnotherDay()) {
            return "the day of " + table + " is " + now.day() + " now, was " + before.day();
        }
        return whyOtherMembers().orElse(table + " has no unknown member now");
    }

    private Optional<String> whyOtherMembers() {
        if (!before.isDimension() || !now.isDimension()) {
            return Optional.empty();
        }
        boolean isKnown = !before.columns().isEmpty();
        if (isKnown && !before(now.key()).equals(before.key())) {
            return Optional.of("the key of " + table + " is " + (now.key().isEmpty() ? "numbered" : now.key())
                    + " now, was " + (before.key().isEmpty() ? "numbered" : before.key()));
        }
        if (isKnown && !now.history().equals(before.history())) {
            return Optional.of("the history of " + table + " is of " + words(now.history()) + " now, was of "
                    + words(before.history()));
        }
        // A key that the model gives tells members apart by itself.
        if (now.key().isEmpty() && !before(now.naturalKey()).equals(before.naturalKey())) {
            return Optional.of(
                    "the natural key of " + table + " is " + now.naturalKey() + " now, was " + before.naturalKey());
        }
        if (isKnown && now.hasUnknown() && !unknownBefore().equals(now.unknown())) {
            // Rows of the data that hold its natural key belong to it, and no longer to a member of their own.
            return Optional.of("the unknown member of " + table + " is " + now.unknown() + " now, was "
                    + (before.hasUnknown() ? before.unknown() : "none"));
        }
        return Optional.empty();
    }

    /** The natural key of the unknown member as it was, with the names that its columns have now. */
    private Map<String, String> unknownBefore() {
        Map<String, String> unknown = new TreeMap<>();
        before.unknown().forEach((old, value) -> unknown.put(nameNow(old).orElse(old), value));
        return unknown;
    }

    private static String words(String history) {
        return history.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Returns what days that cannot be built again would lose if the table is altered in place, or would lack of what is
     * promised of every row: a column with what becomes of it.
     */
    Map<String, String> losses() {
        Map<String, String> losses = new LinkedHashMap<>();
        before.columns().forEach((old, type) -> {
            Optional<String> name = nameNow(old);
            if (name.isEmpty()) {
                losses.put(old, "is no longer given by the SELECT");
            } else if (!keepsValues(type, now.columns().getOrDefault(name.get(), type))) {
                losses.put(old, "is of type " + now.columns().get(name.get()) + " now, was " + type);
            }
        });
        for (String old : before.grain()) {
            nameNow(old)
                    .filter(name -> !now.grain().contains(name))
                    .ifPresent(name -> losses.put(
                            name, "is no longer part of the grain, by which the rows that are there are unique"));
        }
        Set<String> promised = new TreeSet<>(now.grain());
        promised.addAll(now.references().keySet());
        for (String column : promised) {
            String old = before(column);
            if (!before.columns().isEmpty() && !before.columns().containsKey(old) && now.isFact()) {
                losses.put(column, "is new, and has no value in rows that are there");
            } else if (before.references().containsKey(old)
                    && now.references().containsKey(column)
                    && !before.references().get(old).equals(now.references().get(column))) {
                losses.put(
                        column,
                        "refers to " + now.references().get(column) + " now, referred to "
                                + before.references().get(old));
            }
        }
        return losses;
    }

    /** Returns the columns that would be lost and those that are new, between which a rename may be meant. */
    Optional<String> possibleRename() {
        List<String> lost = before.columns().keySet().stream()
                .filter(old -> nameNow(old).isEmpty())
                .toList();
        List<String> added = new ArrayList<>(now.columns().keySet());
        added.removeIf(name -> before.columns().containsKey(before(name)));
        return lost.isEmpty() || added.isEmpty() || isOfAnotherKind()
                ? Optional.empty()
                : Optional.of("renamed_from: {" + added.get(0) + ": " + lost.get(0) + "}");
    }

    private Optional<String> nameNow(String old) {
        return renamed.entrySet().stream()
                .filter(entry -> entry.getValue().equals(old))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> now.columns().containsKey(old) ? Optional.of(old) : Optional.empty());
    }

    private static boolean keepsValues(String before, String now) {
        int smaller = WHOLE_NUMBERS.indexOf(before);
        return before.equals(now) || (smaller >= 0 && WHOLE_NUMBERS.indexOf(now) > smaller);
    }
}
