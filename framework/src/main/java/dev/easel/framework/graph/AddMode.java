package dev.easel.framework.graph;

/** What adding a packet to a full graph input does. */
public enum AddMode {
  /** The call waits until there is room. */
  WAIT_TILL_NOT_FULL,
  /** The call fails with {@code UNAVAILABLE} and adds nothing. */
  ADD_IF_NOT_FULL
}
