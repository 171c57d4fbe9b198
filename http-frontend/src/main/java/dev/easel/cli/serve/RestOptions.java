package dev.easel.cli.serve;

import dev.easel.cli.shared.Misuse;
import dev.easel.http.server.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where and with how many threads HTTP is served. */
final class RestOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:%_-]*[A-Za-z0-9])?|::");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final int MOST_WORKERS = 10_000;

  @Option(
      names = "--rest_port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "Port for HTTP (default: ${DEFAULT-VALUE}).")
  private long port;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "OVMS's port for gRPC, which is not served: 0, or it has no effect.")
  private long grpcPort;

  @Option(
      names = "--rest_bind_address",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description =
          "Addresses to listen on, separated by commas: IPv4, IPv6 or host names (default:"
              + " ${DEFAULT-VALUE}).")
  private String bindAddress = "0.0.0.0";

  @Option(
      names = "--rest_workers",
      paramLabel = "N",
      description = "Threads that read and write HTTP, 2 to 10000 (default: one per core).")
  private @Nullable Long workers;

  @Option(
      names = "--tls_cert",
      paramLabel = "FILE",
      description =
          "Serves HTTPS with this certificate and its chain, as PEM; needs --tls_key. Read again when"
              + " it changes.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls_key",
      paramLabel = "FILE",
      description = "The certificate's key, as PEM in PKCS #8 without a password.")
  private @Nullable Path key;

  @Option(
      names = "--pages",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Shows /playground and /graphs to browsers; what they show needs the API's keys (default:"
              + " ${DEFAULT-VALUE}).")
  private boolean hasPages;

  boolean hasPages() {
    return hasPages;
  }

  /** With what HTTPS is served. */
  Optional<TlsFiles> tls(Duration poll, Misuse misuse) {
    misuse.when((certificate == null) != (key == null), "tls_cert and tls_key need each other");
    return certificate == null || key == null
        ? Optional.empty()
        : Optional.of(new TlsFiles(certificate, key, poll));
  }

  /** What is wrong with the values, in OVMS's words. */
  void check(Misuse misuse) {
    misuse.when(port < 0 || port > 65_535, "rest_port number out of range from 0 to 65535");
    misuse.when(grpcPort < 0 || grpcPort > 65_535, "port number out of range from 0 to 65535");
    misuse.when(port == 0 && grpcPort == 0, "port and rest_port cannot both be unset");
    misuse.when(port == grpcPort, "port and rest_port cannot have the same values");
    misuse.when(
        port == 0, "rest_port is 0: gRPC is not served, so there would be nothing to talk to");
    misuse.when(
        workers != null && (workers < 0 || workers > MOST_WORKERS),
        "rest_workers count should be from 2 to 10000");
    for (String host : hosts()) {
      misuse.when(
          !isHost(host),
          "rest_bind_address has invalid format: proper hostname or IP address expected.");
    }
  }

  /** What looks like an IPv4 address must be a whole one: "192.0.2" would be 192.0.0.2. */
  private static boolean isHost(String host) {
    boolean isNumeric = host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    return (isNumeric ? IPV4 : HOST).matcher(host).matches();
  }

  int port() {
    return (int) port;
  }

  int eventLoops() {
    return workers == null
        ? Math.max(2, Runtime.getRuntime().availableProcessors())
        : (int) Math.max(2, workers);
  }

  List<InetSocketAddress> addresses() {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String host : hosts()) {
      addresses.add(new InetSocketAddress(host, port()));
    }
    return addresses;
  }

  /** Says that clients of gRPC will find nobody, once the log is as it was asked for. */
  void warn() {
    if (grpcPort != 0) {
      LOG.warn("--port {} has no effect: gRPC is not served, clients use --rest_port", grpcPort);
    }
  }

  /** A host under which a client on this machine reaches the server. */
  static String reachable(InetAddress address) {
    return address.isAnyLocalAddress() ? "localhost" : host(address);
  }

  /** An address as it stands in a URL. */
  static String host(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  private List<String> hosts() {
    return List.of(bindAddress.strip().split("\\s*,\\s*", -1));
  }
}
