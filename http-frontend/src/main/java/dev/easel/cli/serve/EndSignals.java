package dev.easel.cli.serve;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a process that is asked to end (by {@code kill}, a service manager or Ctrl-C) and does so
 * end with status 0. The virtual machine alone would end it with 143 or 130, which systemd and
 * Kubernetes take for a failure.
 */
final class EndSignals {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private EndSignals() {}

  /** From now on these signals are requests to exit; the shutdown hooks run as ever. */
  static void endWithSuccess() {
    for (String name : List.of("TERM", "INT")) {
      try {
        handle(name);
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.debug("SIG{} is left to the virtual machine", name, e);
      }
    }
  }

  // By reflection: the class is supported, but the compiler warns of it in a way that nothing
  // hides.
  private static void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object exits =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              System.exit(0);
              return null;
            });
    Object named = signal.getConstructor(String.class).newInstance(name);
    try {
      signal.getMethod("handle", signal, handler).invoke(null, named, exits);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
