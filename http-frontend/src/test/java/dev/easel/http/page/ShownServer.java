package dev.easel.http.page;

import dev.easel.http.SimulatedServer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A server of simulated models, and a browser that shows its pages; the test is skipped where there
 * is no browser.
 */
record ShownServer(SimulatedServer server, Browser browser) implements AutoCloseable {

  /** Serves these graphs, by name, from a folder. */
  static ShownServer open(Path folder, Map<String, String> graphs) throws Exception {
    SimulatedServer server = SimulatedServer.open(folder, graphs, settings -> settings);
    try {
      return new ShownServer(server, Browser.open(server.http.base("")));
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void close() {
    browser.close();
    server.close();
  }
}
