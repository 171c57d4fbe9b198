package dev.easel.bench.door;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Sends one request after another on each of some connections, from one thread, and checks every
 * answer: status, length, and that the body is the one that was sent. It makes nothing for a
 * request, so that it costs as little as the kernel lets it.
 */
public final class Load {
  /** Of answers that took up to so many microseconds each is counted by itself. */
  private static final int MOST_MICROS = 5_000_000;

  private final int[] counts = new int[MOST_MICROS + 1];
  private long answers;
  private boolean isCounting;

  private Load() {}

  /**
   * Prints what was measured as JSON.
   *
   * @param args the port, the path, the connections, seconds to warm up, seconds to measure, and
   *     the kind: {@code echo}, {@code json} or {@code form} and how many bytes the body has
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    int connections = Integer.parseInt(args[2]);
    double warm = Double.parseDouble(args[3]);
    double seconds = Double.parseDouble(args[4]);
    Question question = Question.of(args[5], args[1], Integer.parseInt(args[6]));
    new Load().run(port, connections, warm, seconds, question);
  }

  private void run(int port, int count, double warm, double seconds, Question question)
      throws IOException {
    try (Selector selector = Selector.open()) {
      Client[] clients = new Client[count];
      for (int i = 0; i < count; i++) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        SocketChannel channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        clients[i] = new Client(channel, question);
        clients[i].key = channel.register(selector, SelectionKey.OP_READ, clients[i]);
        clients[i].ask();
      }
      drive(selector, warm);
      isCounting = true;
      double took = drive(selector, seconds);
      for (Client client : clients) {
        client.channel.close();
      }
      print(took);
    }
  }

  private double drive(Selector selector, double seconds) throws IOException {
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      selector.select(this::handle, 100);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private void handle(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (key.isWritable()) {
        client.write();
      }
      if (key.isReadable() && client.hasAnswer()) {
        if (isCounting) {
          long micros = (System.nanoTime() - client.askedNanos) / 1000;
          counts[(int) Math.min(micros, MOST_MICROS)]++;
          answers++;
        }
        client.ask();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void print(double seconds) {
    System.out.printf(
        "{\"requests\": %d, \"per_second\": %.1f, \"p50_us\": %d, \"p90_us\": %d, \"p99_us\": %d,"
            + " \"p999_us\": %d, \"most_us\": %d}%n",
        answers,
        answers / seconds,
        percentile(0.5),
        percentile(0.9),
        percentile(0.99),
        percentile(0.999),
        percentile(1));
  }

  private int percentile(double share) {
    long wanted = (long) Math.ceil(share * answers);
    long seen = 0;
    for (int micros = 0; micros <= MOST_MICROS; micros++) {
      seen += counts[micros];
      if (seen >= wanted) {
        return micros;
      }
    }
    return MOST_MICROS;
  }

  /** Whether two stretches of bytes are equal. */
  static boolean isEqual(byte[] one, int from, byte[] other) {
    return Arrays.equals(one, from, from + other.length, other, 0, other.length);
  }
}
