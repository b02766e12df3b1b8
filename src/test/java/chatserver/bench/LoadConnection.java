package chatserver.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** The connection of one client. Only the thread that drives the load uses it. */
final class LoadConnection implements AutoCloseable {
  private final int number;
  private final SocketChannel channel;
  private final SelectionKey key;
  private Receiver receiver;
  private boolean greeted;
  private Sender sender;

  /** Takes over a channel that is connecting and registered with a selector. */
  LoadConnection(int number, SocketChannel channel, SelectionKey key, Receiver receiver) {
    this.number = number;
    this.channel = channel;
    this.key = key;
    this.receiver = receiver;
  }

  /** Counts from 0, in the order in which the connections were begun. */
  int number() {
    return number;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether anything has come in yet, be it the end. */
  boolean isGreeted() {
    return greeted;
  }

  void receiver(Receiver newReceiver) {
    receiver = newReceiver;
  }

  /** Makes {@code sender} hear of it when the connection takes bytes again. */
  void sender(Sender newSender) {
    sender = newSender;
  }

  void finishConnect() throws ConnectException {
    try {
      channel.finishConnect();
    } catch (IOException e) {
      ConnectException failure =
          new ConnectException("client " + number + " cannot connect: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /**
   * Reads once and hands on what came. An end or an error closes the connection.
   *
   * @return when the read returned, or 0 if there was nothing
   */
  long read(ByteBuffer chunk) {
    greeted = true;
    int length;
    try {
      length = channel.read(chunk.clear());
    } catch (IOException e) {
      lose(e.getMessage());
      return 0;
    }
    if (length < 0) {
      lose("closed by the server");
    }
    if (length <= 0) {
      return 0;
    }
    long now = System.nanoTime();
    receiver.receive(chunk.flip(), now);
    return now;
  }

  /** Writes what the connection takes at once. */
  void write(ByteBuffer bytes) {
    if (!isOpen()) {
      return;
    }
    try {
      channel.write(bytes);
    } catch (IOException e) {
      lose(e.getMessage());
    }
  }

  /** Whether the sender is to be resumed when the connection takes bytes. */
  void wantsToWrite(boolean wanted) {
    if (isOpen()) {
      int read = SelectionKey.OP_READ;
      key.interestOps(wanted ? read | SelectionKey.OP_WRITE : read);
    }
  }

  void writable() {
    sender.resume();
  }

  private void lose(String why) {
    close();
    receiver.lost(why);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new AssertionError("closing a socket that nobody else holds", e);
    }
  }
}
