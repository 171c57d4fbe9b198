package dev.easel.serving;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/** What is said where LoRA adapters may not be added while the server runs. */
public final class AdaptersOff {
  private AdaptersOff() {}

  /** The failure. */
  public static StatusException because() {
    return new StatusException(
        StatusCode.UNIMPLEMENTED,
        "adapters are not loaded at run time here: the operator starts the server with"
            + " --lora_adapters_path and the folder of their files");
  }
}
