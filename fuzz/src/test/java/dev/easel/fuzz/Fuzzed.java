package dev.easel.fuzz;

/** What Jazzer calls, in a process that has one target. */
public final class Fuzzed {

  /** It takes memory for each comparison that it sees, up to 44 times what the reader takes. */
  private static final int JAZZERS_PART = 50;

  private static Reading reading = new Reading(Target.HEADERS);

  private Fuzzed() {}

  /** Takes the target's name; what the corpus needs is loaded before any input is timed. */
  public static void fuzzerInitialize(String[] args) throws Exception {
    Target target = Target.valueOf(args[0]);
    reading = new Reading(target, JAZZERS_PART);
    for (byte[] input : Corpus.inputs(target).values()) {
      reading.read(input);
    }
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    reading.read(input);
  }
}
