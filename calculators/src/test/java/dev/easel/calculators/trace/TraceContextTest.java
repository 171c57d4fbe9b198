package dev.easel.calculators.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + ID + "-b7ad6b7169203331-01";

  private static Optional<TraceContext> of(String parent) {
    return TraceContext.of(Map.of("traceparent", parent));
  }

  @Test
  void isReadAndSaidAgain() {
    TraceContext read =
        TraceContext.of(Map.of("traceparent", PARENT, "tracestate", "a=1,b=2")).orElseThrow();
    assertThat(read.traceId()).isEqualTo(ID);
    assertThat(read.headers()).isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=1,b=2"));
    assertThat(of("01-" + ID + "-b7ad6b7169203331-01-more")).isPresent();
    assertThat(TraceContext.of(Map.of("traceparent", PARENT, "tracestate", "a\u0001")))
        .hasValueSatisfying(context -> assertThat(context.state()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 "
      })
  void whatIsNotWrittenSoIsAsGoodAsNotSent(String parent) {
    assertThat(of(parent)).isEmpty();
  }
}
