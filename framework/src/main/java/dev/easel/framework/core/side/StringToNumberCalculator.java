package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a whole number from a string: {@code StringToIntCalculator} and {@code
 * StringToInt32Calculator} (Integer), {@code StringToInt64Calculator} (Long), {@code
 * StringToUintCalculator} and {@code StringToUint32Calculator} (Long, which holds all of them),
 * {@code StringToUint64Calculator} (Long, to be read as unsigned).
 *
 * <ul>
 *   <li>Input side packets: one without a tag (String): decimal digits with an optional sign;
 *       anything else, or a number that does not fit, fails {@code open} with {@code
 *       INVALID_ARGUMENT}.
 *   <li>Output side packets: one without a tag (the number).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "StringToIntCalculator"
 *   input_side_packet: "threads_text"
 *   output_side_packet: "threads"
 * }
 * }</pre>
 */
final class StringToNumberCalculator extends Calculator {
  /** ASCII's spaces around it, zeros before it; no number of 64 bits has more than 20 digits. */
  private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?)0*([0-9]{1,20})\\s*");

  private final int bits;
  private final boolean unsigned;

  StringToNumberCalculator(int bits, boolean unsigned) {
    this.bits = bits;
    this.unsigned = unsigned;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Reads a number from a text.");
    cc.inputSidePackets().tag("").set(String.class);
    cc.outputSidePackets().tag("").set(bits == 32 && !unsigned ? Integer.class : Long.class);
  }

  @Override
  public void open(CalculatorContext cc) {
    String text = cc.inputSidePackets().tag("").get(String.class);
    Matcher form = NUMBER.matcher(text);
    RetCheck.argument(form.matches() && !(unsigned && form.group(1).equals("-")), refusal(text));
    BigInteger number = new BigInteger(form.group(1) + form.group(2));
    RetCheck.argument(number.bitLength() <= (unsigned ? bits : bits - 1), refusal(text));
    if (bits == 32 && !unsigned) {
      cc.outputSidePackets().tag("").set(number.intValue());
    } else {
      cc.outputSidePackets().tag("").set(number.longValue());
    }
  }

  private String refusal(String text) {
    return "The string could not be parsed as an integer. \"%s\" is no %s number of %d bits."
        .formatted(text, unsigned ? "unsigned" : "signed", bits);
  }

  @Override
  public void process(CalculatorContext cc) {}
}
