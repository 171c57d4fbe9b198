/**
 * Fetches models from a hub that speaks Hugging Face's API. Uses the JDK's HTTP client, and jackson
 * to read listings.
 *
 * <p>May use: {@code framework.status}.
 */
@NullMarked
package dev.easel.hub;

import org.jspecify.annotations.NullMarked;
