package dev.easel.http.outgoing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides to which addresses the server speaks on a client's behalf.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param allowsPrivate whether addresses of this machine and of private networks are among them
 */
public record AddressRules(boolean allowsPrivate) {
  private static final int MAPPED = 12;

  /**
   * The address to connect to, looked up once: who asks again may be told another.
   *
   * @return empty when the host has none, or one that is forbidden
   */
  public Optional<InetAddress> resolve(String host) {
    try {
      String plain =
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
      List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(plain));
      // One forbidden address among allowed ones is somebody's trick.
      return all.stream().allMatch(this::allows) ? all.stream().findFirst() : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether an address may be spoken to. */
  public boolean allows(InetAddress address) {
    return allowsPrivate || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? isPublic4(bytes, 0)
        : isPublic6((Inet6Address) address, bytes);
  }

  /** Without this network's own, carriers', benchmarks', documentation's and reserved addresses. */
  private static boolean isPublic4(byte[] bytes, int at) {
    int a = bytes[at] & 0xff;
    int b = bytes[at + 1] & 0xff;
    int c = bytes[at + 2] & 0xff;
    boolean isPrivate =
        a == 0
            || a == 10
            || a == 127
            || (a == 100 && b >= 64 && b < 128)
            || (a == 169 && b == 254)
            || (a == 172 && b >= 16 && b < 32)
            || (a == 192 && b == 168)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 198 && (b == 18 || b == 19))
            || (a == 198 && b == 51 && c == 100)
            || (a == 203 && b == 0 && c == 113)
            || a >= 224;
    return !isPrivate;
  }

  /** Only global unicast, and of what carries an IPv4 address what that allows. */
  private static boolean isPublic6(Inet6Address address, byte[] bytes) {
    int first = bytes[0] & 0xff;
    if (first == 0x20 && (bytes[1] & 0xff) == 0x02) { // 6to4
      return isPublic4(bytes, 2);
    }
    if (first == 0 && (bytes[1] & 0xff) == 0x64 && (bytes[2] & 0xff) == 0xff) { // NAT64
      return isPublic4(bytes, MAPPED);
    }
    boolean isTeredo = first == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
    boolean isDocumentation =
        first == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8;
    return (first & 0xe0) == 0x20
        && !isTeredo
        && !isDocumentation
        && !address.isIPv4CompatibleAddress();
  }
}
