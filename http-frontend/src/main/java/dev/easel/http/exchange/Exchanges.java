package dev.easel.http.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Begins the exchanges of a server.
 *
 * <p><b>Threads</b>: immutable; any event loop may begin an exchange.
 */
public final class Exchanges {

  private final ExchangeRules rules;
  private final HeadRules headRules;
  private final Dispatch dispatch;

  /** The exchanges of a server with these rules. */
  public Exchanges(ExchangeRules rules) {
    this.rules = rules;
    this.headRules = new HeadRules(rules);
    this.dispatch = new Dispatch(rules);
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

  HeadRules headRules() {
    return headRules;
  }

  Dispatch dispatch() {
    return dispatch;
  }
}
