package dev.easel.framework.describe;

import java.util.List;

/**
 * A type of options that a calculator reads.
 *
 * @param type its full name, as {@code node_options} write it
 * @param fields its fields as {@code name: type = default}, the latter where there is one
 */
public record OptionDescription(String type, List<String> fields) {}
