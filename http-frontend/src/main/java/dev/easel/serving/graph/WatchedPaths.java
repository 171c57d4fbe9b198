package dev.easel.serving.graph;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.proto.CalculatorGraphConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The paths that a graph's options name: every option called {@code path} or {@code …_path} that
 * holds a string.
 */
public final class WatchedPaths {
  private final GraphDescription description;
  private final Path base;
  private final Set<Path> paths = new LinkedHashSet<>();

  private WatchedPaths(GraphDescription description, Path base) {
    this.description = description;
    this.base = base;
  }

  public static Set<Path> of(GraphDescription description, Path base) {
    WatchedPaths found = new WatchedPaths(description, base);
    for (CalculatorGraphConfig.Node node : description.config().getNodeList()) {
      node.getNodeOptionsList().forEach(found::any);
      found.message(node.getOptions());
    }
    return found.paths;
  }

  private void any(Any any) {
    try {
      Descriptor type = description.registry().types().getDescriptorForTypeUrl(any.getTypeUrl());
      if (type != null) {
        message(DynamicMessage.parseFrom(type, any.getValue()));
      }
    } catch (InvalidProtocolBufferException e) {
      // The graph was checked when it was parsed; what cannot be read names no path.
    }
  }

  private void message(Message message) {
    message.getAllFields().forEach(this::field);
  }

  private void field(FieldDescriptor field, Object value) {
    if (value instanceof List<?> values) {
      values.forEach(one -> field(field, one));
    } else if (value instanceof Any any) {
      any(any);
    } else if (value instanceof Message message) {
      message(message);
    } else if (value instanceof String text && namesPath(field.getName())) {
      path(text);
    }
  }

  private static boolean namesPath(String field) {
    return field.equals("path") || field.endsWith("_path");
  }

  private void path(String text) {
    try {
      paths.add(base.resolve(text));
    } catch (InvalidPathException e) {
      // No file can have this name, so there is nothing to watch.
    }
  }
}
