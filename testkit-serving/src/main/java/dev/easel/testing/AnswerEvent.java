package dev.easel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.picture.RgbImages;

/**
 * One event of a streamed answer.
 *
 * @param name what stands behind {@code event:}; empty where nothing does
 * @param data what stands behind {@code data:}
 */
public record AnswerEvent(String name, String data) {

  /** The data, which are JSON. */
  public JsonNode json() {
    return ServableAnswer.read(data);
  }

  /** The picture in the data's {@code b64_json}. */
  public RgbImages picture() {
    return ServableAnswer.picture(json());
  }
}
