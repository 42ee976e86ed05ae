package dev.asterism.cli;

import dev.asterism.extract.DataSet;
import dev.asterism.extract.DayResult;
import dev.asterism.extract.DownloadListener;
import dev.asterism.extract.Estimate;
import dev.asterism.lake.Day;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Shows downloads: a status line on a terminal, one line per day elsewhere, failures as they come. Thread-safe. */
final class DownloadDisplay implements DownloadListener {
    private final Program program;
    private final TransferDisplay display;
    private final Map<Day, BigDecimal> prices = new HashMap<>();
    private final AtomicBoolean isTroubleTold = new AtomicBoolean();

    DownloadDisplay(Program program, int days) {
        this.program = program;
        this.display = new TransferDisplay(program, "day", days);
    }

    /** How far it has come. */
    TransferProgress transfer() {
        return display.progress();
    }

    @Override
    public void started(DataSet dataSet, Day day) {
        display.doing(dataSet + " " + day);
    }

    @Override
    public void received(DataSet dataSet, Day day, long bytes) {
        isTroubleTold.set(false);
        display.received(bytes);
    }

    /** The first try that fails since something arrived is told to everybody: what follows may take minutes. */
    @Override
    public void retrying(String what, String why, Duration wait) {
        String text = what + ": " + why + "; trying again in " + Quantities.duration(wait);
        if (isTroubleTold.getAndSet(true)) {
            program.messages().detail(text);
        } else {
            program.messages().info(text + ", and so on. --verbose tells of every try.");
        }
    }

    @Override
    public synchronized void billed(DataSet dataSet, Day day, Estimate cost) {
        BigDecimal before = prices.put(day, cost.usDollars());
        display.billed(cost.usDollars().subtract(before == null ? BigDecimal.ZERO : before));
    }

    @Override
    public void ended(DayResult result) {
        Messages messages = program.messages();
        String day = result.dataSet() + " " + result.day();
        switch (result.status()) {
            case WRITTEN -> written(day + ": " + size(result));
            case INCOMPLETE -> messages.warn(day + " is incomplete, " + result.message() + ": " + size(result));
            case MISSING -> messages.warn(day + " is missing: " + result.message() + ".");
            case FAILED -> messages.error(result.message());
        }
        display.done(day);
    }

    private void written(String text) {
        if (program.terminal().canRedrawStderr()) {
            program.messages().detail(text);
        } else {
            program.messages().info(text);
        }
    }

    private static String size(DayResult result) {
        return result.meta()
                        .map(meta ->
                                Quantities.count(meta.rows(), "row") + ", " + Quantities.bytes(meta.bytes()) + ", ")
                        .orElse("")
                + Quantities.duration(result.duration());
    }
}
