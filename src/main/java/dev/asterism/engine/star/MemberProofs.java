package dev.asterism.engine.star;

import dev.asterism.engine.star.FactSql.Proof;
import dev.asterism.model.DimensionModel;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that prove that the members of a dimension refer to members that exist. A reference without a value says that
 * it is not known, which is no promise.
 */
public final class MemberProofs {
    private final Relations relations;
    private final DimensionModel dimension;
    private final ModelWork work;

    public MemberProofs(Relations relations, DimensionModel dimension, ModelWork work) {
        this.relations = relations;
        this.dimension = dimension;
        this.work = work;
    }

    /** Returns the steps, in their order; none if nothing was built, or nothing refers. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        if (!work.days().isEmpty() || work.whole().isPresent()) {
            relations
                    .context()
                    .shapes()
                    .of(dimension)
                    .references()
                    .forEach((column, referenced) -> steps.add(proof(new ReferenceSql(column, referenced))));
        }
        return steps;
    }

    /** Of what is kept for each day, the day is known that is to blame; of other members just that they are. */
    private Step proof(ReferenceSql reference) {
        String hasValue = SqlNames.quoted(reference.column()) + " IS NOT NULL";
        if (dimension.day().isPresent() && !work.days().isEmpty()) {
            String day = SqlNames.quoted(dimension.day().get());
            String observed = SqlNames.quoted(HistorySql.observations(dimension));
            String condition = SqlNames.within(day, work.days().navigableKeySet()) + " AND " + hasValue;
            return new Step.Prove(new Proof(
                    reference.kind(),
                    reference.column(),
                    List.of(reference.outOfRange(observed, condition)),
                    reference.orphansByDay(observed, day, condition),
                    found -> reference.text(relations.context(), found.get(0), found.get(1))));
        }
        String members = SqlNames.quoted(dimension.name());
        return new Step.Refuse(
                List.of(reference.outOfRange(members, hasValue)),
                reference.anOrphan(members, hasValue),
                found -> "a member refers in " + reference.column() + " to a member of "
                        + reference.dimension().name() + " that does not exist, " + found
                        + reference.hint(relations.context(), found) + ".");
    }
}
