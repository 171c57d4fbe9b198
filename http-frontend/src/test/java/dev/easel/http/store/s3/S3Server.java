package dev.easel.http.store.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * S3Proxy over a folder, as a process of its own: a store that checks signatures and the expiry of
 * URLs, and that can be stopped and killed.
 */
final class S3Server implements AutoCloseable {

  static final String BUCKET = "pictures";
  private static final String IDENTITY = "test-identity";
  private static final String SECRET = "test-secret-that-nobody-may-see";
  private static final Path JAR = Path.of("target", "s3proxy", "s3proxy-jar-with-dependencies.jar");
  private static final Pattern LISTENS = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)\\}");

  private final Path folder;
  private final Path log;
  private final Process process;
  private final int port;

  private S3Server(Path folder, Path log, Process process, int port) {
    this.folder = folder;
    this.log = log;
    this.process = process;
    this.port = port;
  }

  /** Starts it with one empty bucket. */
  static S3Server start(Path root) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(root.resolve("objects"));
    Files.createDirectories(folder.resolve(BUCKET));
    Path settings = root.resolve("s3proxy.conf");
    Files.write(
        settings,
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:0",
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + IDENTITY,
            "s3proxy.credential=" + SECRET,
            "jclouds.provider=filesystem-nio2",
            "jclouds.filesystem.basedir=" + folder));
    Path log = root.resolve("s3proxy.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                JAR.toAbsolutePath().toString(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new S3Server(folder, log, process, port(process, log));
  }

  private static int port(Process process, Path log) throws IOException, InterruptedException {
    while (true) {
      Matcher listens = LISTENS.matcher(Files.readString(log));
      if (listens.find()) {
        return Integer.parseInt(listens.group(1));
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("S3Proxy did not start: " + Files.readString(log));
      }
    }
  }

  /** Lets the SDK find what the server lets in. */
  static void signIn() {
    signIn(SECRET);
  }

  /** Lets the SDK find a wrong key. */
  static void signInWrongly() {
    signIn("wrong-" + SECRET);
  }

  private static void signIn(String secret) {
    System.setProperty("aws.accessKeyId", IDENTITY);
    System.setProperty("aws.secretAccessKey", secret);
  }

  /** What lets a process in. */
  Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", IDENTITY, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** Where it listens. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** How a server is told of a prefix of the bucket. */
  String uri(String prefix) {
    return "s3://" + BUCKET + "/" + prefix;
  }

  static void signOut() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  /** Where a store keeps pictures below a prefix. */
  S3Place place(String prefix) {
    return place(BUCKET, prefix);
  }

  S3Place place(String bucket, String prefix) {
    return new S3Place(
        bucket,
        prefix,
        Optional.of(URI.create("http://127.0.0.1:" + port)),
        Optional.empty(),
        true);
  }

  /** The objects of the bucket, below a prefix. */
  List<String> objects(String prefix) throws IOException {
    Path place = folder.resolve(BUCKET).resolve(prefix);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> place.relativize(file).toString())
          .toList();
    }
  }

  /** Writes an object past the server. */
  void write(String name, String content) throws IOException {
    Path file = folder.resolve(BUCKET).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** It takes connections and answers nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** It goes on. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Ends it at once. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(log);
  }
}
