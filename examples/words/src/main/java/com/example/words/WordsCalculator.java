package com.example.words;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import dev.easel.framework.time.GraphClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Answers a text with a stream of events, one a word, from the last to the first.
 *
 * <p>It goes round: each call sends one word, and a packet on {@code LOOPBACK} that calls it again.
 * Between two words it holds no thread.
 *
 * <pre>{@code
 * node {
 *   calculator: "WordsCalculator"
 *   input_stream: "HTTP_REQUEST_PAYLOAD:request"
 *   input_stream: "LOOPBACK:turn"
 *   input_stream_info { tag_index: "LOOPBACK" back_edge: true }
 *   output_stream: "HTTP_RESPONSE_PAYLOAD:response"
 *   output_stream: "LOOPBACK:turn"
 * }
 * }</pre>
 */
public final class WordsCalculator extends Calculator {
  static final In<HttpRequestPayload> REQUEST =
      In.of("HTTP_REQUEST_PAYLOAD", HttpRequestPayload.class);
  static final In<Integer> TURN = In.of("LOOPBACK", Integer.class);
  static final Out<HttpResponsePayload> RESPONSE =
      Out.of("HTTP_RESPONSE_PAYLOAD", HttpResponsePayload.class);
  static final Out<Integer> NEXT_TURN = Out.of("LOOPBACK", Integer.class);

  private List<String> words = List.of();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Answers a text with its words as events, from the last to the first.");
    cc.declare(REQUEST, TURN, RESPONSE, NEXT_TURN);
    cc.setApart("LOOPBACK"); // the request does not wait for it
    cc.options(WordsOptions.class);
    cc.useService(GraphClock.SERVICE);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (REQUEST.isEmpty(cc)) {
      Duration pause = Duration.ofMillis(cc.options(WordsOptions.class).pauseMillis());
      int turn = TURN.get(cc);
      cc.suspendUntil(
          cc.service(GraphClock.SERVICE).after(pause), (after, over) -> send(after, turn));
      return;
    }
    String text = StandardCharsets.UTF_8.decode(REQUEST.get(cc).body()).toString().strip();
    if (text.isEmpty()) {
      throw RequestException.invalid("body", "is empty; send some words");
    }
    words = List.of(text.split("\\s+"));
    send(cc, 0);
  }

  private void send(CalculatorContext cc, int turn) {
    String word = words.get(words.size() - 1 - turn);
    String event = "event: word\ndata: " + word + "\n\n";
    RESPONSE.send(
        cc,
        new HttpResponsePayload(
            200,
            Map.of("content-type", "text/event-stream"),
            List.of(StandardCharsets.UTF_8.encode(event)),
            true));
    if (turn + 1 < words.size()) {
      NEXT_TURN.send(cc, turn + 1, cc.inputTimestamp() + 1);
    }
  }
}
