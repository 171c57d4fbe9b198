package dev.easel.framework.sidepacket;

import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import java.util.Map;

/** Of nodes that have to do with streams alone. */
public enum NoSidePackets implements SidePackets {
  /** The only ones. */
  NOTHING;

  static final Ports<Packet> NO_INPUTS = new Ports<>(TagMap.empty(), new Packet[0]);
  static final Ports<OutputSidePacket> NO_OUTPUTS =
      new Ports<>(TagMap.empty(), new OutputSidePacket[0]);

  @Override
  public void start(Map<String, Packet> given) {}

  @Override
  public void arrived(int id, Packet packet) {}

  @Override
  public boolean areComplete() {
    return true;
  }

  @Override
  public Ports<Packet> inputs() {
    return NO_INPUTS;
  }

  @Override
  public Ports<OutputSidePacket> outputs() {
    return NO_OUTPUTS;
  }

  @Override
  public boolean repeat() {
    return false;
  }

  @Override
  public void remember() {}
}
