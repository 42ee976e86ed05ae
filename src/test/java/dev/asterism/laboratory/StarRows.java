package dev.asterism.laboratory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the stars say, in words: every row of every fact with natural keys in the place of its keys. Asked with plain
 * SQL, so that a fault of the program cannot hide itself.
 */
final class StarRows {
    private static final Map<String, String> FACTS = Map.of(
            "pypi_dim.download_counts",
            """
            SELECT day_id, day_name, project_name, project_version_name, installer_name, python_version_name,
              number_of_downloads
            FROM pypi_dim.download_counts
              LEFT JOIN time.day ON day_id = day_fk
              LEFT JOIN pypi_dim.project_version ON project_version_id = project_version_fk
              LEFT JOIN pypi_dim.project ON project_id = project_fk
              LEFT JOIN pypi_dim.installer ON installer_id = installer_fk
              LEFT JOIN pypi_dim.python_version ON python_version_id = python_version_fk""",
            "gh_dim.repo_activity",
            """
            SELECT day_id, day_name, user_name, repo_name, number_of_forks, number_of_commits,
              number_of_closed_pull_requests
            FROM gh_dim.repo_activity
              LEFT JOIN time.day ON day_id = day_fk
              LEFT JOIN gh_dim.repo ON repo_id = repo_fk""",
            "pp_dim.python_project_activity",
            """
            SELECT day_id, day_name, project_name, number_of_downloads, number_of_forks, number_of_commits,
              number_of_closed_pull_requests
            FROM pp_dim.python_project_activity
              LEFT JOIN time.day ON day_id = day_fk
              LEFT JOIN pypi_dim.project ON project_id = project_fk""",
            "pp_dim.python_project_activity_data_set",
            """
            SELECT "Day", "Project", "Downloads", "Forks" FROM pp_dim.python_project_activity_data_set""");

    private static final Map<String, String> MEMBERS = Map.of(
            "pypi_dim.project", "SELECT project_id, project_name FROM pypi_dim.project",
            "pypi_dim.project_version", """
                    SELECT project_version_id, project_name, project_version_name
                    FROM pypi_dim.project_version LEFT JOIN pypi_dim.project ON project_id = project_fk""",
            "pypi_dim.installer", "SELECT installer_id, installer_name FROM pypi_dim.installer",
            "pypi_dim.python_version", "SELECT python_version_id, python_version_name FROM pypi_dim.python_version",
            "gh_dim.repo", "SELECT repo_id, user_name, repo_name FROM gh_dim.repo");

    private StarRows() {}

    /** The rows of every fact and data set, in order. */
    static Map<String, List<String>> of(LaboratoryWarehouse warehouse) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        FACTS.forEach((table, query) ->
                rows.put(table, warehouse.rows(query).stream().sorted().toList()));
        return rows;
    }

    /** The members of every dimension that has keys of the program's, each a text that begins with the key. */
    static Map<String, List<String>> members(LaboratoryWarehouse warehouse) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        MEMBERS.forEach((table, query) -> rows.put(table, warehouse.rows(query)));
        return rows;
    }

    /** What a query gives, each row as a text. */
    static List<String> read(Callable<Connection> connections, String query) {
        try (Connection connection = connections.call();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    String value = result.getString(i);
                    row.add(value == null ? "∅" : value);
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (Exception e) {
            throw new IllegalStateException("The warehouse cannot be asked: " + query, e);
        }
    }
}
