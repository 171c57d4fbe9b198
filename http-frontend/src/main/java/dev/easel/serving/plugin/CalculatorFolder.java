package dev.easel.serving.plugin;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of jars whose calculators graphs may use.
 *
 * <p>Each jar names its {@link CalculatorProvider} in {@code
 * META-INF/services/dev.easel.framework.calculator.CalculatorProvider} and is loaded by a class
 * loader of its own.
 *
 * <p><b>Failure</b>: a jar that cannot be used stops the start, and the message names it: a graph
 * that silently lacks its calculators would be harder to understand.
 */
public final class CalculatorFolder {
  private CalculatorFolder() {}

  /** What ships, and what the jars of the folder add; a folder that is not there adds nothing. */
  public static CalculatorRegistry registry(Optional<Path> folder) {
    ClassLoader program = CalculatorFolder.class.getClassLoader();
    CalculatorRegistry.Builder registry = CalculatorRegistry.standardBuilder(program);
    folder.ifPresent(f -> jars(f).forEach(jar -> add(registry, jar)));
    return registry.build();
  }

  /** The SHA-256 of each jar of a folder, to be told when they are loaded. */
  public static Map<Path, String> hashes(Optional<Path> folder) {
    Map<Path, String> hashes = new TreeMap<>();
    for (Path jar : folder.map(CalculatorFolder::jars).orElse(List.of())) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        hashes.put(jar, HexFormat.of().formatHex(digest));
      } catch (IOException e) {
        throw unusable(jar, e.toString(), e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }
    return hashes;
  }

  /** The jars of a folder by name; none when it is not there. Loads nothing. */
  public static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION, "cannot list the folder of calculators " + folder, e);
    }
  }

  private static void add(CalculatorRegistry.Builder registry, Path jar) {
    try {
      JarLoader loader =
          new JarLoader(jar.toUri().toURL(), CalculatorFolder.class.getClassLoader());
      List<CalculatorProvider> providers =
          ServiceLoader.load(CalculatorProvider.class, loader).stream()
              .filter(provider -> provider.type().getClassLoader() == loader)
              .map(ServiceLoader.Provider::get)
              .toList();
      if (providers.isEmpty()) {
        throw unusable(jar, "it names no CalculatorProvider in META-INF/services", null);
      }
      providers.forEach(registry::provider);
    } catch (StatusException e) {
      throw e;
    } catch (ServiceConfigurationError
        | LinkageError
        | MalformedURLException
        | RuntimeException e) {
      throw unusable(jar, e.toString(), e);
    }
  }

  private static StatusException unusable(Path jar, String why, @Nullable Throwable cause) {
    return new StatusException(
        StatusCode.FAILED_PRECONDITION,
        "the calculators in " + jar + " cannot be used: " + why,
        cause);
  }
}
