package dev.easel.http.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;

/**
 * Begins the exchanges of a server.
 *
 * <p><b>Threads</b>: immutable; any event loop may begin an exchange.
 */
public final class Exchanges {

  private final ExchangeRules rules;
  private final HeadRules headRules;
  private final Dispatch dispatch;

  /** Ready to be written; filled by the constructor alone. */
  private final HttpHeaders commonHeaders = new DefaultHttpHeaders();

  /** The exchanges of a server with these rules. */
  public Exchanges(ExchangeRules rules) {
    this.rules = rules;
    this.headRules = new HeadRules(rules);
    this.dispatch = new Dispatch(rules);
    rules
        .commonHeaders()
        .forEach((name, value) -> commonHeaders.set(AsciiString.cached(name), written(value)));
  }

  /**
   * An exchange for a request whose head has arrived.
   *
   * @param end called once on the event loop, when the connection is free for the next request or
   *     is to be closed
   */
  public Exchange open(ChannelHandlerContext ctx, HttpRequest request, Runnable end) {
    return new Exchange(ctx, this, request, end);
  }

  ExchangeRules rules() {
    return rules;
  }

  /** The bytes of a value, which need not be made for each answer; of ASCII only. */
  private static CharSequence written(String value) {
    return value.chars().allMatch(c -> c < 0x80) ? AsciiString.cached(value) : value;
  }

  /** Headers of every answer, for everybody to read. */
  HttpHeaders commonHeaders() {
    return commonHeaders;
  }

  HeadRules headRules() {
    return headRules;
  }

  Dispatch dispatch() {
    return dispatch;
  }
}
