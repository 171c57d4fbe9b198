package dev.easel.cli.check;

/**
 * What one check found.
 *
 * @param verdict whether it matters
 * @param what what was found
 * @param advice what to do about it; empty when nothing needs doing
 */
record Finding(Verdict verdict, String what, String advice) {

  /** How bad it is. */
  enum Verdict {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String what) {
    return new Finding(Verdict.OK, what, "");
  }

  static Finding warn(String what, String advice) {
    return new Finding(Verdict.WARN, what, advice);
  }

  static Finding fail(String what, String advice) {
    return new Finding(Verdict.FAIL, what, advice);
  }

  @Override
  public String toString() {
    return "%-4s  %s%s".formatted(verdict, what, advice.isEmpty() ? "" : "\n      " + advice);
  }
}
