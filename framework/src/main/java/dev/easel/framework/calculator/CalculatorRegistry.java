package dev.easel.framework.calculator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.GeneratedMessage.GeneratedExtension;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import dev.easel.framework.name.RegisteredNames;
import dev.easel.framework.options.OptionRecord;
import dev.easel.framework.policy.ExecutorFactory;
import dev.easel.framework.policy.InputStreamHandlerFactory;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.DefaultInputStreamHandlerOptions;
import dev.easel.framework.proto.FixedSizeInputStreamHandlerOptions;
import dev.easel.framework.proto.NodeChainSubgraphOptions;
import dev.easel.framework.proto.PacketGeneratorWrapperCalculatorOptions;
import dev.easel.framework.proto.SwitchContainerOptions;
import dev.easel.framework.proto.SyncSetInputStreamHandlerOptions;
import dev.easel.framework.proto.TemplateSubgraphOptions;
import dev.easel.framework.proto.ThreadPoolExecutorOptions;
import dev.easel.framework.proto.TimestampAlignInputStreamHandlerOptions;
import dev.easel.framework.resource.ResourceFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Everything that a graph may name: calculators, subgraphs, options, stream handlers, executor
 * types, further kinds, and what makes a node's shared resource.
 *
 * <p><b>Threads:</b> immutable; any number of graphs use one registry at once.
 */
public final class CalculatorRegistry {
  private final RegisteredNames<Supplier<? extends Calculator>> calculators;
  private final RegisteredNames<Subgraph> subgraphs;
  private final RegisteredNames<String> templates;
  private final RegisteredNames<ExecutorFactory> executorTypes;
  private final RegisteredNames<InputStreamHandlerFactory> inputStreamHandlers;
  private final Map<Kind<?>, RegisteredNames<?>> others;
  private final Map<String, Resource> resources;
  private final Map<String, String> borrowers;
  private final ExtensionRegistry extensions;
  private final TypeRegistry types;
  private final List<Descriptor> optionTypes;

  /**
   * A node's shared resource: the side packet that carries it and what opens it.
   *
   * @param sidePacketTag the tag of the calculator's input side packet
   * @param factory opens the resource of one node
   */
  public record Resource(String sidePacketTag, ResourceFactory factory) {}

  /**
   * Something else that graphs may name, which whoever uses it brings along.
   *
   * @param <T> what stands behind a name
   */
  public static final class Kind<T> {
    private final String name;
    private final RegisteredNames<T> none = new RegisteredNames<>(Map.of());

    /** A kind of its own, whatever others are called; messages call it {@code name}. */
    public Kind(String name) {
      this.name = name;
    }
  }

  private CalculatorRegistry(Builder b) {
    calculators = b.calculators.build();
    subgraphs = b.subgraphs.build();
    templates = b.templates.build();
    executorTypes = b.executorTypes.build();
    inputStreamHandlers = b.inputStreamHandlers.build();
    Map<Kind<?>, RegisteredNames<?>> byKind = new LinkedHashMap<>();
    b.others.forEach((kind, names) -> byKind.put(kind, names.build()));
    others = Map.copyOf(byKind);
    resources = Map.copyOf(b.resources);
    borrowers = Map.copyOf(b.borrowers);
    extensions = b.extensions.getUnmodifiable();
    types = TypeRegistry.newBuilder().add(b.optionTypes).build();
    optionTypes = List.copyOf(b.optionTypes);
  }

  /** A builder without any calculators. */
  public static Builder builder() {
    return new Builder();
  }

  /** The calculators of every {@link CalculatorProvider} that this library's class loader sees. */
  public static CalculatorRegistry standard() {
    return standard(CalculatorRegistry.class.getClassLoader());
  }

  /** The calculators of every {@link CalculatorProvider} that {@code loader} sees. */
  public static CalculatorRegistry standard(ClassLoader loader) {
    return standardBuilder(loader).build();
  }

  /** A builder that already has what {@link #standard(ClassLoader)} has. */
  public static Builder standardBuilder(ClassLoader loader) {
    Builder builder = new Builder();
    ServiceLoader.load(CalculatorProvider.class, loader).forEach(builder::provider);
    return builder;
  }

  /** The calculator of this name, looked up from {@code namespace} outwards. */
  public Optional<Supplier<? extends Calculator>> calculator(String namespace, String name) {
    return calculators.find(namespace, name);
  }

