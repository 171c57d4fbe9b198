package dev.easel.cli.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files that images go to. */
public final class ImageFiles {
  private static final String STANDARD_OUTPUT = "-";

  private final String output;

  /** Files of this name, which is numbered where there are several images; - is standard output. */
  public ImageFiles(String output) {
    this.output = output;
  }

  /** The format that the name asks for; empty for the server's own choice, PNG. */
  Optional<String> format() {
    return switch (extension().toLowerCase(Locale.ROOT)) {
      case ".jpg", ".jpeg" -> Optional.of("jpeg");
      case ".webp" -> Optional.of("webp");
      default -> Optional.empty();
    };
  }

  private String extension() {
    int dot = output.lastIndexOf('.');
    return dot <= output.lastIndexOf('/') ? "" : output.substring(dot);
  }

  /** Writes every image of an answer; says where. */
  public List<Path> write(Answer answer) {
    return write(images(answer));
  }

  /** Writes one image of an answer, counted from 0; says where. */
  List<Path> write(Answer answer, int index) {
    return write(List.of(images(answer).get(index)));
  }

  private List<Path> write(List<byte[]> images) {
    List<Path> written = new ArrayList<>();
    try {
      for (int i = 0; i < images.size(); i++) {
        if (output.equals(STANDARD_OUTPUT)) {
          System.out.write(images.get(i));
          System.out.flush();
        } else {
          written.add(Files.write(path(i, images.size()), images.get(i)));
        }
      }
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.PERMISSION_DENIED, "cannot write " + output + ": " + e, e);
    }
    return written;
  }

  private Path path(int index, int count) {
    if (count == 1) {
      return Path.of(output);
    }
    String stem = output.substring(0, output.length() - extension().length());
    return Path.of(stem + "-" + (index + 1) + extension());
  }

  private static List<byte[]> images(Answer answer) {
    List<byte[]> images = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(answer.json())) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && "b64_json".equals(parser.currentName())) {
          images.add(parser.getBinaryValue());
        }
      }
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.INTERNAL, "the graph's answer is not that of the images API: " + e, e);
    }
    if (images.isEmpty()) {
      throw new StatusException(StatusCode.INTERNAL, "the graph's answer holds no picture");
    }
    return images;
  }
}
