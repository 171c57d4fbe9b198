package dev.easel.calculators.generate.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.model.TuningFigure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TuningDecisionTest {

  private static final Map<String, String> TWO = Map.of("NUM_STREAMS", "2");

  /** Pictures a second with 1, 2, 4 and 8 runs at once. */
  private static TuningFigure figure(
      Map<String, String> properties, int difference, double... rates) {
    TreeMap<Integer, TuningFigure.Run> runs = new TreeMap<>();
    for (int i = 0; i < rates.length; i++) {
      runs.put(TuningDecision.CLIENTS.get(i), new TuningFigure.Run(rates[i], 300));
    }
    return new TuningFigure(properties, difference, runs);
  }

  private static TuningDecision decide(boolean allowsOtherPixels, TuningFigure... figures) {
    return TuningDecision.of(List.of(figures), allowsOtherPixels);
  }

  @Test
  void takesWhatServesMany() {
    TuningFigure usual = figure(Map.of(), 0, 7.5, 6.4, 5.8, 5.7);
    assertThat(decide(false, usual, figure(TWO, 0, 8.7, 10.3, 12.7, 12.6)))
        .isEqualTo(new TuningDecision(TWO, 4));
  }

  @Test
  void leavesALoneRequestAsFastAsItWas() {
    TuningFigure usual = figure(Map.of(), 0, 10, 10, 10, 10);
    assertThat(decide(false, usual, figure(TWO, 0, 6, 12, 14, 14)))
        .isEqualTo(new TuningDecision(Map.of(), 1));
  }

  @Test
  void changesPixelsOnlyWhenAsked() {
    TuningFigure usual = figure(Map.of(), 0, 10, 11, 11, 11);
    TuningFigure other = figure(TWO, 1, 10, 20, 20, 20);
    assertThat(decide(false, usual, other)).isEqualTo(new TuningDecision(Map.of(), 2));
    assertThat(decide(true, usual, other)).isEqualTo(new TuningDecision(TWO, 2));
  }

  @Test
  void takesNoMoreMemoryForNothing() {
    assertThat(decide(false, figure(Map.of(), 0, 10, 10.1, 10.2, 10.2)).concurrent()).isEqualTo(1);
    TuningFigure usual = figure(Map.of(), 0, 10, 10, 10, 10);
    assertThat(decide(false, usual, figure(TWO, 0, 10, 10.2, 10.2, 10.2)).properties()).isEmpty();
  }
}
