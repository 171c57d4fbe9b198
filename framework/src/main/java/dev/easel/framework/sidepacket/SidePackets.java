package dev.easel.framework.sidepacket;

import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import java.util.Map;

/**
 * The side packets of one node in one run: what it waits for and what it makes.
 *
 * <p><b>Threads:</b> the owner of the run; the ports, the node's calls.
 */
public sealed interface SidePackets permits NoSidePackets, NodeSidePackets {
  /** Takes what the application gave; counts what nodes are still to make. */
  void start(Map<String, Packet> given);

  /** Takes what a node made. */
  void arrived(int id, Packet packet);

  /** Whether none is missing. */
  boolean areComplete();

  /** The ports of those that are there. */
  Ports<Packet> inputs();

  /** The ports of those that the node makes. */
  Ports<OutputSidePacket> outputs();

  /** Sends again what the node made in the run before; false if its calculator is to be opened. */
  boolean repeat();

  /** Keeps what the node made for the run after this. */
  void remember();
}
