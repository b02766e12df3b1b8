package chatserver.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A client that never blocks, survives what the server does to it, and can come again. Its kernel
 * keeps little for it, so a client that reads slowly is slow for the server, too. Not thread-safe.
 */
final class RawClient implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 64 << 10;
  private static final int MOST_AT_ONCE = 1 << 20; // others of its thread have their turn
  private static final long NANOS_OF_RATE_SAVED = 500_000_000;

  final int number;
  private final InetSocketAddress server;
  private final ByteBuffer scratch;
  private SocketChannel channel;
  private ByteBuffer pending;
  private boolean isEnded;
  private long lastTurn;
  private double allowance;

  /**
   * Connects.
   *
   * @param scratch where its input goes; may be shared by all clients of a thread
   */
  RawClient(int number, InetSocketAddress server, ByteBuffer scratch) throws IOException {
    this.number = number;
    this.server = server;
    this.scratch = scratch;
    connect();
  }

  /** Closes the connection it has, and makes a new one. */
  void connect() throws IOException {
    close();
    channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(server);
    channel.configureBlocking(false);
    pending = ByteBuffer.allocate(0);
    isEnded = false;
    lastTurn = System.nanoTime();
    allowance = 0;
  }

  /** As others see it. */
  String address() throws IOException {
    InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
    return local.getAddress().getHostAddress() + ":" + local.getPort();
  }

  /** Whether the server has closed the connection, as far as this client has looked. */
  boolean isEnded() {
    return isEnded;
  }

  /** Reads what has come in, so many bytes at most. */
  void take(int atMost) {
    try {
      int left = isEnded ? 0 : atMost;
      while (left > 0) {
        int count = channel.read(scratch.clear().limit(Math.min(left, scratch.capacity())));
        isEnded = count < 0;
        left = count <= 0 ? 0 : left - count;
      }
    } catch (IOException e) {
      isEnded = true;
    }
  }

  void takeAll() {
    take(MOST_AT_ONCE);
  }

  /** Reads so many bytes a second, however often it has its turn. */
  void takeAtRate(int bytesASecond) {
    long now = System.nanoTime();
    double most = bytesASecond * (NANOS_OF_RATE_SAVED / 1e9);
    allowance = Math.min(most, allowance + bytesASecond * ((now - lastTurn) / 1e9));
    lastTurn = now;
    int due = (int) allowance;
    allowance -= due;
    take(due);
  }

  /**
   * Sends a text, or what is left of the last one.
   *
   * @return whether nothing is left
   */
  boolean send(byte[] text) {
    if (!pending.hasRemaining()) {
      pending = ByteBuffer.wrap(text);
    }
    try {
      if (!isEnded) {
        channel.write(pending);
      }
    } catch (IOException e) {
      isEnded = true;
    }
    return !isEnded && !pending.hasRemaining();
  }

  /** Sends a text again and again, as long as the connection takes it. */
  void flood(byte[] text) {
    for (int sent = 0; sent < MOST_AT_ONCE && send(text); sent += text.length) {}
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
