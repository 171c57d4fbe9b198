package dev.easel.framework.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import dev.easel.framework.testing.GraphRunner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Options of a calculator that are a record, from the graph's text to the call. */
@Timeout(30)
class OptionRecordTest {

  enum Mode {
    SOFT,
    HARD
  }

  record Point(int x, int y) {}

  record BlurOptions(
      int blurRadius,
      double strength,
      String label,
      boolean wrap,
      Mode mode,
      List<Float> weights,
      Optional<Long> seed,
      Point at,
      List<Point> corners) {
    BlurOptions() {
      this(
          3,
          0.5,
          "blur",
          true,
          Mode.HARD,
          List.of(1f),
          Optional.empty(),
          new Point(1, 2),
          List.of());
    }

    BlurOptions {
      if (blurRadius < 0) {
        throw new IllegalArgumentException("blur_radius is " + blurRadius + ", below 0");
      }
    }
  }

  record Plain(int number, String text, Mode mode, Point point, List<Integer> list) {}

  record Pair(Object left, Object right) {}

  record Chain(List<Chain> links) {}

  /** Sends what its options are. */
  private static final class Blur extends Calculator {
    static final In<Object> IN = In.any("");
    static final Out<String> OUT = Out.of("", String.class);

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(IN, OUT);
      cc.options(BlurOptions.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      OUT.send(
          cc,
          cc.hasOptions(BlurOptions.class)
              + " "
              + cc.options(BlurOptions.class)
              + " "
              + cc.options(Plain.class));
    }
  }

  private static GraphRunner blur(String options) {
    return GraphRunner.of(
            """
            input_stream: "in"
            node {
              calculator: "Blur"
              input_stream: "in"
              output_stream: "out"
              node_options { %s }
            }
            """
                .formatted(options))
        .calculator("Blur", Blur::new)
        .register(r -> r.options(BlurOptions.class).options(Plain.class));
  }

  private static String read(String options) {
    return blur(options).feed("in", 0, 1).observe("out").run().good().texts("out").get(0);
  }

  @Test
  void everyKindOfComponentIsReadFromTheText() {
    assertThat(
            read(
                """
                [type.googleapis.com/dev.easel.framework.options.OptionRecordTest.BlurOptions] {
                  blur_radius: 7 strength: 0.25 label: "x" wrap: false mode: SOFT
                  weights: [0.5, 1.5] seed: 9000000000 at { y: 5 }
                  corners { x: 1 } corners { x: 2 y: 3 }
                }
                """))
        .startsWith(
            "0=true BlurOptions[blurRadius=7, strength=0.25, label=x, wrap=false, mode=SOFT,"
                + " weights=[0.5, 1.5], seed=Optional[9000000000], at=Point[x=0, y=5],"
                + " corners=[Point[x=1, y=0], Point[x=2, y=3]]]");
  }

  @Test
  void whatTheTextLeavesOutIsAsTheConstructorWithoutArgumentsSays() {
    assertThat(
            read(
                """
                [type.googleapis.com/dev.easel.framework.options.OptionRecordTest.BlurOptions] {
                  label: "y"
                }
                """))
        .contains(
            "BlurOptions[blurRadius=3, strength=0.5, label=y, wrap=true, mode=HARD, weights=[1.0],"
                + " seed=Optional.empty, at=Point[x=1, y=2], corners=[]]");
  }

  @Test
  void withoutSuchAConstructorItIsZero() {
    assertThat(
            read(
                "[type.googleapis.com/dev.easel.framework.options.OptionRecordTest.BlurOptions]"
                    + " {}"))
        .endsWith("Plain[number=0, text=, mode=SOFT, point=Point[x=0, y=0], list=[]]");
  }

  @Test
  void whatTheRecordRefusesIsAMistakeOfTheGraph() {
    assertThatThrownBy(
            () ->
                blur("""
                        [type.googleapis.com/dev.easel.framework.options.OptionRecordTest.BlurOptions] {
                          blur_radius: -1
                        }
                        """)
                    .description())
        .isInstanceOf(GraphConfigException.class)
        .hasMessageContaining("test.pbtxt:2")
        .hasMessageContaining("blur_radius is -1, below 0");
  }

  @Test
  void aMisspeltFieldIsNamedWithThoseThatThereAre() {
    assertThatThrownBy(
            () ->
                blur("""
                        [type.googleapis.com/dev.easel.framework.options.OptionRecordTest.BlurOptions] {
                          blurRadius: 1
                        }
                        """)
                    .description())
        .isInstanceOf(GraphConfigException.class)
        .hasMessageContaining("blurRadius")
        .hasMessageContaining("blur_radius");
  }

  @Test
  void aComponentOfAnotherTypeIsRefusedWhenItIsRegistered() {
    assertThatThrownBy(() -> CalculatorRegistry.builder().options(Pair.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("left is a java.lang.Object");
    assertThatThrownBy(() -> CalculatorRegistry.builder().options(Chain.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds itself");
  }
}
