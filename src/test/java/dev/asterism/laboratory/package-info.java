/**
 * The crash laboratory: runs the program as a process on lakes that live, harms it at any moment, lets it go on, and
 * holds what comes out against a clean build. It knows the program from outside only: its command line, its files and
 * its tables.
 */
@NullMarked
package dev.asterism.laboratory;

import org.jspecify.annotations.NullMarked;
