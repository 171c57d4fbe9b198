package dev.easel.framework.interleaving;

import org.jetbrains.lincheck.Lincheck;

/**
 * The program of the Java machine in which models are checked: Lincheck rewrites the classes of the
 * machine that it runs in.
 */
final class ModelChecking {
  private ModelChecking() {}

  /** Checks models: how many orders of each, then the names of their classes. */
  public static void main(String[] args) throws ReflectiveOperationException {
    int orders = Integer.parseInt(args[0]);
    for (int i = 1; i < args.length; i++) {
      Class<?> type = Class.forName(args[i]);
      var maker = type.getDeclaredConstructor();
      maker.setAccessible(true);
      Runnable model = (Runnable) maker.newInstance();
      System.out.println((holds(orders, model) ? "holds: " : "breaks: ") + args[i]);
    }
    // Threads of runs that hung are still there.
    System.exit(0);
  }

  private static boolean holds(int orders, Runnable model) {
    long start = System.nanoTime();
    try {
      Lincheck.runConcurrentTest(orders, model);
      return true;
    } catch (AssertionError e) {
      System.out.println(e.getMessage());
      return false;
    } finally {
      System.out.printf("%d ms%n", (System.nanoTime() - start) / 1_000_000);
    }
  }
}
