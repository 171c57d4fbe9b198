/**
 * Runs whole servables in tests, as the server would, without a socket: requests, answers, and
 * pictures that are compared.
 *
 * <p>May use: {@code calculators.generate.simulation}, {@code calculators.http}, {@code
 * calculators.image}, {@code calculators.image.header}, {@code calculators.image.png}, {@code
 * framework.calculator}, {@code framework.resource}, {@code framework.status}, {@code http.error},
 * {@code http.store}, {@code picture}, {@code serving}, {@code serving.repository}.
 */
@NullMarked
package dev.easel.testing;

import org.jspecify.annotations.NullMarked;
