package dev.easel.framework.script;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Prints what a graph says, a JSON object a line, each at once.
 *
 * <p><b>Threads:</b> any.
 *
 * <p><b>Failure:</b> once a line cannot be written nothing more is, and the graph's run ends.
 */
final class ScriptOutput {
  private final ObjectMapper json;
  private final ScriptValues values;
  private final Appendable out;
  private boolean failed;
  private boolean muted;
  private boolean broken;

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
    if (!print(line)) {
      throw new StatusException(
          StatusCode.UNAVAILABLE, "what the graph says cannot be written any more");
    }
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

  /** Whether the line, and every one before it, could be written. */
  private synchronized boolean print(ObjectNode line) {
    if (muted) {
      return !broken;
    }
    try {
      out.append(line.toString()).append('\n');
      flush();
    } catch (IOException e) {
      broken = true;
    }
    muted |= broken;
    failed |= broken;
    return !broken;
  }

  private void flush() throws IOException {
    if (out instanceof Flushable flushable) {
      flushable.flush();
    }
    if (out instanceof PrintWriter printer && printer.checkError()) {
      throw new IOException("the writer has failed");
    }
  }
}
