/**
 * What stands beside the nodes of a graph, in MediaPipe's older forms: packet generators and status
 * handlers; imports {@code framework.calculator}, {@code framework.packet}, {@code framework.proto}
 * and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.side;

import org.jspecify.annotations.NullMarked;
