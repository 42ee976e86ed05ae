package dev.asterism.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A dimension: members with an integer key that is assigned once. An accumulating snapshot is kept in the same way: a row
 * for each business key, which follows from what was seen on each day; it goes if no day gives it any more, as nothing
 * refers to it.
 *
 * @param file the model file
 * @param name the table
 * @param naturalKey the columns that identify a member in the sources
 * @param ownKey the integer column of the SELECT that serves as key, for dimensions such as days whose key speaks; empty
 *     where the builder assigns surrogate keys
 * @param unknown the unknown member's values by column; empty where there is no such member
 * @param day the column of the SELECT that holds the day on which the attributes were seen, an integer yyyymmdd; empty
 *     where members have no attributes that change from day to day
 * @param history what becomes of an attribute's old value
 * @param references the dimensions that columns refer to as the header says, by column
 * @param rules what counts of single attributes, by column; of all others what {@link #rule} says
 * @param isAccumulating whether it is an accumulating snapshot, whose business key is the natural key
 */
public record DimensionModel(
        ModelFile file,
        TableName name,
        List<String> naturalKey,
        Optional<String> ownKey,
        Map<String, String> unknown,
        Optional<String> day,
        History history,
        Map<String, Reference> references,
        Map<String, AttributeRule> rules,
        boolean isAccumulating)
        implements Model {
    /** What becomes of an attribute's old value, in Kimball's numbering. */
    public enum History {
        /** The value of the latest day replaces it. */
        TYPE_1,
        /** It is kept as a version of the member, valid for the days on which it was seen. */
        TYPE_2
    }

    /** The key of the member that stands for "not known". */
    public static final int UNKNOWN_KEY = -1;

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public Optional<String> dayColumn() {
        return day;
    }

    @Override
    public String kind() {
        return isAccumulating ? "accumulating" : "dimension";
    }

    /** The key's column. */
    public String key() {
        return ownKey.orElse(name.name() + "_id");
    }

    /** What counts of an attribute; of a milestone for which nothing is declared the last one that is known. */
    public AttributeRule rule(String attribute) {
        AttributeRule undeclared = history == History.TYPE_2
                ? AttributeRule.VERSIONS
                : isAccumulating ? AttributeRule.LAST_KNOWN : AttributeRule.LAST;
        return rules.getOrDefault(attribute, undeclared);
    }

    /** Whether a NULL of some attribute says nothing, or several days count, so that rows are taken together. */
    public boolean hasRules() {
        return isAccumulating || !rules.isEmpty();
    }

    /** Whether rows go that are not given any more: those under keys of their own, to which facts refer by a value. */
    public boolean losesMembers() {
        return isAccumulating || ownKey.isPresent();
    }

    @Override
    public List<String> definingParts() {
        List<String> parts = new ArrayList<>(List.of(
                naturalKey.toString(), key(), new TreeMap<>(unknown).toString(), day.orElse(""), history.name()));
        if (!references.isEmpty()) {
            parts.add("references " + new TreeMap<>(references));
        }
        if (!rules.isEmpty()) {
            parts.add(new TreeMap<>(rules).toString());
        }
        return parts;
    }
}
