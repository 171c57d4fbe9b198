package dev.easel.http.route;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds the endpoint of a method and a path.
 *
 * <p>Names may contain slashes, so a path can mean several: {@code /v3/a/images/edits} is the edits
 * of servable {@code a} or the servable {@code a/images/edits}. The table lists them; {@link
 * ServableChoice} knows which exist.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class RouteTable {

  /** What {@code {api}} stands for, the longest first. */
  public static final List<String> PREFIXES = List.of("/v3/v1", "/v3", "/v1");

  /** Another platform's API, which clients of gateways mix up with OpenAI's. */
  private static final String NATIVE = "/v1beta";

  private static final Pattern SLASHES = Pattern.compile("//+");

  private static final List<Endpoint> ENDPOINTS = List.of(Endpoint.values());

  private static final Map<Endpoint, List<PathPattern>> PATTERNS = each(RouteTable::patterns);

  /** The endpoints at the path of each; they differ in their methods. */
  private static final Map<Endpoint, List<Endpoint>> SAME_PATH = each(RouteTable::samePath);

  private final Predicate<String> hasServable;

  /** A table for a server; {@code hasServable} tells whether a name or alias is known. */
  public RouteTable(Predicate<String> hasServable) {
    this.hasServable = hasServable;
  }

  /** What answers {@code method} at {@code path}, which carries no query. */
  public Match match(String method, String path) {
    String clean = plain(path);
    for (Endpoint endpoint : ENDPOINTS) {
      List<String> captured = captured(endpoint, clean);
      if (!captured.isEmpty() && !isServables(endpoint, clean)) {
        return match(method, path, endpoint, names(endpoint, clean, captured));
      }
    }
    return nothing(path);
  }

  private Match match(String method, String path, Endpoint endpoint, Optional<List<String>> names) {
    if (names.isEmpty()) {
      return new Match.Nothing("not found: the path has an escape that is no UTF-8 text");
    }
    List<Endpoint> atThePath = Objects.requireNonNull(SAME_PATH.get(endpoint));
    for (Endpoint each : atThePath) {
      if (each.hasMethod(method)) {
        return new Match.Found(each, names.get());
      }
    }
    // Any path below a prefix may be a servable's; it exists only when the servable does.
    boolean exists = endpoint != Endpoint.SERVABLE || names.get().stream().anyMatch(hasServable);
    return exists ? new Match.OtherMethod(methods(atThePath)) : nothing(path);
  }

  /** A servable that is called {@code files}, {@code graphs} or {@code traces} is still reached. */
  private boolean isServables(Endpoint endpoint, String path) {
    return (endpoint.isDesk() || endpoint.isGraphs())
        && captured(Endpoint.SERVABLE, path).stream()
            .flatMap(name -> PathText.decode(name).stream())
            .anyMatch(hasServable);
  }

  private static List<String> methods(List<Endpoint> endpoints) {
    return endpoints.stream().flatMap(each -> each.methods().stream()).toList();
  }

  private static Match nothing(String path) {
    if (path.equals(NATIVE) || path.startsWith(NATIVE + "/")) {
      return new Match.Nothing(
          "not found: "
              + path
              + " is Gemini's native API, which is not served; send images API requests to"
              + " /v1/images/generations");
    }
    return new Match.Nothing("not found: nothing answers at " + path);
  }

  private static List<String> captured(Endpoint endpoint, String path) {
    List<String> captured = List.of();
    List<PathPattern> patterns = Objects.requireNonNull(PATTERNS.get(endpoint));
    for (int i = 0; i < patterns.size(); i++) {
      PathPattern pattern = patterns.get(i);
      if (pattern.fits(path)) {
        captured = captured.isEmpty() ? new ArrayList<>(PREFIXES.size()) : captured;
        captured.add(pattern.name(path));
      }
    }
    return captured;
  }

  /** The decoded names; a graph's whole path is its name before a part of it is. */
  private static Optional<List<String>> names(
      Endpoint endpoint, String path, List<String> captured) {
    List<String> raw = new ArrayList<>();
    if (endpoint.isRun() && endpoint != Endpoint.SERVABLE) {
      raw.addAll(captured(Endpoint.SERVABLE, path));
    }
    raw.addAll(captured);
    if (raw.size() == 1 && raw.get(0).indexOf('%') < 0) {
      return Optional.of(raw.get(0).isEmpty() ? List.of() : List.copyOf(raw));
    }
    Set<String> names = new LinkedHashSet<>();
    for (String name : raw) {
      Optional<String> decoded = PathText.decode(name);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      decoded.filter(text -> !text.isEmpty()).ifPresent(names::add);
    }
    return Optional.of(List.copyOf(names));
  }

  private static List<PathPattern> patterns(Endpoint endpoint) {
    if (!endpoint.pattern().startsWith("{api}")) {
      return List.of(PathPattern.of(endpoint.pattern()));
    }
    return PREFIXES.stream()
        .map(api -> PathPattern.of(endpoint.pattern().replace("{api}", api)))
        .toList();
  }

  private static <T> Map<Endpoint, T> each(Function<Endpoint, T> about) {
    Map<Endpoint, T> all = new EnumMap<>(Endpoint.class);
    ENDPOINTS.forEach(endpoint -> all.put(endpoint, about.apply(endpoint)));
    return all;
  }

  private static List<Endpoint> samePath(Endpoint as) {
    return ENDPOINTS.stream().filter(each -> each.pattern().equals(as.pattern())).toList();
  }

  /** As what an endpoint's path is known, with {@code {name}} for the name in it. */
  public static String route(Endpoint endpoint, String path) {
    String clean = plain(path);
    return Objects.requireNonNull(PATTERNS.get(endpoint)).stream()
        .filter(pattern -> pattern.fits(clean))
        .findFirst()
        .map(PathPattern::text)
        .orElse("");
  }

  /**
   * A path as every path here is read: clients' base URLs leave doubled and closing slashes behind,
   * which mean nothing. A slash of a name that is to stay doubled is sent as {@code %2F}.
   */
  public static String plain(String path) {
    String single = path.contains("//") ? SLASHES.matcher(path).replaceAll("/") : path;
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }
}
