/**
 * Asterism builds Kimball star schemas from day files.
 *
 * <p>This package holds only what every other package may use: the two families of failures a user can act on, and the
 * guess at what a misspelt name was meant to be. It depends on nothing.
 */
@NullMarked
package dev.asterism;

import org.jspecify.annotations.NullMarked;
