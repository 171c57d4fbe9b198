package dev.easel.bench.door;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import java.util.List;
import java.util.Map;

/** Answers a request with its body, and a form with a short text. */
public final class EchoCalculator extends Calculator {
  static final In<HttpRequestPayload> REQUEST =
      In.of("HTTP_REQUEST_PAYLOAD", HttpRequestPayload.class);
  static final Out<HttpResponsePayload> RESPONSE =
      Out.of("HTTP_RESPONSE_PAYLOAD", HttpResponsePayload.class);

  private static final Map<String, String> TEXT = Map.of("content-type", "text/plain");

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Answers a request with its body, and a form with a short text.");
    cc.declare(REQUEST, RESPONSE);
    cc.neverBlocks();
  }

  @Override
  public void process(CalculatorContext cc) {
    HttpRequestPayload request = REQUEST.get(cc);
    RESPONSE.send(
        cc,
        request.isMultipart()
            ? HttpResponsePayload.text(200, "text/plain", "taken")
            : new HttpResponsePayload(200, TEXT, List.of(request.body()), false));
  }
}
