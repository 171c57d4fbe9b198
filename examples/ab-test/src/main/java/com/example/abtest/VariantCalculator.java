package com.example.abtest;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import java.util.Optional;

/**
 * Chooses a way for a request: the one that its header {@code x-variant} asks for, A or B, else one
 * that follows from the caller's {@code x-user}, so that a caller always gets the same.
 *
 * <pre>{@code
 * node {
 *   calculator: "VariantCalculator"
 *   input_stream: "HTTP_REQUEST_PAYLOAD:request"
 *   output_stream: "SELECT:way"
 *   node_options { [type.googleapis.com/com.example.abtest.VariantOptions] { percent: 10 } }
 * }
 * }</pre>
 */
public final class VariantCalculator extends Calculator {
  static final In<HttpRequestPayload> REQUEST =
      In.of("HTTP_REQUEST_PAYLOAD", HttpRequestPayload.class);
  static final Out<Integer> SELECT = Out.of("SELECT", Integer.class);

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Chooses a way for a request: 0 for A, 1 for B.");
    cc.declare(REQUEST, SELECT);
    cc.options(VariantOptions.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    HttpRequestPayload request = REQUEST.get(cc);
    Optional<String> asked = request.header("x-variant");
    if (asked.isPresent()) {
      SELECT.send(cc, named(asked.get()));
    } else {
      int percent = cc.options(VariantOptions.class).percent();
      int share = Math.floorMod(request.header("x-user").orElse("").hashCode(), 100);
      SELECT.send(cc, share < percent ? 1 : 0);
    }
  }

  private static int named(String variant) {
    return switch (variant) {
      case "A" -> 0;
      case "B" -> 1;
      default -> throw RequestException.invalid("x-variant", "must be A or B");
    };
  }
}
