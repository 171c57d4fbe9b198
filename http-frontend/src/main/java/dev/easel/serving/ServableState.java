package dev.easel.serving;

/** What a servable is doing, in the words of {@code /v1/config}. */
public enum ServableState {
  /** Being loaded, or failed to load. */
  LOADING,
  /** Serves. */
  AVAILABLE,
  /** Finishes what runs before it is closed. */
  UNLOADING,
  /** Removed. */
  END
}
