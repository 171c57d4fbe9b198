/**
 * What stands beside the nodes of a graph, in MediaPipe's older forms: packet generators and status
 * handlers.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.packet}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.side;

import org.jspecify.annotations.NullMarked;
