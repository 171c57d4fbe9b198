package dev.easel.http.trace;

import dev.easel.framework.calls.RunTrace;

/**
 * The trace of a request.
 *
 * @param id its own name, which no other one has
 * @param request the request's id, which its client may have chosen
 * @param servable whose run it was
 * @param trace what the run did
 */
public record KeptTrace(String id, String request, String servable, RunTrace trace) {}
