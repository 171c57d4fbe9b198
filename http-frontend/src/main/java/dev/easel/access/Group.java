package dev.easel.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a group of keys may do.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param name its name
 * @param platform whose API it uses: {@code openai}, {@code local}, or one without images
 * @param hasImages whether it may make pictures
 * @param models which models it may name
 * @param scopes what its keys may be used for
 * @param limits how much its keys may ask for together
 * @param weight how large the share of each of its keys is where keys wait for a model
 */
public record Group(
    String name,
    String platform,
    boolean hasImages,
    List<NamePattern> models,
    Set<Scope> scopes,
    Limits limits,
    double weight) {

  /** The platform whose image models are all called {@code gpt-image-*}. */
  public static final String OPENAI = "openai";

  /** The platform of this server's own models. */
  public static final String LOCAL_PLATFORM = "local";

  /** The group of whoever has the key of {@code --api_key_file}: everything, without limits. */
  public static final Group LOCAL =
      new Group(
          "local",
          LOCAL_PLATFORM,
          true,
          List.of(NamePattern.ANY),
          EnumSet.allOf(Scope.class),
          Limits.NONE,
          1);

  private static final NamePattern OPENAI_IMAGES = new NamePattern("gpt-image-*");

  /** Copies the collections and checks the weight. */
  public Group {
    models = List.copyOf(models);
    scopes = Set.copyOf(scopes);
    if (!(weight > 0) || weight > 1000) {
      throw new IllegalArgumentException("weight: " + weight);
    }
  }

  /** Whether it may name a model. */
  public boolean allows(String model) {
    return models.stream().anyMatch(pattern -> pattern.matches(model));
  }

  /** Whether a name is one of an image model on its platform. */
  public boolean isImageModel(String model) {
    return !platform.equals(OPENAI) || OPENAI_IMAGES.matches(model);
  }

  /** Whether its keys may be used for something. */
  public boolean has(Scope scope) {
    return scopes.contains(scope);
  }
}
