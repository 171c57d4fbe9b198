package dev.easel.fuzz;

/** What Jazzer calls, in a process that has one target. */
public final class Fuzzed {

  private static Reading reading = new Reading(Target.HEADERS);

  private Fuzzed() {}

  /** Takes the target's name. */
  public static void fuzzerInitialize(String[] args) {
    reading = new Reading(Target.valueOf(args[0]));
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    reading.read(input);
  }
}
