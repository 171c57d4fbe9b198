/**
 * Side packets: what the application gives, what packet generators and nodes make, who waits for
 * which; imports {@code framework.config}, {@code framework.calculator} and what those import.
 */
@NullMarked
package dev.easel.framework.sidepacket;

import org.jspecify.annotations.NullMarked;
