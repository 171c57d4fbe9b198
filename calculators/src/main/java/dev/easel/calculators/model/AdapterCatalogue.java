package dev.easel.calculators.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The LoRA adapters of a model under the names by which requests choose them.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param adapters each adapter's weight by its alias, in the order of the graph
 * @param composites each composite's components by its alias, in the order of the graph
 * @param mode how the adapters are applied
 */
public record AdapterCatalogue(
    Map<String, Float> adapters, Map<String, List<Component>> composites, Mode mode) {

  /** No adapters. */
  public static final AdapterCatalogue EMPTY =
      new AdapterCatalogue(Map.of(), Map.of(), Mode.DYNAMIC);

  /** How adapters are applied. */
  public enum Mode {
    /** Chosen by every request. */
    DYNAMIC,
    /** Compiled into the model with fixed weights; requests must name an alias. */
    STATIC,
    /** Merged into the weights; requests may name anything. */
    FUSE
  }

  /**
   * One adapter of a composite.
   *
   * @param adapter the adapter's alias
   * @param alpha its weight; absent means the adapter's own
   */
  public record Component(String adapter, Optional<Float> alpha) {}

  /** Copies the maps, in order. */
  public AdapterCatalogue {
    adapters = Collections.unmodifiableMap(new LinkedHashMap<>(adapters));
    composites = Collections.unmodifiableMap(new LinkedHashMap<>(composites));
  }

  /** Whether a request can choose adapters and weights. */
  public boolean isDynamic() {
    return mode == Mode.DYNAMIC && !adapters.isEmpty();
  }

  /** Every name by which a request may choose adapters. */
  public List<String> aliases() {
    List<String> names = new ArrayList<>(adapters.keySet());
    names.addAll(composites.keySet());
    return names;
  }

  /**
   * The adapters that a name stands for, with the graph's weights: none for a name that is no
   * alias.
   */
  public Map<String, Float> select(String name) {
    Map<String, Float> selected = new LinkedHashMap<>();
    Float own = adapters.get(name);
    if (own != null) {
      selected.put(name, own);
    }
    for (Component part : composites.getOrDefault(name, List.of())) {
      selected.put(part.adapter(), part.alpha().orElse(adapters.getOrDefault(part.adapter(), 1f)));
    }
    return selected;
  }
}
