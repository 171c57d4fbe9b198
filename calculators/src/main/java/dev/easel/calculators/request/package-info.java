/**
 * Turns a request's bytes into a validated image task; imports {@code calculators.payload}, {@code
 * request.field}, {@code request.rule} and the framework's calculator API.
 */
@NullMarked
package dev.easel.calculators.request;

import org.jspecify.annotations.NullMarked;
