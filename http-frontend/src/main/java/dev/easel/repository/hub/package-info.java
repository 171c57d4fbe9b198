/**
 * Fetches models from a hub that speaks Hugging Face's API; imports {@code framework.status}. Uses
 * the JDK's HTTP client, and jackson to read listings.
 */
@NullMarked
package dev.easel.repository.hub;

import org.jspecify.annotations.NullMarked;
