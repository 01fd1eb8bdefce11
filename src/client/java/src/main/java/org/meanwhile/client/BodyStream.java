package org.meanwhile.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream. Unlike the JDK's own, it fails when the network has gone
 * silent: a connection that was cut without a word would else be read for ever.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
  private static final List<ByteBuffer> END = List.of();

  private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();
  private final long silenceNanos;
  private volatile Flow.Subscription subscription;
  private volatile Throwable failure;
  private List<ByteBuffer> current = List.of();
  private int next;
  private boolean ended;

  BodyStream(Duration longestSilence) {
    silenceNanos = longestSilence.toNanos();
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription answer) {
    subscription = answer;
    answer.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (buffers.isEmpty()) {
      subscription.request(1);
    } else {
      arrived.add(buffers);
    }
  }

  @Override
  public void onError(Throwable throwable) {
    failure = throwable;
    arrived.add(END);
  }

  @Override
  public void onComplete() {
    arrived.add(END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (next == current.size()) {
        advance();
      } else if (current.get(next).hasRemaining()) {
        int n = Math.min(length, current.get(next).remaining());
        current.get(next).get(bytes, offset, n);
        return n;
      } else {
        next++;
      }
    }
    if (failure != null) {
      throw new IOException("the answer was cut off", failure);
    }
    return -1;
  }

  private void advance() throws IOException {
    try {
      List<ByteBuffer> buffers = arrived.poll(silenceNanos, TimeUnit.NANOSECONDS);
      if (buffers == null) {
        throw new IOException("no byte for " + Duration.ofNanos(silenceNanos));
      }
      ended = buffers == END;
      current = buffers;
      next = 0;
      if (!ended) {
        subscription.request(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Ends the connection when there are bytes left. */
  @Override
  public void close() {
    ended = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
