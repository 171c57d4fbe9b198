package dev.easel.calculators.generate.tuning;

import dev.easel.calculators.model.TuningFigure;
import java.util.List;
import java.util.Map;

/**
 * Chooses by what was measured: what serves most pictures a second to one, two, four and eight
 * clients, the mean of all four, among what makes the same pixels and is no slower for one.
 *
 * @param properties what to compile with
 * @param concurrent how many runs at once
 */
public record TuningDecision(Map<String, String> properties, int concurrent) {

  /** The numbers of clients that count. */
  public static final List<Integer> CLIENTS = List.of(1, 2, 4, 8);

  /** So much of OpenVINO's own speed a lone request must have; less is noise. */
  private static final double ALONE = 0.97;

  /** What is not so much better is not chosen, nor more runs at once. */
  private static final double GAIN = 1.03;

  /**
   * Decides.
   *
   * @param figures those of OpenVINO's own choice first
   * @param allowsOtherPixels whether properties with which pixels differ may be chosen
   */
  public static TuningDecision of(List<TuningFigure> figures, boolean allowsOtherPixels) {
    TuningFigure usual = figures.get(0);
    TuningFigure best = usual;
    for (TuningFigure each : figures) {
      boolean isSame = each.difference() == 0 || allowsOtherPixels;
      boolean isFastAlone = each.rate(1) >= ALONE * usual.rate(1);
      if (isSame && isFastAlone && score(each) > score(best) && score(each) > GAIN * score(usual)) {
        best = each;
      }
    }
    return new TuningDecision(best.properties(), width(best));
  }

  /** What the clients get of it. */
  private static double score(TuningFigure figure) {
    int width = width(figure);
    double product = 1;
    for (int clients : CLIENTS) {
      product *= figure.rate(Math.min(clients, width));
    }
    return Math.pow(product, 1.0 / CLIENTS.size());
  }

  /** More runs at once take more memory, so they must be worth it. */
  private static int width(TuningFigure figure) {
    int width = 1;
    for (int runs : figure.runs().keySet()) {
      width = figure.rate(runs) > GAIN * figure.rate(width) ? runs : width;
    }
    return width;
  }
}
