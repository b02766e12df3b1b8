package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Many clients that only listen, on one thread: lighter than as many {@link TestClient}s, and fast
 * enough for a flood. They are compared by what they hear between two lines that all of them hear.
 */
final class Audience implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 256 * 1024;

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final Thread thread = new Thread(this::listen, "audience");
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

  // Guarded by this.
  private final List<Listener> listeners = new ArrayList<>();
  private Throwable failure;

  Audience(InetSocketAddress server) throws IOException {
    this.server = server;
    thread.setDaemon(true);
    thread.start();
  }

  /** One of them. All but its channel is guarded by the audience. */
  private static final class Listener {
    final SocketChannel channel;
    final String address;
    final List<Stretch> stretches = new ArrayList<>();
    final ByteArrayOutputStream kept; // null where another one keeps what all hear
    final CRC32C sum = new CRC32C();
    long bytes;
    String carry = ""; // the end of the last read, which may be the beginning of the mark
    String unheard = ""; // read, and behind the last mark
    String mark; // the line that is waited for, with its end; null where it was heard
    boolean ended;

    Listener(SocketChannel channel, boolean keeps) throws IOException {
      this.channel = channel;
      this.address = PeerAddress.format((InetSocketAddress) channel.getLocalAddress());
      this.kept = keeps ? new ByteArrayOutputStream() : null;
    }

    void await(String line) {
      mark = line + "\r\n";
      carry = "";
      hear(unheard);
    }

    void hear(String text) {
      if (mark == null) {
        unheard += text;
        return;
      }
      String searched = carry + text;
      int at = searched.indexOf(mark);
      if (at < 0) {
        add(text);
        unheard = "";
        carry = searched.substring(Math.max(0, searched.length() - mark.length() + 1));
        return;
      }
      int end = at + mark.length() - carry.length();
      add(text.substring(0, end));
      unheard = text.substring(end);
      mark = null;
      stretches.add(new Stretch(bytes, sum.getValue()));
      sum.reset();
      bytes = 0;
    }

    private void add(String text) {
      byte[] all = text.getBytes(ISO_8859_1);
      sum.update(all);
      bytes += all.length;
      if (kept != null) {
        kept.writeBytes(all);
      }
    }
  }

  /** What one heard between two marks. */
  private record Stretch(long bytes, long sum) {}

  /** Lets so many more in; each is online when this returns. */
  void join(int count) throws IOException, InterruptedException {
    List<Listener> newcomers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      channel.connect(server);
      channel.configureBlocking(false);
      synchronized (this) {
        Listener listener = new Listener(channel, listeners.isEmpty());
        listener.await(
            "[%1$s]%1$s:I am here".formatted(listener.address)); // what others hear differs
        newcomers.add(listener);
        listeners.add(listener);
        channel.register(selector, SelectionKey.OP_READ, listener);
      }
      selector.wakeup();
    }
    awaitMarks(newcomers);
  }

  /**
   * Waits until everyone has heard this line.
   *
   * @return what was heard since the last call, that line included, by the first one
   */
  List<String> allHear(String line) throws InterruptedException {
    synchronized (this) {
      listeners.forEach(listener -> listener.await(line));
    }
    awaitMarks(listeners);
    synchronized (this) {
      ByteArrayOutputStream kept = listeners.get(0).kept;
      List<String> heard = kept.toString(UTF_8).lines().toList();
      kept.reset();
      return heard;
    }
  }

  /** As {@link #allHear}, and fails where they have not all heard the same since the last call. */
  List<String> allHearTheSame(String line) throws InterruptedException {
    List<String> heard = allHear(line);
    synchronized (this) {
      Stretch first = lastOf(listeners.get(0));
      for (Listener listener : listeners) {
        assertEquals(first, lastOf(listener), listener.address);
      }
    }
    return heard;
  }

  private static Stretch lastOf(Listener listener) {
    return listener.stretches.get(listener.stretches.size() - 1);
  }

  private synchronized void awaitMarks(List<Listener> awaited) throws InterruptedException {
    long deadline = System.nanoTime() + 2 * TestClient.DEADLINE.toNanos();
    while (awaited.stream().anyMatch(listener -> listener.mark != null)) {
      if (failure != null) {
        throw new AssertionError(failure);
      }
      for (Listener listener : awaited) {
        assertTrue(
            listener.mark == null || !listener.ended,
            () -> listener.address + " ended before " + listener.mark);
      }
      long left = deadline - System.nanoTime();
      assertTrue(left > 0, "not everyone has heard it");
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Waits until the server has closed the connection of each. */
  synchronized void awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    while (listeners.stream().anyMatch(listener -> !listener.ended)) {
      long left = deadline - System.nanoTime();
      assertTrue(left > 0, "not everyone was disconnected");
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** How much was read behind the line that was waited for last. */
  synchronized long unheard() {
    return listeners.stream().mapToLong(listener -> listener.unheard.length()).sum();
  }

  private void listen() {
    try {
      while (selector.isOpen()) {
        selector.select();
        synchronized (this) {
          if (!selector.isOpen()) {
            return;
          }
          for (SelectionKey key : selector.selectedKeys()) {
            read((Listener) key.attachment());
          }
          selector.selectedKeys().clear();
          notifyAll();
        }
      }
    } catch (Throwable e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    }
  }

  private void read(Listener listener) {
    buffer.clear();
    int count;
    try {
      count = listener.channel.read(buffer);
    } catch (IOException e) {
      count = -1; // broken by the server
    }
    if (count < 0) {
      listener.ended = true;
      close(listener);
      return;
    }
    listener.hear(ISO_8859_1.decode(buffer.flip()).toString());
  }

  private static void close(Listener listener) {
    try {
      listener.channel.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      selector.close();
      listeners.forEach(Audience::close);
    }
  }
}
