package dev.easel.framework.core.choice;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.SwitchContainerOptions;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which channel of a switch is in force from which timestamp on. */
final class ChannelHistory {
  private static final String SELECT = "SELECT";
  private static final String ENABLE = "ENABLE";

  private final NavigableMap<Long, Integer> starts = new TreeMap<>();
  private int current;

  static void declare(CalculatorContract cc) {
    cc.inputs().tag(SELECT).set(Integer.class).optional();
    cc.inputs().tag(ENABLE).set(Boolean.class).optional();
    cc.inputSidePackets().tag(SELECT).set(Integer.class).optional();
    cc.inputSidePackets().tag(ENABLE).set(Boolean.class).optional();
  }

  /** Begins with what options and side packets say. */
  void open(CalculatorContext cc) {
    SwitchContainerOptions options = cc.options(SwitchContainerOptions.class);
    current = options.getEnable() ? 1 : 0;
    if (options.hasSelect()) {
      current = options.getSelect();
    }
    Ports<Packet> sidePackets = cc.inputSidePackets();
    current =
        channel(
            sidePackets.hasTag(ENABLE) ? sidePackets.tag(ENABLE) : Packet.empty(),
            sidePackets.hasTag(SELECT) ? sidePackets.tag(SELECT) : Packet.empty());
    starts.put(Timestamp.UNSTARTED, current);
  }

  private int channel(Packet enable, Packet select) {
    if (!select.isEmpty()) {
      return select.get(Integer.class);
    }
    if (!enable.isEmpty()) {
      return enable.get(Boolean.class) ? 1 : 0;
    }
    return current;
  }

  /** Notes what the control streams say at this timestamp. */
  void record(CalculatorContext cc) {
    int next = channel(control(cc, ENABLE), control(cc, SELECT));
    if (settled(cc) == cc.inputTimestamp() && next != current) {
      current = next;
      starts.put(cc.inputTimestamp(), next);
    }
  }

  private static Packet control(CalculatorContext cc, String tag) {
    return cc.inputs().hasTag(tag) ? cc.inputs().tag(tag).packet() : Packet.empty();
  }

  /** Up to when the channel is known: for ever without a control stream. */
  static long settled(CalculatorContext cc) {
    if (cc.inputs().hasTag(ENABLE)) {
      return cc.inputs().tag(ENABLE).packet().timestamp();
    }
    return cc.inputs().hasTag(SELECT)
        ? cc.inputs().tag(SELECT).packet().timestamp()
        : Timestamp.DONE;
  }

  static boolean isControl(String tag) {
    return tag.equals(SELECT) || tag.equals(ENABLE);
  }

  int current() {
    return current;
  }

  /** The channel in force at a timestamp, -1 if that is forgotten. */
  int at(long timestamp) {
    Map.Entry<Long, Integer> entry = starts.floorEntry(timestamp);
    return entry == null ? -1 : entry.getValue();
  }

  /** The periods, in order, by their first timestamp. */
  NavigableMap<Long, Integer> starts() {
    return starts;
  }

  /** Forgets all periods but the one in force. */
  void forgetAllButNewest() {
    starts.headMap(starts.lastKey(), false).clear();
  }

  /** Forgets the periods up to the one that starts at {@code timestamp}. */
  void forgetThrough(long timestamp) {
    starts.headMap(timestamp, true).clear();
  }
}
