/**
 * Who is calling and what may they use; which pages of other sites may call; imports {@code
 * http.error}, {@code http.route} and {@code framework.status}.
 */
@NullMarked
package dev.easel.http.auth;

import org.jspecify.annotations.NullMarked;
