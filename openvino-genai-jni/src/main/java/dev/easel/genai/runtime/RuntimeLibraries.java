package dev.easel.genai.runtime;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of one runtime that are loaded.
 *
 * @param home the folder in which they were found
 * @param tbb absent where the system brings it
 * @param openvino the inference library
 * @param genai the pipelines
 * @param tokenizers loaded by GenAI itself, which has to be told where it is
 */
record RuntimeLibraries(
    Path home, Optional<Path> tbb, Path openvino, Path genai, Path tokenizers) {}
