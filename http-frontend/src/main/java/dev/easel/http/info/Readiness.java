package dev.easel.http.info;

/** When a server calls itself ready, once its first load is over. */
public enum Readiness {
  /** At least one servable serves. */
  ANY,
  /** There is a servable and every one of them serves. */
  ALL
}
