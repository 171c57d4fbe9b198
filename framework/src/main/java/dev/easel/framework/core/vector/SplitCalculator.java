package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.Range;
import dev.easel.framework.proto.SplitVectorCalculatorOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends ranges of a vector or a message to its outputs. Registered once per type: vectors as {@code
 * SplitFloatVectorCalculator} and so on, messages as {@code SplitLandmarkListCalculator} and so on.
 * A list that is shorter than the ranges fails with {@code INTERNAL}.
 *
 * <ul>
 *   <li>Input streams: one without a tag (List; the message).
 *   <li>Output streams: one without a tag per range, or a single one for all.
 *   <li>Options: {@code SplitVectorCalculatorOptions}: {@code ranges} (begin included, end not),
 *       {@code element_only} (elements instead of lists of one), {@code combine_outputs} (one
 *       output, ranges that do not overlap).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "SplitFloatVectorCalculator"
 *   input_stream: "numbers"
 *   output_stream: "first_two"
 *   output_stream: "third"
 *   options {
 *     [mediapipe.SplitVectorCalculatorOptions.ext] {
 *       ranges { begin: 0 end: 2 }
 *       ranges { begin: 2 end: 3 }
 *     }
 *   }
 * }
 * }</pre>
 */
final class SplitCalculator extends Calculator {
  private final ListKind<?> kind;
  private SplitVectorCalculatorOptions options = SplitVectorCalculatorOptions.getDefaultInstance();
  private int neededSize;

  SplitCalculator(ListKind<?> kind) {
    this.kind = kind;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives ranges of a list.");
    cc.setTimestampOffset(0);
    RetCheck.that(cc.inputs().size() == 1, "exactly one input stream");
    RetCheck.that(cc.outputs().size() > 0, "at least one output stream");
    kind.declare(cc.inputs().tag(""));
    SplitVectorCalculatorOptions wanted = cc.options(SplitVectorCalculatorOptions.class);
    if (wanted.getCombineOutputs()) {
      RetCheck.that(cc.outputs().size() == 1, "one output stream with combine_outputs");
      kind.declare(cc.outputs().tag(""));
      checkOverlap(wanted.getRangesList());
    } else {
      RetCheck.argument(
          cc.outputs().size() == wanted.getRangesCount(),
          "The number of output streams should match the number of ranges specified in the"
              + " CalculatorOptions.");
      for (int i = 0; i < cc.outputs().size(); i++) {
        if (wanted.getElementOnly()) {
          cc.outputs().get("", i).set(kind.itemType());
        } else {
          kind.declare(cc.outputs().get("", i));
        }
      }
    }
    wanted.getRangesList().forEach(range -> check(range, wanted));
  }

  private static void check(Range range, SplitVectorCalculatorOptions options) {
    // An empty range adds nothing to one output, but has nothing to send to an output of its own.
    int shortest = options.getCombineOutputs() ? 0 : 1;
    RetCheck.argument(
        range.getBegin() >= 0 && range.getEnd() >= (long) range.getBegin() + shortest,
        "Indices should be non-negative and begin index should be less than the end index.");
    RetCheck.argument(
        options.getCombineOutputs()
            || !options.getElementOnly()
            || range.getEnd() - range.getBegin() == 1,
        "Since element_only is true, all ranges should be of size 1.");
  }

  /** MediaPipe gives this mistake one code for vectors and another for messages. */
  private void checkOverlap(List<Range> ranges) {
    for (int i = 0; i < ranges.size(); i++) {
      for (Range other : ranges.subList(i + 1, ranges.size())) {
        if (begins(ranges.get(i), other) || begins(other, ranges.get(i))) {
          throw new StatusException(
              kind.isVector() ? StatusCode.INTERNAL : StatusCode.INVALID_ARGUMENT,
              "Ranges must be non-overlapping when using combine_outputs option.");
        }
      }
    }
  }

  /** Whether {@code range} begins inside {@code other}, as an empty one may. */
  private static boolean begins(Range range, Range other) {
    return range.getBegin() >= other.getBegin() && range.getBegin() < other.getEnd();
  }

  @Override
  public void open(CalculatorContext cc) {
    options = cc.options(SplitVectorCalculatorOptions.class);
    for (Range range : options.getRangesList()) {
      neededSize = Math.max(neededSize, range.getEnd());
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    if (cc.inputs().index(0).isEmpty()) {
      return;
    }
    List<?> items = kind.itemsOf(cc.inputs().index(0).packet().value());
    RetCheck.that(
        items.size() >= neededSize,
        "Max range end %d exceeds list size %d".formatted(neededSize, items.size()));
    if (options.getCombineOutputs()) {
      List<Object> combined = new ArrayList<>();
      for (Range range : options.getRangesList()) {
        combined.addAll(items.subList(range.getBegin(), range.getEnd()));
      }
      cc.outputs().index(0).add(kind.make().apply(combined), cc.inputTimestamp());
      return;
    }
    for (int i = 0; i < options.getRangesCount(); i++) {
      cc.outputs().index(i).add(part(items, options.getRanges(i)), cc.inputTimestamp());
    }
  }

  private Object part(List<?> items, Range range) {
    return options.getElementOnly()
        ? items.get(range.getBegin())
        : kind.make().apply(items.subList(range.getBegin(), range.getEnd()));
  }
}
