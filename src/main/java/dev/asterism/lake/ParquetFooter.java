package dev.asterism.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the footer of a Parquet file says of its columns and rows: read here without any engine, so that what an engine
 * reads can be compared with it. Immutable.
 *
 * @param columns the columns at the top, in their order
 * @param schema what distinguishes files of other types of columns
 * @param rows how many rows there are
 */
public record ParquetFooter(List<Column> columns, String schema, long rows) {
    private static final int TAIL_BYTES = 8;
    private static final byte[] MAGIC = "PAR1".getBytes(UTF_8);
    private static final int MOST_FOOTER_BYTES = 1 << 28;
    private static final int FLOAT = 4;
    private static final int BYTE_ARRAY = 6;

    /** How the values of a column are stored, as far as it matters for reading them as text. */
    public enum Storage {
        /** A value that prints as it is. */
        PLAIN,
        /** A number of four bytes, whose exact value is that of the number of eight bytes. */
        FLOAT,
        /** Bytes that are not said to be text. */
        BYTES,
        /** A list, a structure or a map. */
        NESTED
    }

    /** A column at the top. */
    public record Column(String name, Storage storage) {}

    /**
     * Reads the footer of a file.
     *
     * @throws IOException where the bytes cannot be read
     */
    static ParquetFooter of(Path path) throws IOException, MalformedDayFileException {
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            byte[] head = read(file, 0, (int) Math.min(MAGIC.length, file.size()));
            if (file.size() == 0) {
                throw malformed(path, "the file is empty", Optional.empty());
            }
            if (!Arrays.equals(head, MAGIC) || file.size() < MAGIC.length + TAIL_BYTES) {
                throw malformed(path, "the file is not Parquet", Optional.empty());
            }
            ByteBuffer tail = ByteBuffer.wrap(read(file, file.size() - TAIL_BYTES, TAIL_BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int length = tail.getInt();
            byte[] end = new byte[MAGIC.length];
            tail.get(end);
            if (!Arrays.equals(end, MAGIC)) {
                throw malformed(path, "the file is truncated: it does not end like Parquet", Optional.empty());
            }
            long start = file.size() - TAIL_BYTES - length;
            if (length <= 0 || length > MOST_FOOTER_BYTES || start < MAGIC.length) {
                throw malformed(path, "the footer's length is wrong", Optional.empty());
            }
            return new Parser(read(file, start, length)).footer();
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            throw malformed(path, "the footer is damaged", Optional.of(damaged));
        }
    }

    private static MalformedDayFileException malformed(Path path, String what, Optional<Exception> cause) {
        DayFileProblem problem = DayFileProblem.ofFile(path, what, "a complete file of Apache Parquet, not encrypted");
        return cause.isPresent()
                ? new MalformedDayFileException(problem, cause.get())
                : new MalformedDayFileException(problem);
    }

    private static byte[] read(SeekableByteChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.position(position);
        while (bytes.hasRemaining()) {
            if (file.read(bytes) < 0) {
                throw new IOException("the file ends at byte " + file.position() + ", and was longer a moment ago");
            }
        }
        return bytes.array();
    }

    /**
     * Reads Thrift's compact protocol, as far as a footer needs it.
     *
     * <p>Source: the Parquet format's {@code parquet.thrift}, and Thrift's "Compact protocol encoding".
     */
    private static final class Parser {
        private static final int TRUE = 1;
        private static final int FALSE = 2;
        private static final int BYTE = 3;
        private static final int I16 = 4;
        private static final int I32 = 5;
        private static final int I64 = 6;
        private static final int DOUBLE = 7;
        private static final int BINARY = 8;
        private static final int LIST = 9;
        private static final int SET = 10;
        private static final int MAP = 11;
        private static final int STRUCT = 12;

        private final byte[] all;
        private final ByteBuffer bytes;

        Parser(byte[] all) {
            this.all = all;
            this.bytes = ByteBuffer.wrap(all);
        }

        /** Something that stands in a list: its fields are told one by one. */
        private interface Fields {
            /** Takes the value of a field, or skips it. */
            void take(int id, int type);
        }

        private record Element(String name, int type, int children, boolean hasMeaning, boolean isRepeated) {}

        ParquetFooter footer() {
            List<Element> schema = new ArrayList<>();
            long[] rows = {-1, 0};
            byte[][] schemaBytes = {new byte[0]};
            struct((id, type) -> {
                switch (id) {
                    case 2 -> {
                        int start = bytes.position();
                        list(() -> schema.add(element()));
                        schemaBytes[0] = Arrays.copyOfRange(all, start, bytes.position());
                    }
                    case 3 -> rows[0] = zigzag();
                    case 4 -> list(() -> rows[1] += rowsOfGroup());
                    default -> skip(type);
                }
            });
            if (schema.isEmpty() || rows[0] < 0 || rows[0] != rows[1]) {
                throw new IllegalArgumentException("the rows of the groups are not those of the file");
            }
            return new ParquetFooter(columns(schema), Arrays.toString(schemaBytes[0]), rows[0]);
        }

        private static List<Column> columns(List<Element> schema) {
            List<Column> columns = new ArrayList<>();
            int next = 1;
            for (int i = 0; i < schema.get(0).children(); i++) {
                if (next >= schema.size()) {
                    throw new IllegalArgumentException("the schema is incomplete");
                }
                Element element = schema.get(next);
                columns.add(new Column(element.name(), storage(element)));
                next = afterSubtree(schema, next);
            }
            return List.copyOf(columns);
        }

        private static int afterSubtree(List<Element> schema, int start) {
            int next = start + 1;
            for (int pending = schema.get(start).children(); pending > 0 && next < schema.size(); pending--) {
                pending += schema.get(next).children();
                next++;
            }
            return next;
        }

        private static Storage storage(Element element) {
            if (element.children() > 0 || element.isRepeated()) {
                return Storage.NESTED;
            }
            if (element.type() == ParquetFooter.FLOAT) {
                return Storage.FLOAT;
            }
            return element.type() >= BYTE_ARRAY && !element.hasMeaning() ? Storage.BYTES : Storage.PLAIN;
        }

        private Element element() {
            String[] name = {""};
            int[] numbers = {-1, 0};
            boolean[] flags = {false, false};
            struct((id, type) -> {
                switch (id) {
                    case 1 -> numbers[0] = (int) zigzag();
                    case 3 -> flags[1] = zigzag() == 2;
                    case 4 -> name[0] = new String(binary(), UTF_8);
                    case 5 -> numbers[1] = (int) zigzag();
                    case 6, 10 -> {
                        flags[0] = true;
                        skip(type);
                    }
                    default -> skip(type);
                }
            });
            return new Element(name[0], numbers[0], numbers[1], flags[0], flags[1]);
        }

        private long rowsOfGroup() {
            long[] rows = {0};
            struct((id, type) -> {
                if (id == 3) {
                    rows[0] = zigzag();
                } else {
                    skip(type);
                }
            });
            return rows[0];
        }

        private void struct(Fields fields) {
            int id = 0;
            for (int header = bytes.get() & 0xFF; header != 0; header = bytes.get() & 0xFF) {
                int delta = header >> 4;
                id = delta == 0 ? (int) zigzag() : id + delta;
                fields.take(id, header & 0x0F);
            }
        }

        private void list(Runnable item) {
            long size = size(bytes.get() & 0xFF);
            for (long i = 0; i < size; i++) {
                item.run();
            }
        }

        private long size(int header) {
            return header >> 4 == 15 ? varint() : header >> 4;
        }

        private void skip(int type) {
            switch (type) {
                case TRUE, FALSE -> {}
                case BYTE -> bytes.get();
                case I16, I32, I64 -> varint();
                case DOUBLE -> bytes.getLong();
                case BINARY -> binary();
                case LIST, SET -> {
                    int header = bytes.get() & 0xFF;
                    skipAll(size(header), header & 0x0F);
                }
                case MAP -> {
                    long size = varint();
                    int types = size == 0 ? 0 : bytes.get() & 0xFF;
                    for (long i = 0; i < size; i++) {
                        skipAll(1, types >> 4);
                        skipAll(1, types & 0x0F);
                    }
                }
                case STRUCT -> struct((id, field) -> skip(field));
                default -> throw new IllegalArgumentException("there is no type " + type);
            }
        }

        /** Truth values take a byte each where they are no fields. */
        private void skipAll(long count, int type) {
            for (long i = 0; i < count; i++) {
                skip(type == TRUE || type == FALSE ? BYTE : type);
            }
        }

        private byte[] binary() {
            long length = varint();
            if (length < 0 || length > bytes.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] value = new byte[(int) length];
            bytes.get(value);
            return value;
        }

        private long zigzag() {
            long value = varint();
            return (value >>> 1) ^ -(value & 1);
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte b = bytes.get();
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number is too long");
        }
    }
}
