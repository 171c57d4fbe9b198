/**
 * Answers requests about what outlives a connection: tasks, files and batches.
 *
 * <p>May use: {@code calculators.http}, {@code http.desk.bulk}, {@code http.desk.call}, {@code
 * http.desk.task}, {@code http.error}, {@code http.form}, {@code http.hook}, {@code http.metrics},
 * {@code http.route}, {@code http.trace}, {@code serving}, {@code store}, {@code store.failure},
 * {@code store.task}, {@code task}, {@code task.batch}, {@code task.file}.
 */
@NullMarked
package dev.easel.http.desk;

import org.jspecify.annotations.NullMarked;
