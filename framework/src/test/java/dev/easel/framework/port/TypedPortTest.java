package dev.easel.framework.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.testing.GraphRunner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ports that are declared once: what follows for the contract, the calls and the messages. */
@Timeout(30)
class TypedPortTest {

  /** Multiplies by a side packet; says whether it is connected that nobody need connect. */
  private static final class Scale extends Calculator {
    static final In<Integer> VALUE = In.of("VALUE", Integer.class);
    static final In<Integer> EXTRA = In.of("EXTRA", Integer.class).optional();
    static final SideIn<Integer> FACTOR = SideIn.of("FACTOR", Integer.class).optional();
    static final Out<Integer> SCALED = Out.of("SCALED", Integer.class);
    static final Out<Boolean> ODD = Out.of("ODD", Boolean.class).optional();

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(VALUE, EXTRA, FACTOR, SCALED, ODD);
    }

    @Override
    public void process(CalculatorContext cc) {
      if (VALUE.isEmpty(cc)) {
        return;
      }
      int scaled = VALUE.get(cc) * FACTOR.find(cc).orElse(10) + EXTRA.find(cc).orElse(0);
      SCALED.send(cc, scaled);
      ODD.send(cc, scaled % 2 != 0);
    }
  }

  /** Adds up all its inputs. */
  private static final class Sum extends Calculator {
    static final Ins<Integer> VALUES = In.of("VALUE", Integer.class).many();
    static final Out<Integer> SUM = Out.of("", Integer.class);

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(VALUES, SUM);
    }

    @Override
    public void process(CalculatorContext cc) {
      int sum = 0;
      for (int i = 0; i < VALUES.count(cc); i++) {
        sum += VALUES.at(i).find(cc).orElse(0);
      }
      SUM.send(cc, sum);
    }
  }

  /** Passes lists on, as the type that they have in this graph. */
  private static final class Words extends Calculator {
    static final In<List<String>> WORDS = In.listOf("WORDS", String.class);
    static final Out<List<String>> SAME = Out.sameAs("SAME", WORDS);

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(WORDS, SAME);
    }

    @Override
    public void process(CalculatorContext cc) {
      SAME.send(cc, WORDS.get(cc));
    }
  }

  /** Sends each value twice, a step apart. */
  private static final class Twice extends Calculator {
    static final In<Object> IN = In.any("");
    static final Out<Object> OUT = Out.sameAs("", IN);
    static final SideOut<String> FIRST = SideOut.of("NAME", String.class).optional();

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(IN, OUT, FIRST, TimestampChange.ARBITRARY);
    }

    @Override
    public void open(CalculatorContext cc) {
      FIRST.set(cc, cc.nodeName());
    }

    @Override
    public void process(CalculatorContext cc) {
      long doubled = cc.inputTimestamp() * 2;
      OUT.pass(cc, IN.packet(cc).at(doubled));
      OUT.send(cc, IN.get(cc), doubled + 1);
    }
  }

  private static GraphRunner scale(String... lines) {
    return GraphRunner.ofNode("Scale", lines).calculator("Scale", Scale::new);
  }

  @Test
  void optionalPortsNeedNotBeConnected() {
    assertThat(
            scale("input_stream: \"VALUE:value\"", "output_stream: \"SCALED:scaled\"")
                .feed("value", 0, 4)
                .observe("scaled")
                .run()
                .good()
                .texts("scaled"))
        .containsExactly("0=40");
  }

  @Test
  void optionalPortsCountWhereTheyAreConnected() {
    GraphRunner runner =
        GraphRunner.of(
                """
                input_stream: "value"
                input_stream: "extra"
                input_side_packet: "factor"
                node {
                  calculator: "Scale"
                  input_stream: "VALUE:value"
                  input_stream: "EXTRA:extra"
                  input_side_packet: "FACTOR:factor"
                  output_stream: "SCALED:scaled"
                  output_stream: "ODD:odd"
                }
                """)
            .calculator("Scale", Scale::new)
            .sidePacket("factor", 3)
            .feed("value", 0, 4)
            .feed("extra", 0, 1)
            .feed("extra", 1, 1)
            .feed("value", 2, 5)
            .observe("scaled")
            .observe("odd");
    var outcome = runner.run().good();
    assertThat(outcome.texts("scaled")).containsExactly("0=13", "2=15");
    assertThat(outcome.texts("odd")).containsExactly("0=true", "2=true");
  }

  @Test
  void aTagHasAnyNumberOfPorts() {
    assertThat(
            GraphRunner.ofNode(
                    "Sum",
                    "input_stream: \"VALUE:0:a\"",
                    "input_stream: \"VALUE:1:b\"",
                    "input_stream: \"VALUE:2:c\"",
                    "output_stream: \"sum\"")
                .calculator("Sum", Sum::new)
                .feed("a", 0, 1)
                .feed("b", 0, 10)
                .feed("c", 0, 100)
                .observe("sum")
                .run()
                .good()
                .texts("sum"))
        .containsExactly("0=111");
  }

  @Test
  void boundsRunThroughUnlessTimestampsAreArbitrary() {
    assertThat(
            GraphRunner.of(
                    """
                    input_stream: "in"
                    node { calculator: "Twice" input_stream: "in" output_stream: "twice"
                           output_side_packet: "NAME:name" }
                    """)
                .calculator("Twice", Twice::new)
                .feed("in", 1, "x")
                .feed("in", 2, "y")
                .observe("twice")
                .run()
                .good()
                .texts("twice"))
        .containsExactly("2=x", "3=x", "4=y", "5=y");
  }

  @Test
  void everyElementOfAListIsLookedAt() {
    assertThat(
            GraphRunner.ofNode(
                    "Words", "input_stream: \"WORDS:words\"", "output_stream: \"SAME:same\"")
                .calculator("Words", Words::new)
                .feed("words", 0, List.of("a", 2))
                .observe("same")
                .run()
                .error())
        .hasMessageContaining(
            "a list whose element 1 is \"int\", but \"List<string>\" was requested");
  }

  @Test
  void aPortThatTheNodeMisspellsIsNamedWithThoseThatThereAre() {
    assertThatThrownBy(
            () ->
                scale("input_stream: \"VALEU:value\"", "output_stream: \"SCALED:scaled\"")
                    .description())
        .hasMessageContaining("Failed to get tag \"VALUE\" index 0")
        .hasMessageContaining("VALUE, EXTRA (optional)");
  }

  @Test
  void aProducerOfAnotherTypeIsRefusedWhenTheGraphIsLoaded() {
    assertThatThrownBy(
            () ->
                GraphRunner.of(
                        """
                    input_stream: "value"
                    node { calculator: "Scale" input_stream: "VALUE:value"
                           output_stream: "SCALED:scaled" output_stream: "ODD:odd" }
                    node { calculator: "Scale" name: "second" input_stream: "VALUE:odd"
                           output_stream: "SCALED:again" }
                    """)
                    .calculator("Scale", Scale::new)
                    .description())
        .hasMessageContaining("expects packets of type \"int\"")
        .hasMessageContaining("will contain packets of type \"bool\"");
  }

  @Test
  void aPortTellsItsTagAndType() {
    assertThat(Scale.EXTRA).hasToString("EXTRA: int, optional");
    assertThat(Words.WORDS).hasToString("WORDS: List<string>");
    assertThat(In.oneOf("NUMBER", Integer.class, Float.class))
        .hasToString("NUMBER: OneOf<int, float>");
    assertThat(Twice.IN).hasToString("(untagged): any");
  }
}
