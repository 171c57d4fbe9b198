/**
 * Side packets: what the application gives, what packet generators and nodes make, who waits for
 * which, and which status handlers get; imports {@code framework.plan}, {@code framework.side},
 * {@code framework.calculator} and what those import.
 */
@NullMarked
package dev.easel.framework.sidepacket;

import org.jspecify.annotations.NullMarked;
