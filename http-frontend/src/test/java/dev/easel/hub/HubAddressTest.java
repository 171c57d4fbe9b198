package dev.easel.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubAddressTest {

  @Test
  void isThePublicHubUnlessTheEnvironmentNamesAnother() {
    Map<String, String> nothing = Map.of("HOME", "/nowhere");
    assertThat(HubAddress.of(nothing).endpoint()).isEqualTo(URI.create("https://huggingface.co"));
    assertThat(HubAddress.of(Map.of("HOME", "/nowhere", "HF_ENDPOINT", " ")).endpoint().getHost())
        .isEqualTo("huggingface.co");
    HubAddress mirror =
        HubAddress.of(
            Map.of(
                "HOME", "/nowhere", "HF_ENDPOINT", "http://127.0.0.1:9/mirror/", "HF_TOKEN", "t"));
    assertThat(mirror.resolve("/org/a b/resolve/main/x", "").toString())
        .isEqualTo("http://127.0.0.1:9/mirror/org/a%20b/resolve/main/x");
    assertThat(mirror.token()).contains("t");
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThatThrownBy(() -> HubAddress.of(Map.of("HF_ENDPOINT", "hub.example")))
        .hasMessageContaining("HF_ENDPOINT is 'hub.example'");
  }
}
