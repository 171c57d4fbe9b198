package dev.easel.serving;

/** How far a servable's loading is. */
public enum LoadPhase {
  /** Queued behind other loads. */
  WAITING,
  /** Its graph is read and checked. */
  READING,
  /** Its models are opened. */
  OPENING,
  /** Loaded. */
  LOADED,
  /** Not loaded until a request asks for it. */
  ON_DEMAND,
  /** Could not be loaded. */
  FAILED,
  /** Removed. */
  REMOVED
}
