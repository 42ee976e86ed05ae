/**
 * Typed settings and where each came from: flags, environment, {@code local-setup.properties}, defaults.
 *
 * <p>May use only {@link dev.asterism}.
 */
@NullMarked
package dev.asterism.config;

import org.jspecify.annotations.NullMarked;
