package dev.easel.bench.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Answers the requests of one connection of {@link BareNetty}. */
// A write that fails shows as a closed connection.
@SuppressWarnings("FutureReturnValueIgnored")
final class BareAnswers extends ChannelInboundHandlerAdapter {
  private static final String ID = "x-request-id";

  private final Map<String, String> common;
  private boolean isForm;
  private ByteBuf body = Unpooled.EMPTY_BUFFER;
  private String date = "";
  private long dateSecond;
  private long requests;

  BareAnswers(Map<String, String> common) {
    this.common = common;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpRequest request) {
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        isForm = type.startsWith("multipart/form-data");
      }
      if (message instanceof HttpContent content) {
        take(content.content());
      }
      if (message instanceof LastHttpContent) {
        answer(ctx);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void take(ByteBuf piece) {
    if (isForm || !piece.isReadable()) {
      return; // a form is drained
    }
    body =
        body.isReadable()
            ? Unpooled.wrappedBuffer(body, piece.retainedDuplicate())
            : piece.retainedDuplicate();
  }

  private void answer(ChannelHandlerContext ctx) {
    ByteBuf sent = isForm ? Unpooled.copiedBuffer("taken", StandardCharsets.US_ASCII) : body;
    body = Unpooled.EMPTY_BUFFER;
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, sent);
    HttpHeaders headers = response.headers();
    common.forEach(headers::set);
    headers.set(HttpHeaderNames.DATE, date());
    headers.set(ID, id());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, sent.readableBytes());
    ctx.writeAndFlush(response);
  }

  /** As long as Easel's, and as different from request to request as a server can have it. */
  private String id() {
    requests++;
    String number = Long.toHexString(requests);
    return "req_" + "0".repeat(24 - number.length()) + number;
  }

  private String date() {
    long second = System.currentTimeMillis() / 1000;
    if (second != dateSecond) {
      dateSecond = second;
      date =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
    }
    return date;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
