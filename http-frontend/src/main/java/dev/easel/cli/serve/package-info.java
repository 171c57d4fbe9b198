/**
 * The command that serves: its options, its process from the first port to the last answer, and
 * OVMS's flags that do something else.
 *
 * <p>May use: {@code access}, {@code access.usage}, {@code calculators.http}, {@code
 * calculators.media}, {@code cli.model}, {@code cli.shared}, {@code cli.store}, {@code
 * framework.calculator}, {@code framework.graph}, {@code framework.resource}, {@code
 * framework.status}, {@code http.auth}, {@code http.body}, {@code http.desk}, {@code
 * http.exchange}, {@code http.form}, {@code http.info}, {@code http.media}, {@code http.metrics},
 * {@code http.outgoing}, {@code http.server}, {@code http.store}, {@code http.trace}, {@code
 * http.trace.otlp}, {@code log}, {@code serving}, {@code serving.config}, {@code serving.graph},
 * {@code serving.plugin}, {@code serving.repository}, {@code store}, {@code task.file}.
 */
@NullMarked
package dev.easel.cli.serve;

import org.jspecify.annotations.NullMarked;
