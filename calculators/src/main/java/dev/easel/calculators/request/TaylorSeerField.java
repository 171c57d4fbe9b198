package dev.easel.calculators.request;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.Mistakes;
import dev.easel.calculators.task.step.TaylorSeer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The field by which a request says which denoising steps to compute. */
final class TaylorSeerField {

  static final String NAME = "taylorseer_config";

  private static final String INTERVAL = "cache_interval";
  private static final String BEFORE = "disable_cache_before_step";
  private static final String AFTER = "disable_cache_after_step";
  private static final Set<String> MEMBERS = Set.of(INTERVAL, BEFORE, AFTER);

  private TaylorSeerField() {}

  /** What is left out is as GenAI has it. */
  static Optional<TaylorSeer> read(Fields fields) {
    return fields
        .numbersByName(NAME, "an object of numbers, such as {\"" + INTERVAL + "\": 3}")
        .map(TaylorSeerField::of);
  }

  private static TaylorSeer of(Map<String, Float> members) {
    for (String member : members.keySet()) {
      if (!MEMBERS.contains(member)) {
        throw RequestException.invalid(
            NAME,
            "it has no %s; it has %s, %s and %s"
                .formatted(Mistakes.quote(member), INTERVAL, BEFORE, AFTER));
      }
    }
    try {
      return new TaylorSeer(
          whole(members, INTERVAL, TaylorSeer.USUAL.cacheInterval()),
          whole(members, BEFORE, TaylorSeer.USUAL.disableCacheBeforeStep()),
          whole(members, AFTER, TaylorSeer.USUAL.disableCacheAfterStep()));
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid(NAME, String.valueOf(e.getMessage()));
    }
  }

  private static int whole(Map<String, Float> members, String name, int usual) {
    float value = members.getOrDefault(name, (float) usual);
    if (value != Math.rint(value)) {
      throw RequestException.invalid(NAME, name + " " + value + " is no whole number");
    }
    return (int) value;
  }
}
