package dev.easel.framework.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.vector.VectorCalculators;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import dev.easel.framework.testing.GraphRunner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops over a type that an author brings along. */
@Timeout(30)
class OwnTypeLoopTest {

  record Caption(String text) {}

  private static final class Shout extends Calculator {
    static final In<Caption> CAPTION = In.of("", Caption.class);
    static final Out<Caption> SHOUTED = Out.of("", Caption.class);

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(CAPTION, SHOUTED);
    }

    @Override
    public void process(CalculatorContext cc) {
      SHOUTED.send(cc, new Caption(CAPTION.get(cc).text() + "!"));
    }
  }

  private static GraphRunner loop() {
    return GraphRunner.of(
            """
            input_stream: "captions"
            node {
              calculator: "BeginLoopCaptionCalculator"
              input_stream: "ITERABLE:captions"
              output_stream: "ITEM:caption"
              output_stream: "BATCH_END:end"
            }
            node { calculator: "Shout" input_stream: "caption" output_stream: "shouted" }
            node {
              calculator: "EndLoopCaptionCalculator"
              input_stream: "ITEM:shouted"
              input_stream: "BATCH_END:end"
              output_stream: "ITERABLE:all"
            }
            node { calculator: "CaptionVectorSizeCalculator" input_stream: "VECTOR:all"
                   output_stream: "SIZE:size" }
            """)
        .calculator("Shout", Shout::new)
        .register(
            r ->
                r.calculator("BeginLoopCaptionCalculator", LoopCalculators.begin(Caption.class))
                    .calculator("EndLoopCaptionCalculator", LoopCalculators.end(Caption.class))
                    .calculator(
                        "CaptionVectorSizeCalculator", VectorCalculators.size(Caption.class)));
  }

  @Test
  void elementsAreTakenApartAndCollected() {
    GraphRunner.Outcome outcome =
        loop()
            .feed("captions", 5, List.of(new Caption("a"), new Caption("b")))
            .observe("all", "size")
            .run()
            .good();
    assertThat(outcome.texts("all")).containsExactly("5=[Caption[text=a!], Caption[text=b!]]");
    assertThat(outcome.texts("size")).containsExactly("5=2");
  }

  @Test
  void aListOfSomethingElseEndsTheRun() {
    assertThat(loop().feed("captions", 5, List.of("a")).run().error())
        .hasMessageContaining("Caption");
  }
}
