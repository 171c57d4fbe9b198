package dev.easel.http.media;

import dev.easel.http.outgoing.PinnedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gets one file from an address that was looked up before, and follows nothing.
 *
 * <p><b>Threads</b>: any may send; the result comes on an event loop. Cancelling it hangs up.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows in the result
final class MediaGet {
  private static final int MOST_CHUNK = 64 << 10;
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private final PinnedConnection connections;
  private final long mostBytes;
  private final MediaMemory memory;

  MediaGet(EventLoopGroup loops, SslContext tls, long mostBytes, MediaMemory memory) {
    this.connections = new PinnedConnection(loops, tls, MOST_CHUNK);
    this.mostBytes = mostBytes;
    this.memory = memory;
  }

  /**
   * What came back.
   *
   * @param location where the file is instead
   * @param body there when the status is 200; whoever gets it closes it
   */
  record Answer(int status, Optional<String> location, Optional<HeldImage> body) {
    static Answer without(int status, Optional<String> location) {
      return new Answer(status, location, Optional.empty());
    }
  }

  CompletableFuture<Answer> send(URI url, InetAddress address) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    ChannelFuture connecting =
        connections.open(url, address, CONNECT, new Reader(answer, mostBytes, memory));
    answer.whenComplete((got, failure) -> connecting.channel().close());
    connecting.addListener(
        (ChannelFutureListener)
            connected -> {
              if (connected.isSuccess()) {
                connected.channel().writeAndFlush(request(url));
              } else {
                answer.completeExceptionally(connected.cause());
              }
            });
    return answer;
  }

  private static DefaultFullHttpRequest request(URI url) {
    DefaultFullHttpRequest request =
        PinnedConnection.request(HttpMethod.GET, url, Unpooled.EMPTY_BUFFER);
    request.headers().set(HttpHeaderNames.ACCEPT, "image/*");
    request.headers().set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
    return request;
  }

  /** Reads an answer as far as it may go. */
  private static final class Reader extends SimpleChannelInboundHandler<HttpObject> {
    private final CompletableFuture<Answer> answer;
    private final long mostBytes;
    private final MediaMemory memory;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean hasHead;
    private long taken;

    Reader(CompletableFuture<Answer> answer, long mostBytes, MediaMemory memory) {
      this.answer = answer;
      this.mostBytes = mostBytes;
      this.memory = memory;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) throws IOException {
      if (!message.decoderResult().isSuccess()) {
        answer.completeExceptionally(message.decoderResult().cause());
        return;
      }
      if (message instanceof HttpResponse response) {
        readHead(response);
      }
      if (message instanceof HttpContent content && hasHead) {
        ByteBuf bytes = content.content();
        int more = bytes.readableBytes();
        checkLength((long) body.size() + more);
        if (!memory.take(more)) {
          throw MediaFetcher.busy("the images of other requests take all the memory that they may");
        }
        taken += more;
        bytes.readBytes(body, more);
        if (message instanceof LastHttpContent) {
          handOver();
        }
      }
    }

    /** From here on the memory is given back by whoever gets the image. */
    private void handOver() {
      HeldImage image = new HeldImage(body.toByteArray(), memory);
      taken = 0;
      hasHead = false;
      if (!answer.complete(new Answer(200, Optional.empty(), Optional.of(image)))) {
        image.close();
      }
    }

    private void readHead(HttpResponse response) throws IOException {
      int status = response.status().code();
      String location = response.headers().get(HttpHeaderNames.LOCATION);
      if (status / 100 == 3 && location != null) {
        answer.complete(Answer.without(status, Optional.of(location)));
      } else if (status / 100 == 1) {
        return; // the answer is still to come
      } else if (status != 200) {
        answer.complete(Answer.without(status, Optional.empty()));
      } else {
        String encoding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
          throw new IOException("it sends its file packed, by " + encoding);
        }
        checkLength(HttpUtil.getContentLength(response, 0L));
        hasHead = true;
      }
    }

    private void checkLength(long length) throws IOException {
      if (length > mostBytes) {
        throw new IOException("the file has more than %d bytes".formatted(mostBytes));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      answer.completeExceptionally(cause);
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      memory.give(taken);
      taken = 0;
      answer.completeExceptionally(new IOException("the connection ended too early"));
    }
  }
}
