/**
 * Asterism builds Kimball star schemas from day files.
 *
 * <p>This package holds only what every other package may use: the two families of failures a user can act on, the
 * guess at what a misspelt name was meant to be, and numbers of things. It depends on nothing.
 */
@NullMarked
package dev.asterism;

import org.jspecify.annotations.NullMarked;
