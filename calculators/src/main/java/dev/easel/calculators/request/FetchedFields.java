package dev.easel.calculators.request;

import dev.easel.calculators.media.MediaSource.Fetched;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.task.ImageAddress;
import dev.easel.calculators.task.Upload;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request's fields once the images are there that it named by their addresses. */
record FetchedFields(Fields fields, Map<ImageAddress, Fetched> images) implements Fields {

  @Override
  public List<String> names() {
    return fields.names();
  }

  @Override
  public Optional<String> text(String name) {
    return fields.text(name);
  }

  @Override
  public Optional<BigInteger> integer(String name) {
    return fields.integer(name);
  }

  @Override
  public Optional<Float> number(String name) {
    return fields.number(name);
  }

  @Override
  public Optional<Boolean> flag(String name) {
    return fields.flag(name);
  }

  @Override
  public Optional<Map<String, Float>> numbersByName(String name, String what) {
    return fields.numbersByName(name, what);
  }

  @Override
  public List<Upload> uploads(String name) {
    return fields.uploads(name).stream()
        .map(
            upload ->
                upload
                    .address()
                    .map(images::get)
                    .map(Fetched::bytes)
                    .map(upload::fetched)
                    .orElse(upload))
        .toList();
  }
}
