package dev.easel.framework.sidepacket;

import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/** One output side packet of a node in one run. */
final class RunSidePacket implements OutputSidePacket {
  private final RunSidePackets all;
  private final int number;
  private final String name;
  private final PacketCheck check;

  RunSidePacket(RunSidePackets all, int number, String name, PacketCheck check) {
    this.all = all;
    this.number = number;
    this.name = name;
    this.check = check;
  }

  @Override
  public void set(Packet packet) {
    if (packet.isEmpty()) {
      fail(StatusCode.INVALID_ARGUMENT, "Empty packet set on output side packet \"" + name + "\".");
    } else if (packet.timestamp() != Timestamp.UNSET) {
      fail(
          StatusCode.INVALID_ARGUMENT,
          "Output side packet \"%s\" has a timestamp %s."
              .formatted(name, Timestamp.toString(packet.timestamp())));
    } else {
      setChecked(packet);
    }
  }

  private void setChecked(Packet packet) {
    StatusException why = check.refusal(packet);
    if (why != null) {
      all.fail(
          why.prefixed("Packet type mismatch on calculator output side packet \"" + name + "\": "));
    } else if (!all.set(number, packet)) {
      fail(StatusCode.ALREADY_EXISTS, "Output side packet \"" + name + "\" was already set.");
    }
  }

  private void fail(StatusCode code, String message) {
    all.fail(new StatusException(code, message));
  }

  @Override
  public String name() {
    return name;
  }
}
