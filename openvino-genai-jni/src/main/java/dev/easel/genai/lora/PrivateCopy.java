package dev.easel.genai.lora;

import dev.easel.genai.check.LoraFile;
import dev.easel.genai.check.LoraPart;
import dev.easel.genai.check.SafetensorsFile;
import dev.easel.genai.check.SafetensorsFile.Tensor;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.layer.AdapterFit;
import dev.easel.genai.lora.layer.FittedPart;
import dev.easel.genai.lora.layer.FittedPart.Rows;
import dev.easel.genai.lora.layer.ModelLayers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A copy of an adapter that nobody else knows, in the words that GenAI reads.
 *
 * <p>GenAI maps an adapter's file into memory and reads it whenever it applies the adapter; whoever
 * writes over the file meanwhile, or cuts it, would change what is read or end the process. GenAI
 * takes a layer for meant whose name contains a key; here each key is a layer's whole name. It
 * leaves out the number that scales the matrices; here one of them is scaled.
 *
 * <p><b>Ownership</b>: closing removes the file's name; what is mapped stays until it is let go.
 */
final class PrivateCopy implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path path;
  private final AdapterFit fit;

  private PrivateCopy(Path path, AdapterFit fit) {
    this.path = path;
    this.fit = fit;
  }

  /** One tensor of the copy: bytes of the file, one after another, scaled. */
  private record Piece(
      String name, Tensor source, List<Long> shape, List<Rows> bytes, float scale) {
    long length() {
      return bytes.stream().mapToLong(each -> each.to() - each.from()).sum();
    }
  }

  static PrivateCopy of(Path file, ModelLayers model) {
    try (FileChannel source = FileChannel.open(file)) {
      AdapterFit fit = model.fit(LoraFile.read(source, file));
      PrivateCopy copy = new PrivateCopy(Files.createTempFile("easel-lora-", ".safetensors"), fit);
      try (FileChannel target = FileChannel.open(copy.path, StandardOpenOption.WRITE)) {
        write(pieces(source, fit), source, target);
        return copy;
      } catch (IOException | RuntimeException e) {
        copy.close();
        throw e;
      }
    } catch (IOException e) {
      throw new GenAiException(file + " cannot be copied to be read: " + e, e);
    }
  }

  private static List<Piece> pieces(FileChannel source, AdapterFit fit) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (FittedPart part : fit.parts()) {
      LoraPart from = part.source();
      Tensor down = from.down();
      Tensor up = from.up();
      pieces.add(
          new Piece(
              part.key() + ".lora_A.weight",
              down,
              down.shape(),
              List.of(new Rows(down.begin(), down.end())),
              1));
      long row = (up.end() - up.begin()) / from.outputs();
      List<Long> shape = new ArrayList<>(up.shape());
      shape.set(0, part.layer().outputs());
      pieces.add(
          new Piece(
              part.key() + ".lora_B.weight",
              up,
              shape,
              part.rows().stream()
                  .map(
                      each ->
                          new Rows(up.begin() + each.from() * row, up.begin() + each.to() * row))
                  .toList(),
              scale(source, from, fit)));
    }
    // Wider numbers first, so that all of them lie where such numbers may lie.
    pieces.sort(Comparator.comparing(each -> -MatrixNumbers.bytes(each.source().type())));
    return pieces;
  }

  /** As every trainer means it. */
  private static float scale(FileChannel source, LoraPart part, AdapterFit fit) throws IOException {
    if (part.alpha().isEmpty()) {
      return (float) part.scale();
    }
    Tensor alpha = part.alpha().get();
    ByteBuffer number = ByteBuffer.allocate((int) (alpha.end() - alpha.begin()));
    read(source, number, alpha.begin());
    float value = MatrixNumbers.number(number.flip(), alpha.type());
    if (!Float.isFinite(value)) {
      throw new GenAiException(
          "%s is wrong: '%s' is no finite number".formatted(fit.file(), alpha.name()));
    }
    return value / part.rank();
  }

  private static void write(List<Piece> pieces, FileChannel source, FileChannel target)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    long at = 0;
    for (Piece piece : pieces) {
      long end = at + piece.length();
      tensors.add(new Tensor(piece.name(), piece.source().type(), piece.shape(), at, end));
      at = end;
    }
    writeAll(target, SafetensorsFile.header(tensors));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    for (Piece piece : pieces) {
      for (Rows each : piece.bytes()) {
        copy(piece, each, source, target, chunk);
      }
    }
  }

  private static void copy(
      Piece piece, Rows bytes, FileChannel source, FileChannel target, ByteBuffer chunk)
      throws IOException {
    for (long at = bytes.from(); at < bytes.to(); at += chunk.capacity()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), bytes.to() - at));
      read(source, chunk, at);
      chunk.flip();
      if (piece.scale() != 1) {
        MatrixNumbers.scale(chunk, piece.source().type(), piece.scale());
      }
      writeAll(target, chunk);
    }
  }

  private static void read(FileChannel source, ByteBuffer into, long at) throws IOException {
    long from = at - into.position();
    while (into.hasRemaining()) {
      if (source.read(into, from + into.position()) < 0) {
        throw new EOFException("it has become shorter while it was read");
      }
    }
  }

  private static void writeAll(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  Path path() {
    return path;
  }

  AdapterFit fit() {
    return fit;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
