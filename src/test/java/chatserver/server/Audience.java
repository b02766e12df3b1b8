package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import java.util.function.Predicate;

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

  /**
   * One of them. All but its channel is guarded by the audience. It keeps a hash of each line: what
   * hundreds hear of a flood would be a gigabyte.
   */
  private static final class Listener {
    final SocketChannel channel;
    final String address;
    final boolean keepsLines; // the others only hashes
    List<String> lines = new ArrayList<>(); // behind the last mark
    List<Integer> hashes = new ArrayList<>(); // likewise
    List<String> linesOfStretch = List.of(); // between the last two marks
    List<Integer> stretch = List.of(); // likewise
    String begun = ""; // a line without its end
    String mark; // the line that is waited for; null where it was heard
    boolean ended;

    Listener(SocketChannel channel, boolean keepsLines) throws IOException {
      this.channel = channel;
      this.address = PeerAddress.format((InetSocketAddress) channel.getLocalAddress());
      this.keepsLines = keepsLines;
    }

    void await(String line) {
      mark = line;
      int at = hashes.indexOf(line.hashCode());
      if (at >= 0) {
        cut(at + 1);
      }
    }

    void hear(String text) {
      String all = begun + text;
      int at = 0;
      for (int end = all.indexOf("\r\n"); end >= 0; end = all.indexOf("\r\n", at)) {
        hearLine(all.substring(at, end));
        at = end + 2;
      }
      begun = all.substring(at);
    }

    private void hearLine(String line) {
      hashes.add(line.hashCode());
      if (keepsLines) {
        lines.add(line);
      }
      if (line.equals(mark)) {
        cut(hashes.size());
      }
    }

    private void cut(int end) {
      mark = null;
      stretch = hashes.subList(0, end);
      hashes = new ArrayList<>(hashes.subList(end, hashes.size()));
      if (keepsLines) {
        linesOfStretch = lines.subList(0, end);
        lines = new ArrayList<>(lines.subList(end, lines.size()));
      }
    }
  }

  /** Lets so many more in; each is online when this returns. */
  void join(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      channel.connect(server);
      channel.configureBlocking(false);
      synchronized (this) {
        Listener listener = new Listener(channel, listeners.isEmpty());
        listener.await("[%1$s]%1$s:I am here".formatted(listener.address));
        listeners.add(listener);
        channel.register(selector, SelectionKey.OP_READ, listener);
      }
      selector.wakeup();
    }
    awaitMarks();
  }

  /**
   * Waits until everyone has heard this line, of characters that are one byte each.
   *
   * @return what was heard since the last call, that line included, by the first one
   */
  synchronized List<String> allHear(String line) throws InterruptedException {
    listeners.forEach(listener -> listener.await(line));
    awaitMarks();
    return listeners.get(0).linesOfStretch;
  }

  /** As {@link #allHear}, and fails where they have not all heard the same since the last call. */
  synchronized List<String> allHearTheSame(String line) throws InterruptedException {
    List<String> heard = allHear(line);
    for (Listener listener : listeners) {
      assertEquals(listeners.get(0).stretch, listener.stretch, listener.address);
    }
    return heard;
  }

  private void awaitMarks() throws InterruptedException {
    awaitAll(
        listener -> {
          boolean isHeard = listener.mark == null;
          assertFalse(listener.ended && !isHeard, () -> "ended before " + listener.mark);
          return isHeard;
        });
  }

  /** Waits until the server has closed the connection of each. */
  void awaitEnd() throws InterruptedException {
    awaitAll(listener -> listener.ended);
  }

  private synchronized void awaitAll(Predicate<Listener> done) throws InterruptedException {
    long deadline = System.nanoTime() + 2 * TestClient.DEADLINE.toNanos();
    while (!listeners.stream().allMatch(done)) {
      if (failure != null) {
        throw new AssertionError(failure);
      }
      long left = deadline - System.nanoTime();
      assertFalse(left <= 0, "not all of them have come so far");
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Whether anything was read behind the line that was waited for last. */
  synchronized boolean hasHeardMore() {
    return listeners.stream().anyMatch(l -> !l.hashes.isEmpty() || !l.begun.isEmpty());
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

  private void read(Listener listener) throws IOException {
    buffer.clear();
    int count;
    try {
      count = listener.channel.read(buffer);
    } catch (IOException e) {
      count = -1; // broken by the server
    }
    if (count < 0) {
      listener.ended = true;
      listener.channel.close();
    } else {
      listener.hear(ISO_8859_1.decode(buffer.flip()).toString());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    selector.close();
    for (Listener listener : listeners) {
      listener.channel.close();
    }
  }
}
