/**
 * Headers of SQL files: YAML in the first block comment, so that a file says what it is and stays plain SQL.
 *
 * <p>May use no other package.
 */
@NullMarked
package dev.asterism.header;

import org.jspecify.annotations.NullMarked;
