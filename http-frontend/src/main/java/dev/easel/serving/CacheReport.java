package dev.easel.serving;

/**
 * What became of the requests that a servable's cache of results was asked for since the servable
 * was loaded.
 *
 * @param hits answered from the cache
 * @param misses answered by work of their own
 * @param shared had to wait for an equal request's answer
 * @param bytes how large the kept answers are
 */
public record CacheReport(long hits, long misses, long shared, long bytes) {}
