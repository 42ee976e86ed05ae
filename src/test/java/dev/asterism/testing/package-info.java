/** PostgreSQL for tests and for trying the program: a server, and databases on it. */
@NullMarked
package dev.asterism.testing;

import org.jspecify.annotations.NullMarked;
