package dev.easel.http.route;

import java.util.List;

/** What a route table says about a method and a path. */
public sealed interface Match {

  /**
   * An endpoint answers.
   *
   * @param endpoint the endpoint
   * @param names the names that the path can mean, decoded, the likeliest first; empty when the
   *     endpoint's path has none
   */
  record Found(Endpoint endpoint, List<String> names) implements Match {

    /** Copies the list. */
    public Found {
      names = List.copyOf(names);
    }

    /** The likeliest name. */
    public String name() {
      return names.get(0);
    }
  }

  /**
   * The path exists and has other methods.
   *
   * @param allowed the methods that it has, as the {@code Allow} header lists them
   */
  record OtherMethod(List<String> allowed) implements Match {

    /** Copies the list. */
    public OtherMethod {
      allowed = List.copyOf(allowed);
    }
  }

  /**
   * Nothing answers under the path.
   *
   * @param reason why, fit for a client
   */
  record Nothing(String reason) implements Match {}
}
