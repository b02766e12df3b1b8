package chatserver.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One client of the server: a non-blocking connection, driven by its load generator. */
final class Client implements AutoCloseable {
  private static final int WRITE_SIZE = 32 << 10;

  final int number;
  private final SocketChannel channel = SocketChannel.open();
  private final SelectionKey key;

  // Of a client that sends in this round.
  private RoundText text;
  private int sender;
  private ByteBuffer pending;
  private int allowed;
  private int composed;

  /** Connects, from {@code source} unless it is null. */
  Client(int number, InetSocketAddress source, InetSocketAddress server, Selector selector)
      throws IOException {
    this.number = number;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.bind(source);
    channel.connect(server);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Reads once what has come in, from 0 bytes to all that {@code chunk} takes. */
  void read(ByteBuffer chunk) throws IOException {
    if (channel.read(chunk.clear()) < 0) {
      throw new EOFException("closed by the server");
    }
    chunk.flip();
  }

  /** Becomes that sender of a round. */
  void beginToSend(RoundText roundText, int senderOfRound) {
    text = roundText;
    sender = senderOfRound;
    pending = ByteBuffer.allocate(WRITE_SIZE).limit(0);
    allowed = 0;
    composed = 0;
  }

  /** Sends that many lines more. Returns at once: what the connection does not take waits. */
  void send(int lines) throws IOException {
    allowed += lines;
    if (!pending.hasRemaining()) {
      write();
    }
  }

  /**
   * Writes once, even where the connection would take more: a client that goes on and on must not
   * keep the others from reading.
   */
  void write() throws IOException {
    if (!pending.hasRemaining()) {
      pending.clear();
      while (composed < allowed && pending.remaining() >= RoundText.LINE_BYTES) {
        pending.put(text.compose(sender, composed++));
      }
      pending.flip();
    }
    channel.write(pending);
    boolean more = pending.hasRemaining() || composed < allowed;
    key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
