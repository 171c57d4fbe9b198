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
    String scheme = settings.tls().isPresent() ? "https://" : "http://";
    String url = scheme + RestOptions.reachable(first.getAddress()) + ":" + first.getPort();
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
    if (settings.hasPages()) {
      out.println("  in a browser: " + url + "/playground");
    }
    example.ifPresent(servable -> out.println(tryIt(url, servable)));
    out.flush();
  }

  private static String line(Servable servable) {
    String failure = servable.failure().map(reason -> ": " + reason).orElse("");
    return "  " + servable.name() + "  " + servable.state() + failure;
  }

  /**
   * A line for a shell that needs nothing but curl and what every Debian has: for what the servable
   * does, and with the error shown if there is one.
   */
  private String tryIt(String url, Servable servable) {
    String key = settings.access().isDemanded() ? " -H \"Authorization: Bearer $API_KEY\"" : "";
    List<String> endpoints = servable.imageEndpoints();
    if (endpoints.isEmpty()) {
      return """

          Try it:
            curl -s %s/v3/%s%s -H 'Content-Type: application/json' -d '{"model": "%s"}'
          """
          .formatted(url, servable.name(), key, servable.name());
    }
    String body =
        endpoints.contains("generations")
            ? "generations%s -H 'Content-Type: application/json' \\\n    -d '%s'"
                .formatted(
                    key,
                    "{\"model\": \"%s\", \"prompt\": \"a red circle on a white background\"}"
                        .formatted(servable.name()))
            : "edits%s -F model='%s' -F prompt='a red circle' \\\n    -F image=@in.png -F mask=@mask.png"
                .formatted(key, servable.name());
    return """

        Try it:
          curl -s --fail-with-body -o out.json %s/v3/images/%s \\
            && grep -o '"b64_json": *"[^"]*' out.json | cut -d'"' -f4 | base64 -d > out.png \\
            || cat out.json
        """
        .formatted(url, body);
  }
}
