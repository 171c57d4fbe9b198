package dev.easel.calculators.request.field;

import dev.easel.calculators.task.Upload;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a request's body, read by type; a field that was not sent, or sent as JSON null, is
 * empty.
 *
 * <p><b>Failure</b>: every method throws a request's mistake naming the field when it has another
 * type.
 */
public interface Fields {

  /** The names of all fields sent, in order; a name sent with no value counts as not sent. */
  List<String> names();

  /** A text. */
  Optional<String> text(String name);

  /** A whole number of any length. */
  Optional<BigInteger> integer(String name);

  /** A finite number of 32 bits. */
  Optional<Float> number(String name);

  /** True or false. */
  Optional<Boolean> flag(String name);

  /**
   * Finite numbers of 32 bits, each under a name of its own.
   *
   * @param what they are, with an example, for whoever sends something else
   */
  Optional<Map<String, Float>> numbersByName(String name, String what);

  /** The image files sent in a field; none when the field was not sent. */
  List<Upload> uploads(String name);
}
