package dev.easel.calculators.request.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.FormPart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FormFieldsTest {

  @Test
  void readsAnObjectByItsFields() {
    Fields fields =
        new FormFields(
            List.of(
                FormPart.text("lora_alphas[sa]", "-0.5"),
                FormPart.text("lora_alphas[s.b]", "2"),
                FormPart.text("lora_alphas[sc]", ""),
                FormPart.text("lora_alphas[sa]", "1")));
    assertThat(fields.names()).containsExactly("lora_alphas");
    assertThat(fields.numbersByName("lora_alphas", "numbers"))
        .contains(Map.of("sa", -0.5f, "s.b", 2f));
  }

  @Test
  void refusesAnObjectThatIsThereTwice() {
    Fields fields =
        new FormFields(
            List.of(
                FormPart.text("lora_alphas", "{\"sa\": 1}"),
                FormPart.text("lora_alphas[sa]", "1")));
    assertThatThrownBy(() -> fields.numbersByName("lora_alphas", "numbers"))
        .hasMessageContaining("lora_alphas: it is there whole and by its fields");
  }

  @Test
  void putsTheItemsOfAListTogether() {
    ByteBuffer content = ByteBuffer.allocate(1);
    Fields fields =
        new FormFields(
            List.of(
                FormPart.file("image[]", "a", "image/png", content),
                FormPart.file("image[7]", "b", "image/png", content),
                FormPart.file("image[a]", "c", "image/png", content)));
    assertThat(fields.names()).containsExactly("image", "image[a]");
    assertThat(fields.uploads("image"))
        .extracting(upload -> upload.field())
        .containsExactly("image[]", "image[7]");
  }
}
