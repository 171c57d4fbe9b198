package dev.easel.genai.worker.wire;

import dev.easel.genai.diffusion.AdapterSpec;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.lora.LoraMode;
import dev.easel.genai.options.StaticShape;
import dev.easel.genai.worker.proto.Adapter;
import dev.easel.genai.worker.proto.LoadModel;
import dev.easel.genai.worker.proto.Property;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is loaded, as a message and back. */
public final class SpecMessages {
  private SpecMessages() {}

  /** The message; paths are absolute, so that what is said of them is plain. */
  public static LoadModel message(ModelSpec spec) {
    LoadModel.Builder load =
        LoadModel.newBuilder()
            .setFolder(spec.folder().toAbsolutePath().toString())
            .addAllDevices(spec.devices())
            .setLoraMode(spec.loraMode().name())
            .addAllPipelines(names(spec.pipelines()))
            .setInpaintings(spec.inpaintings());
    spec.properties().forEach((name, value) -> load.addProperties(property(name, value)));
    spec.reshape().ifPresent(shape -> load.setReshape(shape(shape)));
    spec.adapters().forEach(adapter -> load.addAdapters(adapter(adapter)));
    spec.tokenizer().ifPresent(load::setTokenizer);
    return load.build();
  }

  /** What a message says. */
  public static ModelSpec spec(LoadModel load) {
    Map<String, Object> properties = new LinkedHashMap<>();
    load.getPropertiesList().forEach(each -> properties.put(each.getName(), value(each)));
    return new ModelSpec(
        Path.of(load.getFolder()),
        load.getDevicesList(),
        properties,
        load.hasReshape() ? Optional.of(shape(load.getReshape())) : Optional.empty(),
        load.getAdaptersList().stream().map(SpecMessages::adapter).toList(),
        LoraMode.valueOf(load.getLoraMode()),
        kinds(load.getPipelinesList()),
        load.getInpaintings(),
        load.hasTokenizer() ? Optional.of(load.getTokenizer()) : Optional.empty());
  }

  /** The names of pipelines in messages. */
  public static Iterable<String> names(Set<PipelineKind> kinds) {
    return kinds.stream().map(Enum::name).toList();
  }

  /** The pipelines that names in a message mean. */
  public static Set<PipelineKind> kinds(Collection<String> names) {
    Set<PipelineKind> kinds = EnumSet.noneOf(PipelineKind.class);
    names.forEach(name -> kinds.add(PipelineKind.valueOf(name)));
    return kinds;
  }

  private static Property property(String name, Object value) {
    Property.Builder property = Property.newBuilder().setName(name);
    if (value instanceof Boolean flag) {
      property.setFlag(flag);
    } else if (value instanceof Double || value instanceof Float) {
      property.setNumber(((Number) value).doubleValue());
    } else if (value instanceof Number whole) {
      property.setWhole(whole.longValue());
    } else {
      property.setText(value.toString());
    }
    return property.build();
  }

  private static Object value(Property property) {
    return switch (property.getValueCase()) {
      case WHOLE -> property.getWhole();
      case NUMBER -> property.getNumber();
      case FLAG -> property.getFlag();
      case TEXT, VALUE_NOT_SET -> property.getText();
    };
  }

  private static dev.easel.genai.worker.proto.StaticShape shape(StaticShape shape) {
    return dev.easel.genai.worker.proto.StaticShape.newBuilder()
        .setImages(shape.numImagesPerPrompt())
        .setHeight(shape.height())
        .setWidth(shape.width())
        .setGuidanceScale(shape.guidanceScale())
        .build();
  }

  private static StaticShape shape(dev.easel.genai.worker.proto.StaticShape shape) {
    return new StaticShape(
        shape.getImages(), shape.getHeight(), shape.getWidth(), shape.getGuidanceScale());
  }

  private static Adapter adapter(AdapterSpec adapter) {
    return Adapter.newBuilder()
        .setName(adapter.name())
        .setFile(adapter.safetensors().toAbsolutePath().toString())
        .setAlpha(adapter.alpha())
        .build();
  }

  private static AdapterSpec adapter(Adapter adapter) {
    return new AdapterSpec(adapter.getName(), Path.of(adapter.getFile()), adapter.getAlpha());
  }
}