  /** The subgraph of this name. */
  public Optional<Subgraph> subgraph(String namespace, String name) {
    return subgraphs.find(namespace, name);
  }

  /** The text of the template that is registered as a subgraph of this name. */
  public Optional<String> template(String namespace, String name) {
    return templates.find(namespace, name);
  }

  /** The executor type of this name. */
  public Optional<ExecutorFactory> executorType(String name) {
    return executorTypes.find("", name);
  }

  /** The input stream handler of this name, if it is not one that every graph may name. */
  public Optional<InputStreamHandlerFactory> inputStreamHandler(String namespace, String name) {
    return inputStreamHandlers.find(namespace, name);
  }

  /** The names of the input stream handlers that were added. */
  public Set<String> inputStreamHandlerNames() {
    return inputStreamHandlers.names();
  }

  /** What {@code kind} has under this name. */
  public <T> Optional<T> find(Kind<T> kind, String namespace, String name) {
    return names(kind).find(namespace, name);
  }

  /** All names that {@code kind} has. */
  public Set<String> namesOf(Kind<?> kind) {
    return names(kind).names();
  }

  @SuppressWarnings("unchecked") // Only add() fills the map.
  private <T> RegisteredNames<T> names(Kind<T> kind) {
    return (RegisteredNames<T>) others.getOrDefault(kind, kind.none);
  }

  /** All that open shared resources of nodes. */
  public Set<ResourceFactory> resourceFactories() {
    return resources.values().stream().map(Resource::factory).collect(Collectors.toSet());
  }

  /** What opens the shared resource of a node of this calculator. */
  public Optional<Resource> resource(String calculator) {
    return Optional.ofNullable(resources.get(RegisteredNames.normal(calculator)));
  }

  /**
   * The tag of the side packet in which a node of this calculator looks for the one resource
   * nearest to it; empty for a calculator that does not.
   */
  public Optional<String> borrowed(String calculator) {
    return Optional.ofNullable(borrowers.get(RegisteredNames.normal(calculator)));
  }

  /** The names of all calculators. */
  public Set<String> calculatorNames() {
    return calculators.names();
  }

  /** The names of all subgraphs, templates among them. */
  public List<String> subgraphNames() {
    List<String> names = new ArrayList<>(subgraphs.names());
    names.addAll(templates.names());
    return List.copyOf(names);
  }

  /** The names of all executor types. */
  public Set<String> executorTypeNames() {
    return executorTypes.names();
  }

  /** The options that {@code options { [mediapipe.X.ext] { … } }} may hold. */
  public ExtensionRegistry extensions() {
    return extensions;
  }

  /** The options that {@code node_options { [type.googleapis.com/mediapipe.X] { … } }} may hold. */
  public TypeRegistry types() {
    return types;
  }

  /** The types of all options. */
  public List<Descriptor> optionTypes() {
    return optionTypes;
  }

  /** Collects what a registry holds; each name may be given once. */
  public static final class Builder {
    private final RegisteredNames.Collected<Supplier<? extends Calculator>> calculators =
        new RegisteredNames.Collected<>("calculator");
    private final RegisteredNames.Collected<Subgraph> subgraphs =
        new RegisteredNames.Collected<>("subgraph");
    private final RegisteredNames.Collected<String> templates =
        new RegisteredNames.Collected<>("template");
    private final RegisteredNames.Collected<ExecutorFactory> executorTypes =
        new RegisteredNames.Collected<>("executor type");
    private final RegisteredNames.Collected<InputStreamHandlerFactory> inputStreamHandlers =
        new RegisteredNames.Collected<>("input stream handler");
    private final Map<Kind<?>, RegisteredNames.Collected<?>> others = new LinkedHashMap<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, String> borrowers = new LinkedHashMap<>();
    private final ExtensionRegistry extensions = ExtensionRegistry.newInstance();
    private final List<Descriptor> optionTypes = new ArrayList<>();
    private UnaryOperator<Supplier<? extends Calculator>> around = UnaryOperator.identity();

    private Builder() {
      options(DefaultInputStreamHandlerOptions.ext);
      options(FixedSizeInputStreamHandlerOptions.ext);
      options(SyncSetInputStreamHandlerOptions.ext);
      options(TimestampAlignInputStreamHandlerOptions.ext);
      options(ThreadPoolExecutorOptions.ext);
      options(SwitchContainerOptions.ext);
      options(TemplateSubgraphOptions.ext);
      options(NodeChainSubgraphOptions.ext);
      options(PacketGeneratorWrapperCalculatorOptions.ext);
    }

