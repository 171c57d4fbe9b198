package dev.easel.calculators.generate.settings;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/**
 * The reasons for which a model cannot be loaded, under the texts that OpenVINO Model Server's
 * users know.
 */
public enum LoadMistake {
  /** There is no folder of a model. */
  PATH_INVALID("The provided base path is invalid or doesn't exists"),
  /** A device that this machine or this model does not have. */
  DEVICE_WRONG_FORMAT("Device is in wrong format"),
  /** A size that cannot be read, or that the model cannot make. */
  SHAPE_WRONG_FORMAT("The provided shape is in wrong format"),
  /** A number of sizes other than the one that an NPU needs. */
  SHAPE_DYNAMIC_BUT_NPU_USED("Shape is dynamic but NPU is used"),
  /** Options that do not belong to the sizes that are compiled in. */
  STATIC_RESOLUTION_MISUSE("Wrong usage of static resolution"),
  /** Compile properties that cannot be read. */
  PLUGIN_CONFIG_WRONG_FORMAT("Plugin config is in wrong format"),
  /** A usual size that is above the largest one. */
  DEFAULT_EXCEEDS_MAXIMUM("Default exceeds maximum allowed resolution"),
  /** Any other option that cannot be right. */
  GRAPH_CONFIG_INVALID("Failed to read protobuf graph configuration file"),
  /** A folder whose model cannot be loaded. */
  MODEL_INVALID("Internal server error");

  private final String text;

  LoadMistake(String text) {
    this.text = text;
  }

  /** The failure; the detail says which option is wrong and what would be right. */
  public StatusException because(String detail) {
    StatusCode code = this == PATH_INVALID ? StatusCode.NOT_FOUND : StatusCode.INVALID_ARGUMENT;
    return new StatusException(code, text + " - " + detail);
  }
}
