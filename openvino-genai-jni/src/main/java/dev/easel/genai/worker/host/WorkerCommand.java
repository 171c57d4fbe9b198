package dev.easel.genai.worker.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.MessageLite;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.worker.process.WorkerMain;
import dev.easel.picture.RgbImages;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a worker process. */
final class WorkerCommand {
  private static final System.Logger LOG = System.getLogger("dev.easel.genai.worker");

  /** From this version on the JDK warns of native code that it was not told of. */
  private static final int WARNS_OF_NATIVE = 22;

  /** From this version on the JDK has an option for the old access to memory, of which it warns. */
  private static final int WARNS_OF_MEMORY = 23;

  private static final List<String> OWN_NETWORK = List.of("unshare", "--net", "--");

  /** For those who may not do it as they are. */
  private static final List<String> OWN_NETWORK_OF_USER =
      List.of("unshare", "--user", "--map-current-user", "--net", "--");

  /** Of all its threads, which only holds when it begins so. */
  private static final List<String> NO_NEW_PRIVILEGES = List.of("setpriv", "--no-new-privs", "--");

  private static final long TRIAL_SECONDS = 5;

  private final List<String> prefix;

  private WorkerCommand(List<String> prefix) {
    this.prefix = prefix;
  }

  /** Finds out what the system allows. */
  static WorkerCommand of(WorkerSettings settings) {
    List<String> prefix = new ArrayList<>();
    if (settings.isolatesNetwork()) {
      prefix.addAll(ownNetwork());
    }
    if (isAllowed(NO_NEW_PRIVILEGES)) {
      prefix.addAll(NO_NEW_PRIVILEGES);
    }
    return new WorkerCommand(List.copyOf(prefix));
  }

  private static List<String> ownNetwork() {
    if (isAllowed(OWN_NETWORK)) {
      return OWN_NETWORK;
    }
    // In a namespace of users, root could not read other users' files any more.
    if (!isRoot() && isAllowed(OWN_NETWORK_OF_USER)) {
      return OWN_NETWORK_OF_USER;
    }
    LOG.log(System.Logger.Level.INFO, "worker processes keep the network: unshare is not allowed");
    return List.of();
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return true; // so that nothing is taken away
    }
  }

  private static boolean isAllowed(List<String> wrapper) {
    List<String> trial = new ArrayList<>(wrapper);
    trial.add("true");
    try {
      Process process =
          new ProcessBuilder(trial)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false; // there is no such command
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The whole line for a process that has its files in a folder.
   *
   * @param crashReport where Java writes of a crash
   * @param further options of Java
   */
  List<String> line(
      WorkerFolder folder, Path crashReport, WorkerSettings settings, List<String> further) {
    List<String> line = new ArrayList<>(prefix);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            // Little Java runs there, and little memory is Java's: images are outside its heap.
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx128m",
            "-XX:MaxDirectMemorySize=1t",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=24m",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            // Signals are the native side's.
            "-Xrs",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:ErrorFile=" + crashReport,
            "-Djava.io.tmpdir=" + folder.path()));
    line.addAll(further);
    Stream.of("easel.genai.home", "easel.cache")
        .filter(name -> System.getProperty(name) != null)
        .forEach(name -> line.add("-D" + name + "=" + System.getProperty(name)));
    if (Runtime.version().feature() >= WARNS_OF_NATIVE) {
      line.add("--enable-native-access=ALL-UNNAMED");
    }
    if (Runtime.version().feature() >= WARNS_OF_MEMORY) {
      line.add("--sun-misc-unsafe-memory-access=allow"); // protobuf's
    }
    String places =
        classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    line.addAll(List.of("-cp", places, WorkerMain.class.getName()));
    line.addAll(folder.arguments());
    line.add(Long.toString(ProcessHandle.current().pid()));
    line.add(Long.toString(settings.addressSpaceBytes().orElse(0)));
    return line;
  }

  /** Only what the worker needs, wherever this program has it from. */
  static List<Path> classPath() {
    Set<Path> places = new LinkedHashSet<>();
    for (Class<?> each :
        List.of(
            WorkerMain.class,
            RgbImages.class,
            MessageLite.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonProperty.class)) {
      places.add(place(each));
    }
    return List.copyOf(places);
  }

  private static Path place(Class<?> type) {
    String place = "an unknown place";
    try {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (source != null && source.getLocation() != null) {
        place = source.getLocation().toString();
        Path path = Path.of(source.getLocation().toURI());
        if (Files.exists(path) && path.toString().indexOf(File.pathSeparatorChar) < 0) {
          return path;
        }
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // Such as a jar within a jar.
    }
    throw new GenAiException(
        "no worker process can be started: it needs %s as a jar or a folder of its own, and it comes from %s; load models in this process instead"
            .formatted(type.getName(), place));
  }
}
