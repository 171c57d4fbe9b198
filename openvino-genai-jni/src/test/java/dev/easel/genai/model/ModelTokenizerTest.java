package dev.easel.genai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.Models;
import dev.easel.genai.error.GenAiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelTokenizerTest {
  @Test
  void countsTokensWithTheSpecialOnes() {
    try (ModelTokenizer tokenizer = ModelTokenizer.open(Models.SD15, "tokenizer")) {
      assertThat(tokenizer.countTokens("")).as("start and end").isEqualTo(2);
      assertThat(tokenizer.countTokens("a cat")).isEqualTo(4);
      assertThat(tokenizer.countTokens("a cat")).as("counting leaves no trace").isEqualTo(4);
    }
  }

  @Test
  void saysWhatIsCut() {
    try (ModelTokenizer tokenizer = ModelTokenizer.open(Models.SD15, "tokenizer")) {
      assertThat(tokenizer.maxLength()).isEqualTo(77);
      assertThat(tokenizer.count("a cat")).isEqualTo(new TokenCount(4, 4));
      assertThat(tokenizer.count("a cat").isTruncated()).isFalse();
      assertThat(tokenizer.count("a cat ".repeat(100))).isEqualTo(new TokenCount(202, 77));
      assertThat(tokenizer.count("a cat ".repeat(100)).isTruncated()).isTrue();
    }
  }

  @Test
  void opensTheSecondTokenizer() {
    try (ModelTokenizer tokenizer = ModelTokenizer.open(Models.FLUX, "tokenizer_2")) {
      assertThat(tokenizer.countTokens("")).as("T5 has only an end").isEqualTo(1);
      assertThat(tokenizer.countTokens("a cat ".repeat(1000))).isGreaterThan(1000);
    }
  }

  @Test
  void namesFolderThatIsNone() {
    assertThatThrownBy(() -> ModelTokenizer.open(Models.SD15, "unet"))
        .isInstanceOf(GenAiException.class)
        .hasMessageEndingWith("unet is no tokenizer: it has no openvino_tokenizer.xml");
  }
}
