package chatserver.server;

import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.Parcel;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The socket of one client, and the one word on why its client leaves. One reader reads, one writer
 * writes; everything else may be called from any thread.
 */
final class Connection implements Closeable {
  private final SocketChannel channel;
  private final CallTimer reading;
  private final AtomicReference<LeaveReason> leaveReason = new AtomicReference<>();
  private final CountDownLatch pausesOver = new CountDownLatch(1);

  Connection(SocketChannel channel, LongSupplier nanoClock) throws IOException {
    this.channel = channel;
    this.reading = new CallTimer(nanoClock);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    // telnet sends the last byte of its Synch as urgent data, which must not get lost in between
    channel.socket().setOOBInline(true);
  }

  /**
   * Blocks until something has come in; -1 at the end of input.
   *
   * @throws IOException where the connection is broken or was closed
   */
  int read(ByteBuffer into) throws IOException {
    reading.begin();
    try {
      return channel.read(into);
    } finally {
      reading.end();
    }
  }

  /** Times the reader's calls: how long the client has been silent while somebody listened. */
  CallTimer reading() {
    return reading;
  }

  /**
   * Blocks until the kernel has taken some of it; on platform threads, all that is for one call.
   */
  long write(Parcel parcel) throws IOException {
    return parcel.writeTo(channel);
  }

  /** Tells the client that nothing more comes. */
  void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /**
   * Says that the client leaves; the first reason wins. Where nothing is to be delivered any more
   * the socket closes at once. Where something is, it stays open: for the writer, and for a reader
   * that throws away what comes in, or the kernel would throw away what is still on its way out.
   *
   * @return whether this was the first
   */
  boolean leave(LeaveReason reason) {
    if (!leaveReason.compareAndSet(null, reason)) {
      return false;
    }
    stopPausing();
    if (!reason.isOrderly()) {
      close();
    }
    return true;
  }

  /** Why the client leaves; null while it stays. */
  LeaveReason leaveReason() {
    return leaveReason.get();
  }

  /** Waits, but not once the client leaves or the server stops. */
  void pause(long nanos) {
    try {
      pausesOver.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the present pause and all to come. */
  void stopPausing() {
    pausesOver.countDown();
  }

  /** Frees reader and writer, wherever they block. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // there is nothing more to do for this socket
    }
  }
}
