package dev.easel.calculators.generate;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/**
 * The reasons for which a model cannot be loaded, under the texts that OpenVINO Model Server's
 * users know.
 */
enum LoadMistake {
  PATH_INVALID("The provided base path is invalid or doesn't exists"),
  DEVICE_WRONG_FORMAT("Device is in wrong format"),
  SHAPE_WRONG_FORMAT("The provided shape is in wrong format"),
  SHAPE_DYNAMIC_BUT_NPU_USED("Shape is dynamic but NPU is used"),
  STATIC_RESOLUTION_MISUSE("Wrong usage of static resolution"),
  PLUGIN_CONFIG_WRONG_FORMAT("Plugin config is in wrong format"),
  DEFAULT_EXCEEDS_MAXIMUM("Default exceeds maximum allowed resolution"),
  GRAPH_CONFIG_INVALID("Failed to read protobuf graph configuration file"),
  MODEL_INVALID("Internal server error");

  private final String text;

  LoadMistake(String text) {
    this.text = text;
  }

  /** The failure; the detail says which option is wrong and what would be right. */
  StatusException because(String detail) {
    StatusCode code = this == PATH_INVALID ? StatusCode.NOT_FOUND : StatusCode.INVALID_ARGUMENT;
    return new StatusException(code, text + " - " + detail);
  }
}
