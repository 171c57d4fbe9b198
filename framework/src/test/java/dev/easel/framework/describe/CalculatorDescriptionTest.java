package dev.easel.framework.describe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Ins;
import dev.easel.framework.port.Out;
import dev.easel.framework.port.SideIn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What calculators say of themselves. */
class CalculatorDescriptionTest {

  record ScaleOptions(double factor, boolean clamp, String unit, List<Integer> steps) {
    ScaleOptions() {
      this(1.5, true, "m", List.of(1, 2));
    }
  }

  private static final class Scale extends Calculator {
    static final In<Integer> VALUE = In.of("VALUE", Integer.class);
    static final Ins<Float> EXTRAS = In.of("EXTRA", Float.class).many();
    static final SideIn<String> UNIT = SideIn.of("UNIT", String.class).optional();
    static final Out<Integer> SCALED = Out.of("SCALED", Integer.class);

    @Override
    public void contract(CalculatorContract cc) {
      cc.describe("Multiplies numbers.");
      cc.declare(VALUE, EXTRAS, UNIT, SCALED);
      cc.options(ScaleOptions.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      SCALED.send(cc, VALUE.get(cc));
    }
  }

  record StrictOptions(int size) {
    StrictOptions {
      if (size < 1) {
        throw new IllegalArgumentException("size is " + size);
      }
    }
  }

  private static final class Strict extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.options(StrictOptions.class);
    }

    @Override
    public void process(CalculatorContext cc) {}
  }

  private static final CalculatorRegistry REGISTRY =
      CalculatorRegistry.standardBuilder(CalculatorDescriptionTest.class.getClassLoader())
          .calculator("ScaleCalculator", Scale::new)
          .options(ScaleOptions.class)
          .calculator("StrictCalculator", Strict::new)
          .options(StrictOptions.class)
          .build();

  private static CalculatorDescription description(String name) {
    return CalculatorDescription.of(REGISTRY, name).orElseThrow();
  }

  @Test
  void tellsDeclaredPortsOptionsAndWhereItCameFrom() {
    CalculatorDescription scale = description("ScaleCalculator");
    assertThat(scale.sentence()).isEqualTo("Multiplies numbers.");
    assertThat(scale.ports())
        .extracting(p -> p.kind() + " " + p)
        .containsExactly(
            "input stream VALUE: int",
            "input stream EXTRA:i: float, optional",
            "input side packet UNIT: string, optional",
            "output stream SCALED: int");
    assertThat(scale.options())
        .containsExactly(
            new OptionDescription(
                "dev.easel.framework.describe.CalculatorDescriptionTest.ScaleOptions",
                List.of(
                    "factor: double = 1.5",
                    "clamp: bool = true",
                    "unit: string = \"m\"",
                    "steps: repeated int32")));
    assertThat(scale.source()).endsWith("/");
    assertThat(scale.complete()).isTrue();
  }

  @Test
  void tellsPortsThatAContractSpokeOfByName() {
    assertThat(description("PreviousLoopbackCalculator").ports())
        .extracting(PortDescription::tag)
        .contains("MAIN", "LOOP", "PREV_LOOP");
  }

  @Test
  void everyCalculatorOfTheLibraryCanBeAsked() {
    assertThat(REGISTRY.calculatorNames())
        .allSatisfy(name -> assertThat(description(name).name()).isEqualTo(name))
        .filteredOn(name -> !name.equals("StrictCalculator"))
        .allSatisfy(name -> assertThat(description(name).sentence()).as(name).endsWith("."));
  }

  @Test
  void aRecordThatRefusesEmptyOptionsHasNoDefaults() {
    assertThat(description("StrictCalculator").options())
        .flatExtracting(OptionDescription::fields)
        .containsExactly("size: int32");
  }

  @Test
  void tellsTheDefaultsOfMessages() {
    assertThat(description("PacketThinnerCalculator").options())
        .flatExtracting(OptionDescription::fields)
        .contains("thinner_type: ASYNC | SYNC = ASYNC", "period: int64 = 1", "start_time: int64");
  }

  @Test
  void theSampleIsANodeThatLoads() {
    String graph =
        "input_stream: \"value\"\ninput_stream: \"extra\"\n"
            + description("ScaleCalculator").sample();
    assertThat(GraphDescription.parse(graph, "sample.pbtxt", REGISTRY).config().getNodeCount())
        .isEqualTo(1);
  }

  @Test
  void aNameThatNobodyHasIsNotThere() {
    assertThat(CalculatorDescription.of(REGISTRY, "NoSuchCalculator")).isEmpty();
  }
}
