package dev.easel.http.exchange;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells those who ask apart, so that they share a model evenly: by their address.
 *
 * <p>A key does not make another caller: who makes keys up would get a share for each. Of an IPv6
 * address the first 64 bits count, since a single machine has all addresses behind them. A proxy
 * that is trusted is taken for whom it names in {@code X-Forwarded-For}.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class Callers {
  /** Everybody is whom the connection comes from. */
  public static final Callers BY_ADDRESS = new Callers(List.of());

  private static final int NETWORK_BYTES = 8;

  private final List<IpSubnetFilterRule> trusted;

  private Callers(List<IpSubnetFilterRule> trusted) {
    this.trusted = trusted;
  }

  /**
   * Trusts proxies to say for whom they ask.
   *
   * @param proxies addresses and networks, such as {@code 10.0.0.0/8} or {@code ::1}
   * @throws IllegalArgumentException naming the first that is neither
   */
  public static Callers behind(List<String> proxies) {
    return new Callers(proxies.stream().map(Callers::network).toList());
  }

  private static IpSubnetFilterRule network(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> parsed = address(address);
    if (parsed.isEmpty()) {
      throw notANetwork(text);
    }
    int bits = parsed.get().getAddress().length * Byte.SIZE;
    int prefix = slash < 0 ? bits : prefix(text, slash);
    if (prefix < 0 || prefix > bits) {
      throw notANetwork(text);
    }
    return new IpSubnetFilterRule(parsed.get(), prefix, IpFilterRuleType.ACCEPT);
  }

  private static int prefix(String text, int slash) {
    try {
      return Integer.parseInt(text.substring(slash + 1));
    } catch (NumberFormatException e) {
      throw notANetwork(text);
    }
  }

  private static IllegalArgumentException notANetwork(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is neither an address nor a network such as 10.0.0.0/8 or fd00::/8");
  }

  /**
   * A name for whoever asks, the same as long as the address is.
   *
   * @param forwardedFor the {@code X-Forwarded-For} header; counts only from a trusted proxy
   */
  public String of(SocketAddress remote, Optional<String> forwardedFor) {
    if (!(remote instanceof InetSocketAddress internet)) {
      return "";
    }
    InetAddress address = internet.getAddress();
    if (forwardedFor.isPresent()) {
      address = client(address, forwardedFor.get());
    }
    return name(address);
  }

  /**
   * Each proxy has added whom it heard from, so the last that is no proxy of ours is the client.
   */
  private InetAddress client(InetAddress remote, String forwardedFor) {
    List<String> named = new ArrayList<>(Arrays.asList(forwardedFor.split(",")));
    InetAddress known = remote;
    while (!named.isEmpty() && isTrusted(known)) {
      Optional<InetAddress> before = address(withoutPort(named.remove(named.size() - 1).strip()));
      if (before.isEmpty()) {
        break;
      }
      known = before.get();
    }
    return known;
  }

  /** Whether a connection comes from a proxy that is trusted. */
  boolean trusts(SocketAddress remote) {
    return remote instanceof InetSocketAddress internet && isTrusted(internet.getAddress());
  }

  private boolean isTrusted(InetAddress address) {
    if (trusted.isEmpty()) {
      return false;
    }
    InetSocketAddress any = new InetSocketAddress(address, 0);
    return trusted.stream().anyMatch(network -> network.matches(any));
  }

  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  /** Never asks anybody: what is no address is none, be it a name or not. */
  private static Optional<InetAddress> address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String name(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), 16);
    return NetUtil.bytesToIpAddress(network) + "/64";
  }
}
