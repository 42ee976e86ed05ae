package dev.asterism.plan;

import dev.asterism.model.SqlText;
import java.util.List;

/**
 * Members that the rows of a table look for in a dimension.
 *
 * @param columns the columns of the dimension by which they are found
 * @param keys a SELECT of the values that are looked for: one for each of the columns, in their order, named {@code key 1}
 *     and so on
 * @param hasInstant whether the SELECT also gives, as {@code instant}, the day whose version is looked for
 */
public record MemberLookup(List<String> columns, SqlText keys, boolean hasInstant) {}
