package dev.easel.genai.worker.process;

import dev.easel.genai.GenAi;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.worker.wire.MessageChannel;
import dev.easel.genai.worker.wire.PixelInbox;
import dev.easel.genai.worker.wire.PixelOutbox;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** What a worker process runs. */
public final class WorkerMain {
  private static final int ARGUMENTS = 5;

  private WorkerMain() {}

  /**
   * Serves the program that started this process, until the connection ends.
   *
   * @param arguments the socket, the file that the worker writes pixels to, the one that it reads
   *     pixels from, the program's process number, and how many bytes of address space the worker
   *     may take, 0 for no limit
   */
  public static void main(String[] arguments) {
    if (arguments.length != ARGUMENTS) {
      System.err.println("this is a worker process of a program that loads image models");
      exit(2);
    }
    try {
      GenAi.load();
      ProcessLimits.apply(Integer.parseInt(arguments[3]), Long.parseLong(arguments[4]));
      serve(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
      exit(0);
    } catch (IOException | GenAiException | NumberFormatException e) {
      System.err.println(e.getMessage());
      exit(1);
    }
  }

  private static void serve(Path socket, Path written, Path read) throws IOException {
    // Nothing is closed: the process ends here, and what still runs must not find things gone.
    SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    WorkerServer server =
        new WorkerServer(
            MessageChannel.over(connection), PixelOutbox.open(written), PixelInbox.open(read));
    server.serve();
  }

  /** At once: native code may be running on any thread, and would be torn down under it. */
  private static void exit(int status) {
    Runtime.getRuntime().halt(status);
  }
}
