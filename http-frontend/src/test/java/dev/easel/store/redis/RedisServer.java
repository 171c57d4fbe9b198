package dev.easel.store.redis;

import dev.easel.cli.Program;
import dev.easel.store.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A redis-server of our own on a free port of the loopback address, which keeps every command. */
@SuppressWarnings("try") // what is watched is closed, and asked nothing
public final class RedisServer implements AutoCloseable {
  private static final Path COMMAND = Path.of("/usr/bin/redis-server");

  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;

  private RedisServer(Path folder, int port, List<String> options) throws IOException {
    this.folder = folder;
    this.port = port;
    this.options = options;
    process = started();
  }

  /** Starts one; the test is skipped where there is none. */
  public static RedisServer start(Path folder, String... options) throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(COMMAND), "redis-server is missing: sudo apt install redis-server");
    RedisServer server = new RedisServer(folder, Program.freePort(), List.of(options));
    server.awaitIt();
    return server;
  }

  /** Where it listens. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it again on the same port and files. */
  public void restart() throws IOException {
    process = started();
    awaitIt();
  }

  private void awaitIt() {
    Until.holds("a Redis on port " + port, this::isThere);
  }

  private Process started() throws IOException {
    List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
    command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--dir", folder.toString(), "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("redis.log").toFile())
        .start();
  }

  private boolean isThere() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[5];
      return socket.getInputStream().readNBytes(answer, 0, 5) == 5 && answer[1] == 'P';
    } catch (IOException e) {
      return false;
    }
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("redis-server did not end");
    }
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
