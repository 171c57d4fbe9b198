package dev.easel.serving.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.List;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads one jar's classes before those of the program, so that a jar brings its own versions of
 * libraries. What calculators and the program talk to each other with stays the program's. What
 * would end the process is refused.
 */
final class JarLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "dev.easel.framework.",
          "dev.easel.calculators.",
          "dev.easel.genai.",
          "com.google.protobuf.",
          "org.jspecify.",
          "org.slf4j.");

  static {
    registerAsParallelCapable();
  }

  private final CodeSource source;

  JarLoader(URL jar, ClassLoader program) {
    super("calculators in " + jar, new URL[] {jar}, program);
    source = new CodeSource(jar, (Certificate[]) null);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    URL file = findResource(name.replace('.', '/') + ".class");
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = file.openStream()) {
      byte[] guarded = ExitGuard.guard(in.readAllBytes());
      define(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
      return defineClass(name, guarded, 0, guarded.length, source);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    } catch (IllegalArgumentException e) {
      // As the virtual machine says of a class file that it does not know.
      throw new ClassFormatError(name + " is no class file that can be read: " + e.getMessage());
    }
  }

  private void define(String packageName) throws IOException {
    if (getDefinedPackage(packageName) != null) {
      return;
    }
    URL manifest = findResource("META-INF/MANIFEST.MF");
    try {
      if (manifest == null) {
        definePackage(packageName, null, null, null, null, null, null, null);
      } else {
        try (InputStream in = manifest.openStream()) {
          definePackage(packageName, new Manifest(in), source.getLocation());
        }
      }
    } catch (IllegalArgumentException e) {
      // Another thread has defined it meanwhile.
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null && !isShared(name)) {
        loaded = own(name);
      }
      if (loaded == null) {
        return super.loadClass(name, resolve);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private @Nullable Class<?> own(String name) {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static boolean isShared(String name) {
    return SHARED.stream().anyMatch(name::startsWith);
  }
}
