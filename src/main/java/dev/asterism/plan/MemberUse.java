package dev.asterism.plan;

import dev.asterism.model.TableName;
import java.util.List;
import java.util.SortedSet;

/**
 * What a table that is built by day takes from a dimension besides the keys of members that its own rows bring.
 *
 * @param dimension the dimension
 * @param attributes the columns whose values count
 * @param members whether all members count, also those that no row names
 * @param lookups the members that rows look for and that may come later
 */
public record MemberUse(
        TableName dimension, SortedSet<String> attributes, boolean members, List<MemberLookup> lookups) {
    /** Whether members that may come, change or go matter, not just those of its own rows. */
    public boolean isOfOtherMembers() {
        return members || !lookups.isEmpty();
    }
}
