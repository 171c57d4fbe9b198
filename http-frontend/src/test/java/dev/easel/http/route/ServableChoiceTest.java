package dev.easel.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.RequestException;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServableChoiceTest {

  private static final GivenServables SERVABLES =
      GivenServables.of(
          GivenServable.echo("tiny").withAliases("lora"), GivenServable.echo("org/big"));

  private final ServableChoice choice = new ServableChoice(SERVABLES, Optional.empty());

  @Test
  void letsTheBodyWinOverThePath() {
    assertThat(choose("/v3/tiny/images/edits", "org/big").servable().name()).isEqualTo("org/big");
    assertThat(choose("/v3/tiny", "org/big").servable().name()).isEqualTo("org/big");
  }

  @Test
  void letsADeploymentsPathWinOverTheBody() {
    for (String path :
        new String[] {
          "/openai/deployments/org/big/images/generations",
          "/openai/deployments/org%2Fbig/images/edits"
        }) {
      assertThat(choose(path, "dall-e-3").servable().name()).isEqualTo("org/big");
    }
    assertThatThrownBy(() -> choose("/openai/deployments/none/images/edits", "tiny"))
        .hasMessageContaining("servable 'none' not found");
  }

  @Test
  void keepsTheNameThatTheClientUsed() {
    Chosen chosen = choose("/v3/images/generations", "lora");
    assertThat(chosen.servable().name()).isEqualTo("tiny");
    assertThat(chosen.model()).isEqualTo("lora");
  }

  @Test
  void readsTheServableFromThePath() {
    assertThat(choose("/v3/org/big/images/generations", null).model()).isEqualTo("org/big");
    assertThat(choose("/v3/org/big", null).model()).isEqualTo("org/big");
    assertThat(choose("/v3/lora/images/edits", null).servable().name()).isEqualTo("tiny");
  }

  @Test
  void prefersTheServableThatIsNamedLikeTheWholePath() {
    ServableChoice whole =
        new ServableChoice(
            GivenServables.of(GivenServable.echo("images/generations"), GivenServable.echo("tiny")),
            Optional.of("tiny"));
    assertThat(whole.choose(found("/v3/images/generations"), Optional.empty()).model())
        .isEqualTo("images/generations");
    assertThat(whole.choose(found("/v3/images/edits"), Optional.empty()).model()).isEqualTo("tiny");
  }

  @Test
  void namesTheWaysToNameAServable() {
    assertThatThrownBy(() -> choose("/v3/images/generations", null))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'model'")
        .hasMessageContaining("/v3/<servable>/images/generations")
        .hasMessageContaining("--default_model");
  }

  @Test
  void saysWhichServableIsUnknown() {
    assertUnknown("/v3/images/generations", "nope", "model 'nope' not found");
    assertUnknown("/v3/nope/images/generations", null, "servable 'nope' not found");
    assertUnknown("/v3/nothing/here", null, "servable 'nothing/here' not found");
  }

  @Test
  void takesASlipInAnImagePathForASlip() {
    assertUnknown("/v3/images/generationsXYZ", "tiny", "images/generations");
    assertThat(choose("/v3/chat/completions", "tiny").model()).isEqualTo("tiny");
  }

  private void assertUnknown(String path, @Nullable String model, String message) {
    assertThatThrownBy(() -> choose(path, model))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.httpStatus()).hasValue(404))
        .hasMessageContaining(message);
  }

  private Chosen choose(String path, @Nullable String model) {
    return choice.choose(found(path), Optional.ofNullable(model));
  }

  private static Match.Found found(String path) {
    return (Match.Found) new RouteTable(name -> false).match("POST", path);
  }
}
