package dev.easel.calculators.generate.tuning;

import dev.easel.calculators.model.TuningFigure;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured of one model on one machine, and what was chosen.
 *
 * @param key what it holds for
 * @param model the model's folder, for people
 * @param measured when
 * @param sizes of the images that were made
 * @param otherLoad how much of the cores other programs took meanwhile, in percent
 * @param figures those of OpenVINO's own choice first
 * @param chosen the properties of one of the figures
 * @param concurrent how many runs at once
 */
public record TuningRecord(
    TuningKey key,
    String model,
    Instant measured,
    List<String> sizes,
    int otherLoad,
    List<TuningFigure> figures,
    Map<String, String> chosen,
    int concurrent) {

  /** In percent of the cores. */
  private static final int MOST_OTHER_LOAD = 20;

  /** Copies, and checks that the choice is one of the figures. */
  public TuningRecord {
    sizes = List.copyOf(sizes);
    figures = List.copyOf(figures);
    chosen = Collections.unmodifiableMap(new TreeMap<>(chosen));
    if (figures.isEmpty() || !figures.get(0).properties().isEmpty()) {
      throw new IllegalArgumentException("the figures do not begin with OpenVINO's own choice");
    }
    if (concurrent < 1) {
      throw new IllegalArgumentException("concurrent is " + concurrent);
    }
    find(figures, chosen);
  }

  /** Whether other programs took so much meanwhile that the figures are more theirs. */
  public boolean isRough() {
    return otherLoad > MOST_OTHER_LOAD;
  }

  /** The figures of what was chosen. */
  public TuningFigure choice() {
    return find(figures, chosen);
  }

  /** The figures of OpenVINO's own choice. */
  public TuningFigure usual() {
    return figures.get(0);
  }

  private static TuningFigure find(List<TuningFigure> figures, Map<String, String> chosen) {
    return figures.stream()
        .filter(each -> each.properties().equals(chosen))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there are no figures of " + chosen));
  }
}
