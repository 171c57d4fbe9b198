package dev.easel.http.page;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.http.route.Match;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pages that the server shows to people: one to make pictures on, one that shows its graphs.
 *
 * <p>They hold no data. What they show, they ask the API for, with the key that their user types
 * in; so they need none themselves, as a browser sends none when it opens a page.
 *
 * <p><b>Threads</b>: immutable; any thread may ask, and nobody waits.
 */
public final class Pages {

  private static final String PLAYGROUND = "playground.html";
  private static final String GRAPHS = "graphs.html";

  private static final List<String> FILES =
      List.of(
          PLAYGROUND,
          GRAPHS,
          "easel.svg",
          "easel.css",
          "playground.css",
          "graphs.css",
          "api.js",
          "canvas.js",
          "element.js",
          "events.js",
          "figures.js",
          "graphs.js",
          "key.js",
          "lines.js",
          "mistakes.js",
          "playground.js",
          "results.js");

  private final Map<String, PageFile> files;

  private Pages(Map<String, PageFile> files) {
    this.files = files;
  }

  /** The pages that ship with the server. */
  public static Pages shipped() {
    Map<String, PageFile> files = new LinkedHashMap<>();
    FILES.forEach(name -> files.put(name, PageFile.load(name)));
    return new Pages(files);
  }

  /** The pages of a server that shows none. */
  public static Pages none() {
    return new Pages(Map.of());
  }

  /**
   * The answer to a request for a page or a part of one, or that the client has it already.
   *
   * <p><b>Failure</b>: {@link Refusal} where there is none.
   *
   * @param found an endpoint that is a page
   * @param isFolder whether it was asked for with a slash at its end: what a page is made of would
   *     be looked for below it, so it is shown without the slash
   * @param known what the client says in {@code If-None-Match}
   */
  public HttpResponsePayload answer(Match.Found found, boolean isFolder, Optional<String> known) {
    if (files.isEmpty()) {
      throw missing("Pages are off here: start the server without --pages=false.");
    }
    return switch (found.endpoint()) {
      case PLAYGROUND_PAGE -> page(PLAYGROUND, isFolder, known);
      case GRAPHS_PAGE -> page(GRAPHS, isFolder, known);
      default -> file(found.name()).answer(known);
    };
  }

  private HttpResponsePayload page(String name, boolean isFolder, Optional<String> known) {
    if (isFolder) {
      // Relative, since a proxy may have put a path before it.
      String page = "../" + name.substring(0, name.indexOf('.'));
      return new HttpResponsePayload(308, Map.of("location", page), List.of(), false);
    }
    return file(name).answer(known);
  }

  private PageFile file(String name) {
    PageFile file = files.get(name);
    if (file == null) {
      throw missing("not found: the pages have no file " + name);
    }
    return file;
  }

  private static Refusal missing(String message) {
    return new Refusal(ErrorAnswer.of(404, message, "unknown_url"));
  }
}
