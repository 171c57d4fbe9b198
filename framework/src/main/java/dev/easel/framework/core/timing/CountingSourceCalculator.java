package dev.easel.framework.core.timing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/**
 * A source for tests: counts, each number at the timestamp of the same value.
 *
 * <ul>
 *   <li>Output streams: one without a tag (Integer).
 *   <li>Input side packets (all Integer, all optional, but {@code MAX_COUNT} or {@code ERROR_COUNT}
 *       has to be there): {@code MAX_COUNT}: stop after so many calls; {@code ERROR_COUNT}: fail
 *       with {@code INTERNAL} after so many calls; {@code BATCH_SIZE} (1): packets per call; {@code
 *       INITIAL_VALUE} (0); {@code INCREMENT} (1). {@code ERROR_ON_OPEN} (Boolean): fail in {@code
 *       open} with {@code NOT_FOUND}.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "CountingSourceCalculator"
 *   output_stream: "numbers"
 *   input_side_packet: "MAX_COUNT:how_many"
 * }
 * }</pre>
 */
final class CountingSourceCalculator extends Calculator {
  private static final String MAX_COUNT = "MAX_COUNT";
  private static final String ERROR_COUNT = "ERROR_COUNT";
  private static final String BATCH_SIZE = "BATCH_SIZE";
  private static final String INITIAL_VALUE = "INITIAL_VALUE";
  private static final String INCREMENT = "INCREMENT";
  private static final String ERROR_ON_OPEN = "ERROR_ON_OPEN";

  private int maxCount;
  private int errorCount;
  private int batchSize;
  private int increment;
  private int next;
  private int calls;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Counts, for tests.");
    cc.outputs().tag("").set(Integer.class);
    cc.inputSidePackets().tag(ERROR_ON_OPEN).set(Boolean.class).optional();
    RetCheck.that(
        cc.inputSidePackets().hasTag(MAX_COUNT) || cc.inputSidePackets().hasTag(ERROR_COUNT),
        "MAX_COUNT or ERROR_COUNT is given");
    for (String tag : new String[] {MAX_COUNT, ERROR_COUNT, BATCH_SIZE, INITIAL_VALUE, INCREMENT}) {
      if (cc.inputSidePackets().hasTag(tag)) {
        cc.inputSidePackets().tag(tag).set(Integer.class);
      }
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    if (cc.inputSidePackets().hasTag(ERROR_ON_OPEN)
        && cc.inputSidePackets().tag(ERROR_ON_OPEN).get(Boolean.class)) {
      throw new StatusException(StatusCode.NOT_FOUND, "expected error");
    }
    maxCount = number(cc, MAX_COUNT, -1, 0);
    errorCount = number(cc, ERROR_COUNT, -1, 0);
    batchSize = number(cc, BATCH_SIZE, 1, 1);
    increment = number(cc, INCREMENT, 1, 1);
    next = number(cc, INITIAL_VALUE, 0, Integer.MIN_VALUE);
  }

  private static int number(CalculatorContext cc, String tag, int otherwise, int atLeast) {
    if (!cc.inputSidePackets().hasTag(tag)) {
      return otherwise;
    }
    int number = cc.inputSidePackets().tag(tag).get(Integer.class);
    RetCheck.that(number >= atLeast, "%s is %d, not at least %d".formatted(tag, number, atLeast));
    return number;
  }

  @Override
  public void process(CalculatorContext cc) {
    if (errorCount >= 0 && calls >= errorCount) {
      throw new StatusException(StatusCode.INTERNAL, "expected error");
    }
    if (maxCount >= 0 && calls >= maxCount) {
      cc.stop();
      return;
    }
    for (int i = 0; i < batchSize; i++) {
      cc.checkCancelled();
      cc.outputs().index(0).add(next, (long) next);
      next += increment;
    }
    calls++;
  }
}
