package dev.asterism.config;

import dev.asterism.InputException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one invocation, with where each came from. Immutable; made by {@link SettingsReader}, which has
 * checked every value that was given. A relative path is relative to the working directory, wherever it was set.
 */
public final class Settings {
    private static final long MEMORY_PER_BATCH_BYTE = 9;

    private static final Origin DEFAULT = new Origin.Default();

    private final Map<Setting<?>, Given> given;
    private final WarehouseAddress warehouse;

    Settings(Map<Setting<?>, Given> given) {
        this.given = Map.copyOf(given);
        this.warehouse = WarehouseAddress.of(this);
        SettingKeys.ALL.forEach(this::get);
    }

    /** A value as somebody wrote it. */
    record Given(String text, Origin origin) {}

    /**
     * One setting as {@code doctor} shows it.
     *
     * @param text the value in effect, without secrets; empty where the setting is left empty
     */
    public record Entry(String name, String text, Origin origin, String description) {}

    /** The value in effect. */
    public <T> T get(Setting<T> setting) {
        @Nullable Given value = given.get(setting);
        if (value == null) {
            return setting.defaultValue().apply(this);
        }
        return setting.parser().apply(value.text()).orElseThrow(() -> badValue(setting, value));
    }

    /** Where the value in effect came from. */
    public Origin origin(Setting<?> setting) {
        @Nullable Given value = given.get(setting);
        return value == null ? DEFAULT : value.origin();
    }

    /** Every setting with its value and origin, in the order of {@link SettingKeys#ALL}. */
    public List<Entry> entries() {
        return SettingKeys.ALL.stream()
                .map(setting -> new Entry(setting.name(), shown(get(setting)), origin(setting), setting.description()))
                .toList();
    }

    /** The lake. */
    public Path dataDir() {
        return get(SettingKeys.DATA_DIR);
    }

    public Path pipelinesDir() {
        return get(SettingKeys.PIPELINES_DIR);
    }

    /** Where the stars are built. */
    public WarehouseAddress warehouse() {
        return warehouse;
    }

    /** Empty: nobody is granted anything. */
    public Optional<String> analystRole() {
        return get(SettingKeys.WAREHOUSE_ANALYST_ROLE);
    }

    /** Counts on the embedded engine only. */
    public ByteSize warehouseMemory() {
        return get(SettingKeys.WAREHOUSE_MEMORY);
    }

    /** Empty: the calendar begins with the lake's first day. */
    public Optional<LocalDate> firstDate() {
        return get(SettingKeys.FIRST_DATE);
    }

    /** How many days the calendar reaches beyond yesterday or the lake's last day; at least 0. */
    public int calendarDaysAhead() {
        return get(SettingKeys.CALENDAR_DAYS_AHEAD);
    }

    /** At least 1. */
    public int jobs() {
        return get(SettingKeys.RUN_JOBS);
    }

    /**
     * How many bytes of day files one batch may read: what {@code run.batch-bytes} says, but on the embedded engine no more
     * than its memory allows. What a batch stages takes about five times its compressed bytes, and the joins over it
     * nearly as much again.
     */
    public ByteSize batchBytes() {
        long asked = get(SettingKeys.RUN_BATCH_BYTES).bytes();
        return new ByteSize(Math.max(1, Math.min(asked, warehouseMemory().bytes() / MEMORY_PER_BATCH_BYTE)));
    }

    /** How long one query of a user may run; whole milliseconds, at least one. */
    public Duration sqlTimeout() {
        return get(SettingKeys.SQL_TIMEOUT).duration();
    }

    /** The bucket of {@code sync}, as it was written; empty: it must be given. */
    public Optional<String> s3Url() {
        return get(SettingKeys.S3_URL);
    }

    /** Empty: Amazon S3. */
    public Optional<URI> s3Endpoint() {
        return get(SettingKeys.S3_ENDPOINT);
    }

    /** Empty: what AWS's own settings say. */
    public Optional<String> s3Region() {
        return get(SettingKeys.S3_REGION);
    }

    /** Empty: the place that suits the lake. */
    public Optional<Path> workshopFile() {
        return get(SettingKeys.WORKSHOP_FILE);
    }

    public Path logFile() {
        return get(SettingKeys.LOG_FILE);
    }

    private static InputException badValue(Setting<?> setting, Given value) {
        return new InputException("%s is '%s' (from %s): expected %s."
                .formatted(setting.name(), Redaction.redact(value.text()), value.origin(), setting.expected()));
    }

    private static String shown(Object value) {
        Object content = value instanceof Optional<?> optional
                ? optional.<Object>map(present -> present).orElse("")
                : value;
        return Redaction.redact(content.toString());
    }
}
