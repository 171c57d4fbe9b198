package dev.easel.calculators.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.task.EncodedImage;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageFormat;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.OutputRequest;
import dev.easel.calculators.task.TaskKind;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerBodyTest {

  private static final GenerationReport REPORT = new GenerationReport(9, 9, 1, 0, List.of());

  @Test
  void encodesPiecesAsOneText() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      byte[] file = new byte[random.nextInt(200)];
      random.nextBytes(file);
      List<ByteBuffer> pieces = new ArrayList<>();
      for (int at = 0; at < file.length; ) {
        int length = Math.min(file.length - at, random.nextInt(7));
        pieces.add(ByteBuffer.wrap(Arrays.copyOfRange(file, at, at + length)).asReadOnlyBuffer());
        at += length;
      }
      assertThat(text(Base64Pieces.encode(pieces, () -> {})))
          .isEqualTo(Base64.getEncoder().encodeToString(file));
    }
  }

  @Test
  void isGivenUpWithinAnImage() {
    StatusException cancelled = new StatusException(StatusCode.CANCELLED, "nobody is left");
    List<ByteBuffer> pieces = List.of(ByteBuffer.allocate(9), ByteBuffer.allocate(9));
    EncodedImage image = new EncodedImage(ImageFormat.PNG, 8, 4, pieces);
    ImageTask task = ImageTask.builder(TaskKind.GENERATION, "tiny", "a cat").build();
    AtomicInteger asked = new AtomicInteger();
    Runnable check =
        () -> {
          if (asked.incrementAndGet() == 2) {
            throw cancelled;
          }
        };
    assertThatThrownBy(
            () -> new AnswerBody(task, Optional.empty(), check).build(List.of(image), List.of(), 0))
        .isSameAs(cancelled);
    asked.set(0);
    assertThatThrownBy(
            () ->
                new EventBody(task, check)
                    .addCompleted(List.of(image), List.of(), Optional.empty(), 0))
        .isSameAs(cancelled);
  }

  @Test
  void answersAsOpenAiDoes() throws Exception {
    ImageTask task =
        ImageTask.builder(TaskKind.GENERATION, "tiny", "three cats").seed(-1).count(2).build();
    List<EncodedImage> images = List.of(image(new byte[] {1, 2}), image(new byte[] {3}));
    String body =
        text(
            new AnswerBody(task, Optional.of(REPORT), () -> {})
                .build(images, List.of(), 1779912000));
    JsonNode answer = new ObjectMapper().readTree(body);
    assertThat(answer.path("created").asLong()).isEqualTo(1779912000);
    assertThat(answer.path("data").path(0).path("b64_json").asText()).isEqualTo("AQI=");
    assertThat(answer.path("data").path(1).path("b64_json").asText()).isEqualTo("Aw==");
    assertThat(answer.path("data").path(1).path("index").asInt()).isEqualTo(1);
    assertThat(answer.path("data").path(1).path("seed").asText()).isEqualTo("18446744073709551615");
    assertThat(answer.path("data").path(0).has("revised_prompt")).isFalse();
    assertThat(answer.path("size").asText()).isEqualTo("8x4");
    assertThat(answer.path("usage").path("input_tokens_details").path("text_tokens").asInt())
        .isEqualTo(9);
  }

  @Test
  void tellsTheChangedPrompt() throws Exception {
    ImageTask task =
        ImageTask.builder(TaskKind.GENERATION, "tiny", "cats").build().withPrompt("\"cats\", oil");
    String body =
        text(
            new AnswerBody(task, Optional.empty(), () -> {})
                .build(List.of(image(new byte[0])), List.of(), 1));
    JsonNode answer = new ObjectMapper().readTree(body);
    assertThat(answer.path("data").path(0).path("revised_prompt").asText())
        .isEqualTo("\"cats\", oil");
    assertThat(answer.has("usage")).isFalse();
  }

  @Test
  void namesUrls() throws Exception {
    ImageTask task =
        ImageTask.builder(TaskKind.GENERATION, "tiny", "cats")
            .output(new OutputRequest(ImageFormat.PNG, 100, true, Optional.empty()))
            .build();
    String body =
        text(
            new AnswerBody(task, Optional.empty(), () -> {})
                .build(List.of(image(new byte[0])), List.of("http://h/x.png"), 1));
    JsonNode answer = new ObjectMapper().readTree(body);
    assertThat(answer.path("data").path(0).path("url").asText()).isEqualTo("http://h/x.png");
    assertThat(answer.path("data").path(0).has("b64_json")).isFalse();
  }

  private static EncodedImage image(byte[] file) {
    return new EncodedImage(ImageFormat.PNG, 8, 4, List.of(ByteBuffer.wrap(file)));
  }

  private static String text(List<ByteBuffer> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(StandardCharsets.UTF_8.decode(piece.duplicate())));
    return text.toString();
  }
}
