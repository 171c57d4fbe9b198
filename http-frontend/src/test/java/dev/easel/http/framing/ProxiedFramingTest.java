package dev.easel.http.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.GivenServable;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.framing.FramingCases.Case;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behind a proxy as Debian packages it: every request that runs here is one that the proxy saw, and
 * marked. Left out where the proxy is not installed.
 */
@Timeout(60)
class ProxiedFramingTest {

  private static final String HAPROXY =
      """
      global
        maxconn 100
      defaults
        mode http
        timeout connect 5s
        timeout client 5s
        timeout server 5s
      frontend in
        bind 127.0.0.1:%1$d
        http-request set-header X-Marked yes
        default_backend out
      backend out
        http-reuse always
        server easel 127.0.0.1:%2$d
      """;

  private static final String NGINX =
      """
      daemon off;
      worker_processes 1;
      pid %3$s/pid;
      error_log stderr crit;
      events {}
      http {
        access_log off;
        client_body_temp_path %3$s;
        proxy_temp_path %3$s;
        fastcgi_temp_path %3$s;
        uwsgi_temp_path %3$s;
        scgi_temp_path %3$s;
        upstream easel {
          server 127.0.0.1:%2$d;
          keepalive 4;
        }
        server {
          listen 127.0.0.1:%1$d;
          location / {
            proxy_pass http://easel;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Marked yes;
            proxy_request_buffering off;
            proxy_ignore_client_abort on;
          }
        }
      }
      """;

  private final ConcurrentLinkedQueue<HttpRequestPayload> runs = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;

  @Test
  void haproxySeesEveryRequestThatRuns() throws Exception {
    Path config = folder.resolve("haproxy.cfg");
    seesEveryRequestThatRuns(
        HAPROXY, config, program("haproxy"), List.of("-db", "-f", config.toString()));
  }

  @Test
  void nginxSeesEveryRequestThatRuns() throws Exception {
    Path config = folder.resolve("nginx.conf");
    seesEveryRequestThatRuns(
        NGINX,
        config,
        program("nginx"),
        List.of("-p", folder.toString(), "-e", "stderr", "-c", config.toString()));
  }

  private static Path program(String name) {
    Path program = Path.of("/usr/sbin", name);
    assumeTrue(Files.isExecutable(program), () -> name + " is not installed");
    return program;
  }

  private void seesEveryRequestThatRuns(
      String template, Path config, Path program, List<String> arguments) throws Exception {
    int port = freePort();
    InetSocketAddress door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (TestServer server = TestServer.of(marked())) {
      Files.writeString(config, template.formatted(port, server.address().getPort(), folder));
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(arguments);
      Process proxy = new ProcessBuilder(command).inheritIO().start();
      try {
        awaitDoor(proxy, door);
        for (Case asked : FramingCases.right()) {
          runs.clear();
          String answers = ask(door, asked);
          assertThat(answers).as(asked.name()).contains("HTTP/1.1 ");
          assertThat(runs).as(asked.name()).hasSizeLessThanOrEqualTo(1);
        }
        for (Case asked : FramingCases.wrong()) {
          ask(door, asked);
        }
        assertThat(runs).allMatch(run -> run.header("x-marked").equals(Optional.of("yes")));
      } finally {
        proxy.destroy();
        proxy.waitFor();
      }
    }
  }

  private GivenServable marked() {
    return GivenServable.of(
        "echo",
        (payload, listener) -> {
          runs.add(payload);
          listener.onResponse(HttpResponsePayload.text(200, "text/plain", "done"));
          listener.onEnd(Optional.empty());
          return GivenServable.ENDED;
        });
  }

  private static String ask(InetSocketAddress door, Case asked) throws IOException {
    try (RawClient client = new RawClient(door)) {
      client.send(asked.sent());
      client.finishSending();
      return client.readSome();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitDoor(Process proxy, InetSocketAddress door) {
    while (proxy.isAlive()) {
      try {
        new RawClient(door).close();
        return;
      } catch (IOException e) {
        Thread.onSpinWait(); // not open yet
      }
    }
    throw new AssertionError("the proxy ended with " + proxy.exitValue());
  }
}
