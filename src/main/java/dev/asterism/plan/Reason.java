package dev.asterism.plan;

import dev.asterism.model.TableName;

/** Why something is to be built. */
public sealed interface Reason {
    /** The reason in words, such as {@code SQL changed: pypi_dim.project}. */
    String text();

    /** Nothing of it is in the warehouse. */
    record NotBuiltYet() implements Reason {
        @Override
        public String text() {
            return "not built yet";
        }
    }

    /** A day file arrived. */
    record NewFile() implements Reason {
        @Override
        public String text() {
            return "new file";
        }
    }

    /** The content of a day file is another. */
    record FileChanged() implements Reason {
        @Override
        public String text() {
            return "file changed";
        }
    }

    /**
     * A model says something else than when it was built.
     *
     * @param table the model's table
     */
    record SqlChanged(TableName table) implements Reason {
        @Override
        public String text() {
            return "SQL changed: " + table;
        }
    }

    /**
     * A table that it reads is built again.
     *
     * @param table the table read
     */
    record UpstreamChanged(TableName table) implements Reason {
        @Override
        public String text() {
            return "upstream changed: " + table;
        }
    }

    /**
     * A day before, which it also sees, has changed, come or gone.
     *
     * @param table the table that is read
     */
    record EarlierDayChanged(TableName table) implements Reason {
        @Override
        public String text() {
            return "a day before changed: " + table;
        }
    }

    /**
     * Members of a dimension, or attributes, that it takes other than by the keys of its own rows are others.
     *
     * @param table the dimension
     */
    record MembersChanged(TableName table) implements Reason {
        @Override
        public String text() {
            return "members changed: " + table;
        }
    }

    /**
     * Members that its rows looked for have come.
     *
     * @param table the dimension
     */
    record MembersCame(TableName table) implements Reason {
        @Override
        public String text() {
            return "members came: " + table;
        }
    }

    /** The calendar has other days. */
    record CalendarChanged() implements Reason {
        @Override
        public String text() {
            return "calendar changed";
        }
    }

    /** The day file is gone, and the user asked to remove what was built from it. */
    record FileRemoved() implements Reason {
        @Override
        public String text() {
            return "file removed";
        }
    }

    /**
     * A table cannot be altered in place to what its model declares now.
     *
     * @param why what has changed
     */
    record BuiltAnew(String why) implements Reason {
        @Override
        public String text() {
            return "built anew: " + why;
        }
    }

    /** The user asked for it. */
    record FullAsked() implements Reason {
        @Override
        public String text() {
            return "--full";
        }
    }

    /** The user asked for it, in a run that was interrupted or kept it out. */
    record FullUnfinished() implements Reason {
        @Override
        public String text() {
            return "--full, not finished";
        }
    }
}
