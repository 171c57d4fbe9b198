package dev.easel.http.exchange;

import dev.easel.calculators.http.HttpResponsePayload;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Date;
import java.util.Optional;

/**
 * The head of an answer.
 *
 * @param payload the answer, or the first piece of a streamed one
 * @param common headers of every answer, which are copied
 * @param timing what it has cost so far, beside what the graph itself says of that; "" when there
 *     is nothing to tell yet
 * @param request the request
 * @param isKeptAlive whether the connection stays open
 */
record AnswerHead(
    HttpResponsePayload payload,
    HttpHeaders common,
    Optional<String> timing,
    RequestHead request,
    boolean isKeptAlive) {

  /** The header, and the field behind a stream, that tells what an answer has cost. */
  static final String TIMING = "server-timing";

  private static final int NOT_MODIFIED = 304;

  HttpResponse withLength(long length) {
    HttpResponse head = head();
    // What is not modified has no body, and is not of length 0.
    if (payload.status() != NOT_MODIFIED) {
      head.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
    }
    return head;
  }

  HttpResponse chunked() {
    HttpResponse head = head();
    if (request.isChunkable()) {
      head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      if (timing.isPresent() && request.takesTrailers()) {
        head.headers().set(HttpHeaderNames.TRAILER, TIMING);
      }
    }
    return head;
  }

  @SuppressWarnings("JavaUtilDate") // Netty writes no other
  private HttpResponse head() {
    HttpResponse head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(payload.status()));
    HttpHeaders headers = head.headers();
    headers.add(common);
    payload.headers().forEach(headers::set);
    timing.filter(text -> !text.isEmpty()).ifPresent(text -> headers.add(TIMING, text));
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
    headers.set("x-request-id", request.id());
    if (!isKeptAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (!request.isChunkable()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return head;
  }
}
