package dev.asterism.engine.postgres;

import dev.asterism.RunFailedException;
import dev.asterism.engine.Publication;
import dev.asterism.engine.Target;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A batch on its way into the server. Rows of facts are loaded over several connections, each {@link Load} in a
 * transaction of its own, and new members go ahead on the builder's session; when all have arrived, one transaction
 * publishes.
 */
final class PostgresShipment implements Target.Shipment {
    private final SqlSession session;
    private final Connections connections;
    private final List<Step> members;
    private final List<Load> loads;
    private final List<Step> publication;
    private final Runnable tidying;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param session the builder's, which nobody else uses while this is on its way
     * @param tidying what can wait until the batch is published
     */
    PostgresShipment(
            SqlSession session,
            Connections connections,
            List<Step> members,
            List<Load> loads,
            List<Step> publication,
            Runnable tidying) {
        this.session = session;
        this.connections = connections;
        this.members = members;
        this.loads = loads;
        this.publication = publication;
        this.tidying = tidying;
    }

    /** The publication is over as soon as readers see the batch; what is tidied up then is waited for by {@link #end}. */
    @Override
    public Publication send() {
        ExecutorService executor = Executors.newFixedThreadPool(connections.most() + 1, runnable -> {
            Thread thread = new Thread(runnable, "shipment");
            thread.setDaemon(true);
            return thread;
        });
        CompletableFuture<Boolean> published = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                ship(executor);
                published.complete(true);
                tidying.run();
            } catch (SQLException | RuntimeException failure) {
                published.completeExceptionally(failure);
            } finally {
                executor.shutdown();
                ended.countDown();
            }
        });
        return () -> {
            try {
                published.get();
            } catch (ExecutionException failure) {
                throw told(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new RunFailedException("The publication was interrupted.", interrupted);
            }
        };
    }

    /** Waits until nothing of this is at work any more. */
    void end() throws SQLException {
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("The work was cancelled.", interrupted);
        }
    }

    private static RuntimeException told(ExecutionException failure) {
        if (failure.getCause() instanceof RuntimeException told) {
            return told;
        }
        return failure.getCause() instanceof SQLException sql
                ? PostgresErrors.unexpected("Publishing the batch", sql)
                : new IllegalStateException("publishing the batch failed", failure);
    }

    private void ship(ExecutorService executor) throws SQLException {
        List<Future<?>> running = new ArrayList<>();
        for (Load load : loads) {
            running.add(executor.submit(() -> {
                connections.load(load);
                return true;
            }));
        }
        boolean isLoaded = false;
        try {
            inTransaction(members);
            for (Future<?> load : running) {
                load.get();
            }
            isLoaded = true;
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof SQLException sql ? sql : new SQLException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("The work was cancelled.", interrupted);
        } finally {
            if (!isLoaded) {
                connections.cancel();
            }
            for (Future<?> load : running) {
                finish(load);
            }
        }
        inTransaction(publication);
    }

    private static void finish(Future<?> load) {
        try {
            load.get();
        } catch (ExecutionException toldBefore) {
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void inTransaction(List<Step> steps) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        session.jdbc().setAutoCommit(false);
        try {
            ServerSteps.run(session, steps);
        } catch (SQLException failure) {
            session.endTransaction();
            throw failure;
        }
        try {
            session.jdbc().commit();
            session.jdbc().setAutoCommit(true);
        } catch (SQLException failure) {
            throw PostgresErrors.committing(failure);
        }
    }
}
