/** What tests run beside themselves: a PostgreSQL server with its databases, and the program as a process. */
@NullMarked
package dev.asterism.testing;

import org.jspecify.annotations.NullMarked;
