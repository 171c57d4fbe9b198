package dev.easel.framework.script;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Prints what a graph says, a JSON object a line.
 *
 * <p><b>Threads:</b> any.
 */
final class ScriptOutput {
  private final ObjectMapper json;
  private final ScriptValues values;
  private final Appendable out;
  private boolean failed;
  private boolean muted;

  ScriptOutput(ObjectMapper json, ScriptValues values, Appendable out) {
    this.json = json;
    this.values = values;
    this.out = out;
  }

  void packet(String stream, Packet packet) {
    ObjectNode line = json.createObjectNode().put("stream", stream);
    line.set("timestamp", values.printTimestamp(packet.timestamp()));
    if (!packet.isEmpty()) {
      line.set("value", json.valueToTree(values.print(packet)));
    }
    print(line);
  }

  void sidePacket(String name, Packet packet) {
    ObjectNode line = json.createObjectNode().put("side_packet", name);
    line.set("value", json.valueToTree(values.print(packet)));
    print(line);
  }

  void error(String phase, StatusException error) {
    ObjectNode line = json.createObjectNode();
    line.putObject("error")
        .put("phase", phase)
        .put("code", error.code().name())
        .put("message", error.message());
    synchronized (this) {
      failed |= !muted;
    }
    print(line);
  }

  /** Prints nothing from now on, and takes note of no error. */
  synchronized void mute() {
    muted = true;
  }

  synchronized boolean hasFailed() {
    return failed;
  }

  private synchronized void print(ObjectNode line) {
    if (muted) {
      return;
    }
    try {
      out.append(line.toString()).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
