package dev.asterism.engine;

import dev.asterism.RunFailedException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Another process holds the warehouse, which passes by itself. */
public final class WarehouseInUseException extends RunFailedException {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final transient Holder holder;

    /**
     * Who holds a warehouse.
     *
     * @param process the process on its machine, such as {@code process 4711 (java)}
     * @param host the machine
     * @param user who started it; empty where that cannot be told
     * @param since since when, to the second or so; empty where that cannot be told
     */
    public record Holder(String process, String host, Optional<String> user, Optional<Instant> since) {
        /** Such as {@code process 4711 on host etl of user ann since 2026-11-21 06:30:00}. */
        @Override
        public String toString() {
            return process + " on host " + host
                    + user.map(name -> " of user " + name).orElse("")
                    + since.map(time -> " since " + TIME.format(time.atZone(ZoneId.systemDefault())))
                            .orElse("");
        }
    }

    /**
     * @param warehouse what is in use, such as its file
     * @param rule why that matters, as a sentence
     */
    public WarehouseInUseException(String warehouse, Holder holder, String rule, Throwable cause) {
        super(text(warehouse, holder, rule), cause);
        this.holder = holder;
    }

    /** See {@link #WarehouseInUseException(String, Holder, String, Throwable)}. */
    public WarehouseInUseException(String warehouse, Holder holder, String rule) {
        super(text(warehouse, holder, rule));
        this.holder = holder;
    }

    public Holder holder() {
        return holder;
    }

    private static String text(String warehouse, Holder holder, String rule) {
        return "The warehouse " + warehouse + " is in use by " + holder + ". " + rule
                + " Wait until it ends, as 'asterism run --wait 10min' does, or stop it.";
    }
}
