package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.scheduler.GuestExecutor;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class GraphSettingsTest {
  @Test
  void anExecutorOfANameIsGivenOnce() {
    Executor first = Runnable::run;
    Executor second = task -> task.run();
    GraphSettings settings = GraphSettings.standard().withExecutor("io", first);
    assertThat(settings.withExecutor("io", first).executors().get("io"))
        .isInstanceOfSatisfying(
            GuestExecutor.class, guest -> assertThat(guest.wraps(first)).isTrue());
    assertThatThrownBy(() -> settings.withExecutor("io", second))
        .hasMessage("SetExecutor must be called only once for the executor \"io\"")
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.ALREADY_EXISTS));
  }
}
