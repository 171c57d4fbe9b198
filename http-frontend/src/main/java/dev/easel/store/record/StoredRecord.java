package dev.easel.store.record;

/**
 * Bytes under a name.
 *
 * @param key its name in its space
 * @param version 1 at first, one more with each change
 * @param bytes what was put; whoever holds the record does not change it
 */
@SuppressWarnings("ArrayRecordComponent") // No two of them are compared.
public record StoredRecord(String key, long version, byte[] bytes) {}