    /** Adds a calculator; {@code maker} is called once a run and once for each check of a graph. */
    public Builder calculator(String name, Supplier<? extends Calculator> maker) {
      calculators.add(name, around.apply(maker));
      return this;
    }

    /** Adds a subgraph. */
    public Builder subgraph(String name, Subgraph subgraph) {
      subgraphs.add(name, subgraph);
      return this;
    }

    /** Adds a config as a subgraph under its {@code type}. */
    public Builder subgraph(CalculatorGraphConfig config) {
      if (config.getType().isEmpty()) {
        throw new IllegalArgumentException("a config that is a subgraph has a type");
      }
      return subgraph(config.getType(), cc -> config);
    }

    /**
     * Adds the text of a graph as a subgraph. It may have {@code %for%}, {@code %if%}, {@code
     * %param%} and {@code %expression%} in it; a node gives the arguments in its {@code
     * TemplateSubgraphOptions}.
     */
    public Builder template(String type, String text) {
      templates.add(type, text);
      return this;
    }

    /** Adds an options message, with the extensions that are declared inside it. */
    public Builder options(Message defaultInstance) {
      Descriptor type = defaultInstance.getDescriptorForType();
      if (!optionTypes.contains(type)) {
        optionTypes.add(type);
        for (FieldDescriptor extension : type.getExtensions()) {
          if (extension.getMessageType().equals(type)) {
            extensions.add(extension, defaultInstance);
          }
        }
      }
      return this;
    }

    /**
     * Adds a record as options, under its class's name; {@link OptionRecord} says what it may hold.
     */
    public Builder options(Class<? extends Record> record) {
      Descriptor type = OptionRecord.of(record).descriptor();
      if (optionTypes.stream().noneMatch(o -> o.getFullName().equals(type.getFullName()))) {
        optionTypes.add(type);
      }
      return this;
    }

    /** Adds an options message by its extension. */
    public Builder options(GeneratedExtension<?, ? extends Message> extension) {
      Message defaultInstance = extension.getMessageDefaultInstance();
      if (!optionTypes.contains(defaultInstance.getDescriptorForType())) {
        optionTypes.add(defaultInstance.getDescriptorForType());
        extensions.add(extension);
      }
      return this;
    }

    /** Adds a kind of input stream handler. */
    public Builder inputStreamHandler(String name, InputStreamHandlerFactory factory) {
      inputStreamHandlers.add(name, factory);
      return this;
    }

    /** Adds a type of executor. */
    public Builder executorType(String name, ExecutorFactory factory) {
      executorTypes.add(name, factory);
      return this;
    }

    /** Adds something of a further kind, such as {@code PacketGenerator.KIND}. */
    @SuppressWarnings("unchecked") // What stands at a kind was made for it.
    public <T> Builder add(Kind<T> kind, String name, T value) {
      ((RegisteredNames.Collected<T>)
              others.computeIfAbsent(kind, k -> new RegisteredNames.Collected<T>(k.name)))
          .add(name, value);
      return this;
    }

    /** Says that a calculator's nodes share a resource, which reaches them as a side packet. */
    public Builder resource(String calculator, String sidePacketTag, ResourceFactory factory) {
      resources.put(RegisteredNames.normal(calculator), new Resource(sidePacketTag, factory));
      return this;
    }

    /**
     * Says that each of a calculator's nodes works with the one resource nearest to it, another
     * node's, so that a graph in which there is none or more than one is refused when it is loaded.
     */
    public Builder borrows(String calculator, String sidePacketTag) {
      borrowers.put(RegisteredNames.normal(calculator), sidePacketTag);
      return this;
    }

    /** Adds everything that {@code provider} has. */
    public Builder provider(CalculatorProvider provider) {
      provider.register(this);
      return this;
    }

    /** The same; {@code wrap} puts something around each of its calculators. */
    public Builder provider(
        CalculatorProvider provider, UnaryOperator<Supplier<? extends Calculator>> wrap) {
      UnaryOperator<Supplier<? extends Calculator>> before = around;
      around = wrap;
      try {
        return provider(provider);
      } finally {
        around = before;
      }
    }

    /** The registry; the builder may be used on. */
    public CalculatorRegistry build() {
      return new CalculatorRegistry(this);
    }
  }
}
