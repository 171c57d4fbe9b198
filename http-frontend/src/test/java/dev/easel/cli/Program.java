package dev.easel.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The program as a process of its own, as a user starts it. */
public final class Program implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** A port of the loopback address that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return door.getLocalPort();
    }
  }

  /** Starts the command line. */
  public static Program easel(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return java(Easel.class.getName(), folder, environment, arguments);
  }

  /** Starts a server, on a port of the loopback address alone. */
  public static Program server(
      Path folder, Map<String, String> environment, int port, String... flags) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--rest_port",
                String.valueOf(port),
                "--rest_bind_address",
                InetAddress.getLoopbackAddress().getHostAddress()));
    arguments.addAll(List.of(flags));
    return easel(folder, environment, arguments.toArray(String[]::new));
  }

  /** Starts any class with a main method. */
  public static Program java(
      String mainClass, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.add("-Deasel.home=" + Path.of("..").toAbsolutePath().normalize());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("easel", ".out");
    Path err = Files.createTempFile("easel", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HF_"));
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    return new Program(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** What it has printed. */
  public String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  /** What it has complained of. */
  public String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  /** Waits until it has printed what is looked for. */
  public String await(Predicate<String> looked) throws IOException, InterruptedException {
    while (!looked.test(out())) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) && !looked.test(out())) {
        throw new AssertionError("ended with " + process.exitValue() + ": " + out() + err());
      }
    }
    return out();
  }

  /** Waits for its end. */
  public int status() throws InterruptedException {
    if (!process.waitFor(500, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the program did not end");
    }
    return process.exitValue();
  }

  /** Asks it to end, as {@code kill} does, and waits for that. */
  public int end() throws InterruptedException {
    process.destroy();
    return status();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.delete(out);
    Files.delete(err);
  }
}
