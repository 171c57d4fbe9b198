package dev.easel.http.server;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;

/**
 * A loop's readiness as its transport has it, which tells that its loop ends.
 *
 * <p>An event loop's own future comes too late: a loop that an error ended may wait for ever in the
 * end for a wake-up that it had already taken, and then its future is never done.
 */
final class ToldEnd implements IoHandler {

  private final IoHandler loop;
  private final Runnable ends;

  private ToldEnd(IoHandler loop, Runnable ends) {
    this.loop = loop;
    this.ends = ends;
  }

  /**
   * Makes the same as a factory does.
   *
   * @param ends called on each loop's thread, before its files are closed
   */
  static IoHandlerFactory of(IoHandlerFactory factory, Runnable ends) {
    return executor -> new ToldEnd(factory.newHandler(executor), ends);
  }

  @Override
  public void initialize() {
    loop.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return loop.run(context);
  }

  @Override
  public void prepareToDestroy() {
    loop.prepareToDestroy();
  }

  @Override
  public void destroy() {
    try {
      ends.run();
    } finally {
      loop.destroy();
    }
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return loop.register(handle);
  }

  @Override
  public void wakeup() {
    loop.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return loop.isCompatible(handleType);
  }
}
