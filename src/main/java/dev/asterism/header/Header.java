package dev.asterism.header;

import dev.asterism.InputException;
import dev.asterism.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML mapping whose values know where they stand. Immutable. Whatever is not as asked for is an
 * {@link InputException} with file, line and column.
 */
public final class Header {
    private final Path file;
    private final int firstLine;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Position> keys = new LinkedHashMap<>();
    private final Position start;

    private Header(Path file, int firstLine, MappingNode node) {
        this.file = file;
        this.firstLine = firstLine;
        this.start = position(node);
        for (NodeTuple tuple : node.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a key");
            if (values.put(key, tuple.getValueNode()) != null) {
                throw position(tuple.getKeyNode()).error("the key '" + key + "' stands twice");
            }
            keys.put(key, position(tuple.getKeyNode()));
        }
    }

    /**
     * Reads a mapping.
     *
     * @param firstLine the line of the file in which the YAML text starts
     */
    public static Header parse(Path file, int firstLine, String yaml) {
        LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(yaml);
        } catch (MarkedYamlEngineException notYaml) {
            Position where = notYaml.getProblemMark()
                    .map(mark -> new Position(file, firstLine + mark.getLine(), mark.getColumn() + 1))
                    .orElse(new Position(file, firstLine, 1));
            throw where.error("this is not valid YAML: " + notYaml.getProblem()
                    + ". A text with ': ' or that starts with a special character wants quotes around it.");
        } catch (YamlEngineException notYaml) {
            throw new InputException(file + ": this is not valid YAML: " + notYaml.getMessage(), notYaml);
        }
        if (root.isPresent() && root.get() instanceof MappingNode mapping) {
            return new Header(file, firstLine, mapping);
        }
        throw new Position(file, firstLine, 1).error("expected keys and values in YAML, such as 'kind: fact'");
    }

    public Position start() {
        return start;
    }

    public Set<String> keys() {
        return values.keySet();
    }

    /** Where a key's value stands; the start where the key is missing. */
    public Position position(String key) {
        Node node = values.get(key);
        return node == null ? start : position(node);
    }

    /** Refuses keys that are not of a list. */
    public void allowOnly(String what, Set<String> allowed) {
        keys.forEach((key, position) -> {
            if (!allowed.contains(key)) {
                throw position.error("'" + key + "' is no key of " + what + "."
                        + Suggestion.nearest(key, allowed)
                                .map(nearest -> " Did you mean '" + nearest + "'?")
                                .orElse("")
                        + " Valid keys are "
                        + String.join(", ", allowed.stream().sorted().toList()) + ".");
            }
        });
    }

    public String text(String key) {
        return optionalText(key).orElseThrow(() -> start.error("the key '" + key + "' is missing"));
    }

    public Optional<String> optionalText(String key) {
        return Optional.ofNullable(values.get(key)).map(node -> scalar(node, "'" + key + "'"));
    }

    /** A list of texts; a single text counts as a list of one; empty where the key is missing. */
    public List<String> texts(String key) {
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            List<String> texts = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                texts.add(scalar(item, "an item of '" + key + "'"));
            }
            return List.copyOf(texts);
        }
        return List.of(scalar(node, "'" + key + "'"));
    }

    /** A list of texts with at least one item. */
    public List<String> requiredTexts(String key) {
        List<String> texts = texts(key);
        if (texts.isEmpty()) {
            throw position(key).error("the key '" + key + "' is missing or empty; expected a list such as [name, …]");
        }
        return texts;
    }

    /** A mapping from names to texts, in the order written; empty where the key is missing. */
    public Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping(key).ifPresent(map -> map.keys().forEach(name -> texts.put(name, map.text(name))));
        return texts;
    }

    /** Whether a key holds a single text. */
    public boolean isText(String key) {
        return values.get(key) instanceof ScalarNode;
    }

    /** A nested mapping; empty where the key is missing. */
    public Optional<Header> mapping(String key) {
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(new Header(file, firstLine, mapping));
        }
        throw position(node).error("'" + key + "' should hold names with values, such as {name: value}");
    }

    private String scalar(@Nullable Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue().strip();
        }
        throw (node == null ? start : position(node)).error(what + " should be a text");
    }

    private Position position(Node node) {
        return node.getStartMark()
                .map(mark -> new Position(file, firstLine + mark.getLine(), mark.getColumn() + 1))
                .orElse(new Position(file, firstLine, 1));
    }
}
