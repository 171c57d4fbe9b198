package dev.easel.framework.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.resource.ResourceFactory;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;
import dev.easel.framework.status.StatusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SharedResourcesTest {
  private final List<String> closed = new ArrayList<>();

  /** Opens the resources of three nodes, "a", "b" and "c". */
  private SharedResources open(ResourceFactory factory) {
    CalculatorRegistry registry =
        CalculatorRegistry.standardBuilder(getClass().getClassLoader())
            .resource("PassThroughCalculator", "MODEL", factory)
            .build();
    StringBuilder text = new StringBuilder();
    for (String name : List.of("a", "b", "c")) {
      text.append("node { name: \"")
          .append(name)
          .append("\" calculator: \"PassThroughCalculator\"")
          .append(" input_side_packet: \"MODEL:models\" }\n");
    }
    GraphDescription graph = GraphDescription.parse(text.toString(), "models.pbtxt", registry);
    return SharedResources.open(graph, Path.of("."), Map.of());
  }

  private SharedResource resource(String name) {
    return () -> closed.add(name);
  }

  @Test
  void closesInReverse() {
    open(request -> resource(request.nodeName())).close();
    assertThat(closed).containsExactly("c", "b", "a");
  }

  @Test
  void nodesOfOneIdentityShareOneThatIsClosedOnce() {
    SharedResources all =
        open(
            new ResourceFactory() {
              @Override
              public SharedResource open(ResourceRequest request) {
                return resource(request.nodeName());
              }

              @Override
              public Object identity(ResourceRequest request) {
                return request.nodeName().equals("b") ? "own" : "shared";
              }
            });
    assertThat(all.all(SharedResource.class)).hasSize(2);
    NodeResources nodes =
        Objects.requireNonNull(all.sidePackets().get("models")).get(NodeResources.class);
    assertThat(nodes.resource("a"))
        .isEqualTo(nodes.resource("c"))
        .isNotEqualTo(nodes.resource("b"));
    all.close();
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void anErrorWhileOneIsOpenedClosesThoseBefore() {
    assertThatThrownBy(
            () ->
                open(
                    request -> {
                      if (request.nodeName().equals("c")) {
                        throw new UnsatisfiedLinkError("no such library");
                      }
                      return resource(request.nodeName());
                    }))
        .isInstanceOf(UnsatisfiedLinkError.class);
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  @SuppressWarnings("NullAway") // as a factory without null checks would
  void oneThatIsMissingClosesThoseBefore() {
    assertThatThrownBy(
            () -> open(request -> request.nodeName().equals("b") ? null : resource("first")))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("node \"b\"");
    assertThat(closed).containsExactly("first");
  }

  @Test
  void whatOneThrowsKeepsNoOtherOpen() {
    SharedResources all =
        open(
            request ->
                () -> {
                  closed.add(request.nodeName());
                  throw new AssertionError("cannot close " + request.nodeName());
                });
    assertThatThrownBy(all::close).satisfies(e -> assertThat(e.getSuppressed()).hasSize(3));
    assertThat(closed).containsExactly("c", "b", "a");
  }
}
