/**
 * Keeps the images that answers name by URL in a bucket of an S3-compatible store, which any number
 * of servers share. Owns the AWS SDK.
 *
 * <p>May use: {@code calculators.http}, {@code http.store}.
 */
@NullMarked
package dev.easel.http.store.s3;

import org.jspecify.annotations.NullMarked;
