package dev.easel.framework.draw;

/**
 * What runs from one box to another.
 *
 * @param from the box that it leaves
 * @param output the number of the port that it leaves by
 * @param to the box that it reaches
 * @param input the number of the port that it reaches
 * @param name the stream or side packet
 * @param kind which of these
 */
record Arrow(String from, int output, String to, int input, String name, Kind kind) {

  /** What runs there. */
  enum Kind {
    STREAM,
    BACK_EDGE,
    SIDE_PACKET
  }
}
