package dev.asterism.engine;

import dev.asterism.model.Model;

/** A model's statement could not be executed, or gave what the model promises not to give. */
public final class ModelFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Model model;

    public ModelFailedException(Model model, String message, Throwable cause) {
        super(message, cause);
        this.model = model;
    }

    public ModelFailedException(Model model, String message) {
        super(message);
        this.model = model;
    }

    public Model model() {
        return model;
    }
}
