package dev.easel.calculators.request.rule;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.task.ImageTask;
import java.util.Set;

/** Which adapters and weights a request may name. */
final class AdapterRules {

  private final AdapterCatalogue adapters;

  AdapterRules(AdapterCatalogue adapters) {
    this.adapters = adapters;
  }

  void check(ImageTask task) {
    if (!task.loraAlphas().isEmpty() && !adapters.isDynamic()) {
      throw RequestException.unsupported(
          "lora_alphas",
          adapters.adapters().isEmpty()
              ? "this model has no LoRA adapters; leave it out"
              : "this model's LoRA adapters have fixed weights ("
                  + adapters.mode()
                  + "); leave it"
                  + " out");
    }
    Set<String> selected = adapters.select(task.model()).keySet();
    for (String alias : task.loraAlphas().keySet()) {
      if (!selected.contains(alias)) {
        throw RequestException.invalid("lora_alphas", reason(task.model(), alias, selected));
      }
    }
    if (adapters.mode() == AdapterCatalogue.Mode.STATIC
        && !adapters.adapters().isEmpty()
        && selected.isEmpty()) {
      throw RequestException.invalid(
          "model",
          "'" + task.model() + "' has adapters compiled in; send one of " + adapters.aliases());
    }
  }

  private String reason(String model, String alias, Set<String> selected) {
    if (selected.isEmpty()) {
      return "model '"
          + model
          + "' uses no adapter; send one of "
          + adapters.aliases()
          + " as model to use its adapters";
    }
    return "'" + alias + "' is not among the adapters of '" + model + "': " + selected;
  }
}
