package dev.asterism.engine;

/** A batch on its way to the readers. */
public interface Publication {
    /**
     * Waits until the batch is visible to all.
     *
     * @throws dev.asterism.RunFailedException if it could not be published; then none of it is visible but members that
     *     nothing refers to
     */
    void await();

    /** Returns a publication that is over. */
    static Publication done() {
        return () -> {};
    }
}
