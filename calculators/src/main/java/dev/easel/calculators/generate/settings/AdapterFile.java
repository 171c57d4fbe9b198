package dev.easel.calculators.generate.settings;

import java.nio.file.Path;

/**
 * One LoRA adapter of a graph.
 *
 * @param alias the name by which requests choose it
 * @param path its safetensors file
 * @param alpha its weight where nothing else is said
 */
public record AdapterFile(String alias, Path path, float alpha) {}
