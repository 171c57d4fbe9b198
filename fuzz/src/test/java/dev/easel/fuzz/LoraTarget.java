package dev.easel.fuzz;

import dev.easel.genai.check.LoraFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks through a file of LoRA weights before native code does. */
final class LoraTarget implements Target.Reader {

  private final Path file = Scratch.folder().resolve("lora.safetensors");

  @Override
  public void read(byte[] input) throws IOException {
    Files.write(file, input);
    try (FileChannel channel = FileChannel.open(file)) {
      LoraFile.read(channel, Path.of("lora.safetensors"));
    }
  }
}
