package dev.asterism.engine;

import dev.asterism.model.Model;
import java.util.List;

/** A model's statement could not be executed, or gave what the model promises not to give. */
public final class ModelFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Model model;
    private final transient List<Violation> violations;

    public ModelFailedException(Model model, String message, Throwable cause) {
        super(message, cause);
        this.model = model;
        this.violations = List.of();
    }

    public ModelFailedException(Model model, String message) {
        super(message);
        this.model = model;
        this.violations = List.of();
    }

    /**
     * Days that do not keep a promise without which the others cannot be built with them.
     *
     * @param violations at least one
     */
    public ModelFailedException(Model model, List<Violation> violations) {
        super(violations.get(0).text());
        this.model = model;
        this.violations = List.copyOf(violations);
    }

    public Model model() {
        return model;
    }

    /** Which days are to blame, and why; empty where the engine does not tell. */
    public List<Violation> violations() {
        return violations;
    }
}
