package dev.easel.http.route;

import dev.easel.serving.Servable;

/**
 * A servable under the name that the client used for it.
 *
 * @param servable the servable
 * @param model its name or one of its aliases
 */
public record Chosen(Servable servable, String model) {}
