/**
 * Takes requests as tasks, and says what became of them.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.trace}, {@code framework.calls}, {@code
 * framework.plan}, {@code framework.status}, {@code http.desk.call}, {@code http.error}, {@code
 * http.form}, {@code http.route}, {@code http.trace}, {@code serving}, {@code store.task}, {@code
 * task}.
 */
@NullMarked
package dev.easel.http.desk.task;

import org.jspecify.annotations.NullMarked;
