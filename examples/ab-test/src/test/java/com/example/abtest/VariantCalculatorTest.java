package com.example.abtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.easel.testing.ServableAnswer;
import dev.easel.testing.ServableRequest;
import dev.easel.testing.ServableRunner;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VariantCalculatorTest {
  private final ServableRunner servables = ServableRunner.simulated(Path.of("config.json"));

  @AfterEach
  void close() {
    servables.close();
  }

  private ServableRequest request(String header, String value) {
    return servables.generation("a red circle").size(64, 64).header(header, value);
  }

  /** How many steps made the picture tells which way it went. */
  private static String steps(ServableRequest request) {
    return request.send().good().header("x-easel-steps");
  }

  @Test
  void goesTheWayThatTheHeaderAsksFor() {
    assertEquals("20", steps(request("x-variant", "A")));
    assertEquals("8", steps(request("x-variant", "B")));
    ServableAnswer refused = request("x-variant", "C").send();
    assertEquals(400, refused.status());
    assertEquals("x-variant", refused.error().path("param").asText());
  }

  @Test
  void aCallerAlwaysGetsTheSameAndCallersGetBoth() {
    Set<String> ways = new HashSet<>();
    for (int user = 0; user < 20; user++) {
      String way = steps(request("x-user", "user-" + user));
      assertEquals(way, steps(request("x-user", "user-" + user)));
      ways.add(way);
    }
    assertTrue(ways.equals(Set.of("20", "8")), ways.toString());
  }
}
