/**
 * Ports that a calculator declares once, with their types: the contract, the reading and sending in
 * {@code process}, and the documentation follow from the declaration.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.packet}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.port;

import org.jspecify.annotations.NullMarked;
