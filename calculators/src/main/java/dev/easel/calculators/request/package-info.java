/**
 * Request bytes to a validated image task; imports {@code calculators.payload}, the framework's
 * calculator API and jackson.
 */
@NullMarked
package dev.easel.calculators.request;

import org.jspecify.annotations.NullMarked;
