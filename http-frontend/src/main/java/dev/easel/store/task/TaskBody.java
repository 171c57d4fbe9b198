package dev.easel.store.task;

/**
 * The request that a task stands for, as it came.
 *
 * @param path the path that it was sent to, such as {@code /v1/images/generations}
 * @param contentType its content type with its parameters
 * @param bytes the body; whoever holds the record does not change it
 */
@SuppressWarnings("ArrayRecordComponent") // No two bodies are compared.
public record TaskBody(String path, String contentType, byte[] bytes) {}
