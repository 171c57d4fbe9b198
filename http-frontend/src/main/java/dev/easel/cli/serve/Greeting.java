package dev.easel.cli.serve;

import dev.easel.http.server.ServerSettings;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.Servables;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What a server says to whoever started it. */
final class Greeting {
  private final Servables servables;
  private final ServerSettings settings;
  private final List<InetSocketAddress> addresses;

  Greeting(Servables servables, ServerSettings settings, List<InetSocketAddress> addresses) {
    this.servables = servables;
    this.settings = settings;
    this.addresses = addresses;
  }

  void print(PrintWriter out) {
    InetSocketAddress first = addresses.get(0);
    String url = "http://" + RestOptions.reachable(first.getAddress()) + ":" + first.getPort();
    Optional<Servable> example = Optional.empty();
    for (Servable servable : servables.all()) {
      boolean serves = servable.state() == ServableState.AVAILABLE;
      if (serves && example.isEmpty()) {
        example = Optional.of(servable);
      }
      out.println(line(servable));
    }
    out.println(
        example.isPresent()
            ? "Easel is ready at " + url
            : "Easel answers at " + url + ", but serves nothing yet");
    example.ifPresent(servable -> out.println(tryIt(url, servable)));
    out.flush();
  }

  private static String line(Servable servable) {
    String failure = servable.failure().map(reason -> ": " + reason).orElse("");
    return "  " + servable.name() + "  " + servable.state() + failure;
  }

  /** A line for a shell that needs nothing but curl and what every Debian has. */
  private String tryIt(String url, Servable servable) {
    String key =
        settings.access().key().isPresent() ? " -H \"Authorization: Bearer $API_KEY\"" : "";
    return """

        Try it:
          curl -s %s/v3/images/generations -H 'Content-Type: application/json'%s \\
            -d '{"model": "%s", "prompt": "a red circle on a white background"}' \\
            | grep -o '"b64_json": *"[^"]*' | cut -d'"' -f4 | base64 -d > out.png
        """
        .formatted(url, key, servable.name());
  }
}
