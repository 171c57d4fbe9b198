package dev.easel.serving;

import java.util.Optional;

/**
 * How an attempt to reload ended.
 *
 * @param changed whether anything that is served changed
 * @param failure why the configuration as a whole could not be read, fit for a client; what failed
 *     for a single servable stands with that servable
 */
public record ReloadResult(boolean changed, Optional<String> failure) {}
