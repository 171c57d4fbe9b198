package dev.easel.calculators.upstream.send;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.upstream.wire.OutgoingBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A JSON body with another model's name; all other values are the bytes that the client sent. */
final class JsonText {

  private JsonText() {}

  static OutgoingBody of(JsonBody body, String model) {
    List<ByteBuffer> pieces = new ArrayList<>();
    pieces.add(text("{\"model\":" + quoted(model)));
    for (String name : body.names()) {
      if (!name.equals("model") && !name.equals(FieldCheck.TIMEOUT)) {
        pieces.add(text("," + quoted(name) + ":"));
        pieces.add(body.raw(name).orElseThrow());
      }
    }
    pieces.add(text("}"));
    return new OutgoingBody("application/json", pieces);
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private static ByteBuffer text(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }
}
