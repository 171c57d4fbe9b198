/**
 * Files and batches in OpenAI's shape.
 *
 * <p>May use: {@code calculators.http}, {@code framework.status}, {@code http.desk.call}, {@code
 * http.desk.task}, {@code http.error}, {@code http.form}, {@code http.route}, {@code serving},
 * {@code store.task}, {@code task}, {@code task.batch}, {@code task.file}.
 */
@NullMarked
package dev.easel.http.desk.bulk;

import org.jspecify.annotations.NullMarked;
