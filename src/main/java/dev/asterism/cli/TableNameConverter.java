package dev.asterism.cli;

import dev.asterism.model.TableName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a table of the command line. */
final class TableNameConverter implements ITypeConverter<TableName> {
    @Override
    public TableName convert(String text) {
        try {
            return TableName.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new TypeConversionException("'" + text
                    + "' is not the name of a table; expected a schema and a name, such as shop_dim.customer.");
        }
    }
}
