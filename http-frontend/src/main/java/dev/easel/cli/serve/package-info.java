/**
 * The command that serves: its options, its process from the first port to the last answer, and
 * OVMS's flags that do something else.
 *
 * <p>May use: {@code access}, {@code access.usage}, {@code calculators.http}, {@code cli.model},
 * {@code cli.shared}, {@code framework.calculator}, {@code framework.graph}, {@code
 * framework.resource}, {@code framework.status}, {@code http.auth}, {@code http.body}, {@code
 * http.desk}, {@code http.desk.call}, {@code http.exchange}, {@code http.form}, {@code http.hook},
 * {@code http.info}, {@code http.metrics}, {@code http.server}, {@code http.store}, {@code
 * http.store.s3}, {@code log}, {@code serving}, {@code serving.config}, {@code serving.graph},
 * {@code serving.repository}, {@code store}, {@code store.failure}, {@code store.redis}, {@code
 * store.sqlite}, {@code store.task}, {@code task}.
 */
@NullMarked
package dev.easel.cli.serve;

import org.jspecify.annotations.NullMarked;
