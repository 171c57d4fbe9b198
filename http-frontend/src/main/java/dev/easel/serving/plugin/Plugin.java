package dev.easel.serving.plugin;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * A jar whose code is loaded.
 *
 * @param jar the jar
 * @param loader what loaded it
 * @param providers what it registers with
 * @param names everything that graphs may name by it
 */
record Plugin(
    JarContents jar, JarLoader loader, List<CalculatorProvider> providers, Set<String> names) {

  /**
   * Loads a jar.
   *
   * @throws UnusableJarException when it is no jar, or brings no calculators that can be loaded
   */
  static Plugin load(JarContents jar) throws UnusableJarException {
    try {
      JarLoader loader = new JarLoader(jar, Plugin.class.getClassLoader());
      List<CalculatorProvider> providers = new ArrayList<>();
      InLoader.run(
          loader,
          () ->
              ServiceLoader.load(CalculatorProvider.class, loader).stream()
                  .filter(provider -> provider.type().getClassLoader() == loader)
                  .forEach(provider -> providers.add(provider.get())));
      if (providers.isEmpty()) {
        throw new UnusableJarException("it names no CalculatorProvider in META-INF/services", null);
      }
      CalculatorRegistry.Builder alone = CalculatorRegistry.builder();
      Set<String> standard = names(alone.build());
      providers.forEach(provider -> register(provider, alone, loader));
      Set<String> names = names(alone.build());
      names.removeAll(standard);
      return new Plugin(jar, loader, List.copyOf(providers), Set.copyOf(names));
    } catch (UnsupportedClassVersionError e) {
      throw new UnusableJarException(
          e.getMessage() + "; build it with --release 17, or run the server on a newer Java", e);
    } catch (ServiceConfigurationError | LinkageError | IOException | RuntimeException e) {
      throw new UnusableJarException(
          e.getCause() instanceof UnsupportedClassVersionError newer
              ? newer.getMessage() + "; build it with --release 17"
              : e.toString(),
          e);
    }
  }

  /** Everything that graphs may name by a registry. */
  static Set<String> names(CalculatorRegistry registry) {
    Set<String> names = new LinkedHashSet<>(registry.calculatorNames());
    names.addAll(registry.subgraphNames());
    names.addAll(registry.inputStreamHandlerNames());
    names.addAll(registry.executorTypeNames());
    return names;
  }

  /** Adds what the jar has; its calculators run with its class loader as the thread's. */
  void addTo(CalculatorRegistry.Builder registry) {
    providers.forEach(provider -> register(provider, registry, loader));
  }

  private static void register(
      CalculatorProvider provider, CalculatorRegistry.Builder registry, JarLoader loader) {
    InLoader.run(
        loader,
        () -> registry.provider(provider, maker -> () -> new InLoader(maker.get(), loader)));
  }
}
