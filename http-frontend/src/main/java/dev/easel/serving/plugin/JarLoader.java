package dev.easel.serving.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads one jar's classes before those of the program, so that a jar brings its own versions of
 * libraries. What calculators and the program talk to each other with stays the program's. What
 * would end the process is refused.
 *
 * <p><b>Ownership</b>: holds no file; it is collected when nothing of the jar is in use any more.
 */
final class JarLoader extends SecureClassLoader {
  private static final List<String> SHARED =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "dev.easel.framework.",
          "dev.easel.calculators.",
          "dev.easel.genai.",
          "dev.easel.picture.",
          "com.google.protobuf.",
          "org.jspecify.",
          "org.slf4j.");

  static {
    registerAsParallelCapable();
  }

  private final JarContents jar;
  private final CodeSource source;

  JarLoader(JarContents jar, ClassLoader program) throws MalformedURLException {
    super("calculators in " + jar.file(), program);
    this.jar = jar;
    this.source = new CodeSource(jar.file().toUri().toURL(), (Certificate[]) null);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] file = jar.entries().get(name.replace('.', '/') + ".class");
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      byte[] guarded = ExitGuard.guard(file);
      define(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
      return defineClass(name, guarded, 0, guarded.length, source);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      int version = version(file);
      if (version > Runtime.version().feature()) {
        throw new UnsupportedClassVersionError(
            "%s is built for Java %d, and this is Java %d"
                .formatted(name, version, Runtime.version().feature()));
      }
      throw new ClassFormatError(name + " is no class file that can be read: " + e.getMessage());
    }
  }

  /** The version of Java that a class file was built for. */
  private static int version(byte[] file) {
    return file.length < 8 ? 0 : (((file[6] & 0xff) << 8) | (file[7] & 0xff)) - 44;
  }

  private void define(String packageName) throws IOException {
    if (getDefinedPackage(packageName) != null) {
      return;
    }
    Optional<Manifest> manifest = jar.manifest();
    try {
      definePackage(
          packageName,
          null,
          null,
          null,
          manifest.map(m -> m.getMainAttributes().getValue("Implementation-Title")).orElse(null),
          manifest.map(m -> m.getMainAttributes().getValue("Implementation-Version")).orElse(null),
          null,
          null);
    } catch (IllegalArgumentException e) {
      // Another thread has defined it meanwhile.
    }
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] bytes = jar.entries().get(name);
    if (bytes == null) {
      return null;
    }
    try {
      return new URL("easel-jar", "", -1, jar.file() + "!/" + name, new InMemory(bytes));
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e); // its protocol has a handler
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<URL> found = new ArrayList<>();
    URL one = findResource(name);
    if (one != null) {
      found.add(one);
    }
    return Collections.enumeration(found);
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

  /** Serves one entry to whoever opens its address. */
  private static final class InMemory extends URLStreamHandler {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }

        @Override
        public long getContentLengthLong() {
          return bytes.length;
        }
      };
    }
  }
}
