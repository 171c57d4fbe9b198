package dev.easel.framework.stream.handler;

import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code TAG}, {@code TAG:2}, {@code :2} or nothing, as options name a stream. */
final class TagIndex {
  private static final Pattern FORM =
      Pattern.compile("([A-Z_][A-Z0-9_]*)?(?::(0|[1-9][0-9]{0,8}))?");

  private TagIndex() {}

  static int id(TagMap inputs, String tagIndex) {
    Matcher form = FORM.matcher(tagIndex);
    if (!form.matches()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "TAG:index is invalid, \"" + tagIndex + "\" (examples: \"TAG\" \"VIDEO:2\").");
    }
    String tag = form.group(1) == null ? "" : form.group(1);
    int index = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
    int id = inputs.id(tag, index);
    if (id < 0) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "stream \"" + tagIndex + "\" is not found; the node has " + inputs);
    }
    return id;
  }
}
