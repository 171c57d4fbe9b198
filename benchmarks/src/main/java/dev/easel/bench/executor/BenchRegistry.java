package dev.easel.bench.executor;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.function.Supplier;

/**
 * The calculators of the benchmarks: {@code Relay0…}, each a class of its own, and {@code Busy…}.
 */
public final class BenchRegistry {
  private static final int RELAYS = 101;

  private BenchRegistry() {}

  /**
   * The standard registry with the benchmark's calculators.
   *
   * @param busyRounds how much one call of {@code Busy…} computes
   */
  public static CalculatorRegistry open(long busyRounds) {
    CalculatorRegistry.Builder registry =
        CalculatorRegistry.standardBuilder(BenchRegistry.class.getClassLoader());
    for (int i = 0; i < RELAYS; i++) {
      registry.calculator("Relay" + i, ownClass());
    }
    for (int i = 0; i < 4; i++) {
      registry.calculator("Busy" + i, () -> new Busy(busyRounds));
    }
    return registry.build();
  }

  /**
   * The standard registry with {@code Node0…}: relays of classes of their own, or, with work to do,
   * calculators that compute.
   *
   * @param workNanos how long one call computes; 0 for relays
   */
  public static CalculatorRegistry nodes(long workNanos) {
    CalculatorRegistry.Builder registry =
        CalculatorRegistry.standardBuilder(BenchRegistry.class.getClassLoader());
    long rounds = workNanos == 0 ? 0 : Busy.roundsFor(workNanos);
    for (int i = 0; i < RELAYS; i++) {
      registry.calculator("Node" + i, workNanos == 0 ? ownClass() : () -> new Busy(rounds));
    }
    return registry.build();
  }

  @SuppressWarnings("unchecked") // what Relay.maker() returns
  private static Supplier<Calculator> ownClass() {
    try {
      Method maker = new OneClass(classBytes()).loadClass(Relay.class.getName()).getMethod("maker");
      return (Supplier<Calculator>) maker.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] classBytes() {
    try (InputStream in = Relay.class.getResourceAsStream("Relay.class")) {
      if (in == null) {
        throw new IllegalStateException("Relay.class is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Defines Relay itself, and leaves every other class to the application's loader. */
  private static final class OneClass extends ClassLoader {
    private final byte[] bytes;

    OneClass(byte[] bytes) {
      super(Relay.class.getClassLoader());
      this.bytes = bytes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Relay.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
