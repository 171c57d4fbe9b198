package dev.easel.framework.check;

import dev.easel.framework.calculator.PortType;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of one end of a stream or side packet while the ends are being matched. */
final class StreamType {
  private PortType.Kind kind;
  private List<ValueType> types;
  private @Nullable StreamType sameAs;

  StreamType(PortType.Kind kind, List<ValueType> types) {
    this.kind = kind;
    this.types = types;
  }

  static StreamType any() {
    return new StreamType(PortType.Kind.ANY, List.of());
  }

  StreamType root() {
    StreamType at = this;
    while (at.sameAs != null) {
      at = at.sameAs;
    }
    return at;
  }

  /** This type's root follows {@code other} from now on. */
  void follow(StreamType other) {
    StreamType mine = root();
    StreamType theirs = other.root();
    if (mine != theirs) {
      mine.sameAs = theirs;
      mine.kind = PortType.Kind.SAME_AS;
      mine.types = List.of();
    }
  }

  boolean isAny() {
    return root().kind == PortType.Kind.ANY;
  }

  boolean isOneOf() {
    return root().kind == PortType.Kind.ONE_OF;
  }

  boolean isExact() {
    return root().kind == PortType.Kind.EXACT;
  }

  boolean isNone() {
    return root().kind == PortType.Kind.NONE;
  }

  /** Whether no contract says what it is: only of an output side packet, which nothing may read. */
  boolean isUndeclared() {
    return root().kind == PortType.Kind.UNSET;
  }

  /** Whether a consumer of this type may be fed by {@code producer}. */
  boolean accepts(StreamType producer) {
    if (isUndeclared() || producer.isUndeclared()) {
      return false;
    }
    if (root() == producer.root() || isAny() || producer.isAny()) {
      return true;
    }
    if (isNone() || producer.isNone()) {
      return isNone() && producer.isNone();
    }
    return producer.root().types.stream()
        .anyMatch(p -> root().types.stream().anyMatch(c -> c.mayBe(p)));
  }

  /** Whether every packet that {@code producer} allows is one for a consumer of this type. */
  boolean impliedBy(StreamType producer) {
    if (isAny() || root() == producer.root()) {
      return true;
    }
    return !producer.isAny()
        && !isNone()
        && producer.root().types.stream()
            .allMatch(p -> root().types.stream().anyMatch(c -> c.isImpliedBy(p)));
  }

  /** What packets are checked for. */
  PacketCheck check() {
    if (isAny()) {
      return PacketCheck.anything();
    }
    return isUndeclared() ? PacketCheck.undeclared() : new PacketCheck(root().types);
  }

  String typeName() {
    return check().toString();
  }
}
