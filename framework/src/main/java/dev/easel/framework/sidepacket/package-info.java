/**
 * Side packets: what the application gives, what packet generators and nodes make, who waits for
 * which, and which status handlers get.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.packet}, {@code framework.plan},
 * {@code framework.side}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.sidepacket;

import org.jspecify.annotations.NullMarked;
