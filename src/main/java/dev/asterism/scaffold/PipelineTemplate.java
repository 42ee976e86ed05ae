package dev.asterism.scaffold;

/** The models of a new pipeline. */
final class PipelineTemplate {
    private PipelineTemplate() {}

    static String source(String pipeline) {
        return """
                /*
                kind: source
                table: {p}_data.events
                description: What happened, one row per day and item.
                files: {p}/events-v1.csv.gz
                grain: [day_id, item]
                columns:
                  day_id: Day, yyyymmdd.
                  item: What it happened to.
                  number_of_events: How often.
                */
                CREATE TABLE {p}_data.events (
                  day_id           INTEGER NOT NULL,
                  item             TEXT    NOT NULL,
                  number_of_events BIGINT  NOT NULL
                )
                """.replace("{p}", pipeline);
    }

    static String dimension(String pipeline) {
        return """
                /*
                kind: dimension
                table: {p}_dim.item
                description: What something happened to.
                natural_key: [item_name]
                */
                SELECT DISTINCT item AS item_name
                FROM {p}_data.events
                """.replace("{p}", pipeline);
    }

    static String fact(String pipeline) {
        return """
                /*
                kind: fact
                table: {p}_dim.item_counts
                description: Events by day and item.
                grain: [day_fk, item_fk]
                day: day_fk
                measures:
                  number_of_events: {aggregate: sum, description: How often it happened on that day.}
                reconcile:
                  number_of_events: {p}_data.events.number_of_events
                */
                SELECT day_id AS day_fk, item_id AS item_fk, CAST(sum(number_of_events) AS bigint) AS number_of_events
                FROM {p}_data.events
                  JOIN {p}_dim.item ON item_name = item
                GROUP BY day_id, item_id
                """.replace("{p}", pipeline);
    }
}
