package chatserver.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A calm pair: one of them says a line now and then, whatever has become of the lines before, and
 * both tell how long it took until they heard it.
 */
final class Conversation implements AutoCloseable {
  private static final long INTERVAL_NANOS = 150_000_000;
  private static final long PATIENCE_MILLIS = 30_000;
  private static final String TEXT = "calm ";
  private static final byte[] TOO_SLOW = ":too slow leave out".getBytes(US_ASCII);
  private static final int LONGEST_NOTICE = 256;

  /**
   * What they had of a while.
   *
   * @param lines that one of them heard
   */
  record Heard(double medianMillis, double worstMillis, long lines) {}

  private final List<Socket> pair = new ArrayList<>();
  private final List<Thread> listening = new ArrayList<>();
  private final byte[] start; // of each line that it says
  private final CountDownLatch welcome = new CountDownLatch(2);

  // Guarded by this.
  private final List<Long> sentAt = new ArrayList<>(); // by number of the line
  private final List<long[]> heardAt = new ArrayList<>(); // by each of the pair; 0 is not yet
  private final long[] lines = new long[2];
  private final Set<String> evicted = new HashSet<>(); // addresses
  private int ended;

  Conversation(InetSocketAddress server) throws IOException, InterruptedException {
    for (int i = 0; i < 2; i++) {
      Socket socket = new Socket(server.getAddress(), server.getPort());
      socket.setTcpNoDelay(true);
      pair.add(socket);
    }
    String address = pair.get(0).getLocalAddress().getHostAddress();
    String name = address + ":" + pair.get(0).getLocalPort();
    start = ("[" + name + "]" + name + ":" + TEXT).getBytes(US_ASCII);
    for (int i = 0; i < 2; i++) {
      int who = i;
      Thread thread = new Thread(() -> listen(who), "calm-" + i);
      thread.setDaemon(true);
      thread.start();
      listening.add(thread);
    }
    if (!welcome.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new Fault("the calm pair gets nothing");
    }
  }

  /** Talks for so long, and until all has been heard. */
  Heard talk(double seconds) throws IOException, InterruptedException {
    int first;
    long before;
    synchronized (this) {
      first = sentAt.size();
      before = lines[0];
    }
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    for (long due = begin; due - end <= 0 && ended() == 0; due += INTERVAL_NANOS) {
      say();
      TimeUnit.NANOSECONDS.sleep(due + INTERVAL_NANOS - System.nanoTime());
    }
    synchronized (this) {
      long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (isMissing() && ended == 0 && System.nanoTime() - giveUp < 0) {
        wait(10);
      }
      long[] taken = times(first);
      double median = taken[taken.length / 2] / 1e6;
      return new Heard(median, taken[taken.length - 1] / 1e6, lines[0] - before);
    }
  }

  private void say() throws IOException {
    byte[] line;
    synchronized (this) {
      line = (TEXT + sentAt.size() + "\n").getBytes(US_ASCII);
      sentAt.add(System.nanoTime());
      heardAt.add(new long[2]);
    }
    try {
      pair.get(0).getOutputStream().write(line);
    } catch (IOException e) {
      end();
    }
  }

  private synchronized boolean isMissing() {
    return Arrays.stream(heardAt.get(heardAt.size() - 1)).anyMatch(time -> time == 0);
  }

  /** Sorted. What has not been heard yet has taken until now. */
  private long[] times(int first) {
    long now = System.nanoTime();
    List<Long> times = new ArrayList<>();
    for (int i = first; i < sentAt.size(); i++) {
      for (long heard : heardAt.get(i)) {
        times.add((heard == 0 ? now : heard) - sentAt.get(i));
      }
    }
    return times.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Reads without an object for each line: there may be hundreds of thousands a second. */
  private void listen(int who) {
    byte[] chunk = new byte[256 << 10];
    byte[] line = new byte[LONGEST_NOTICE];
    int length = 0;
    try (InputStream in = pair.get(who).getInputStream()) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        long now = System.nanoTime();
        int ends = 0;
        for (int i = 0; i < count; i++) {
          if (chunk[i] == '\n') {
            hear(who, line, length - 1, now);
            ends++;
            length = 0;
          } else if (length < line.length) {
            line[length++] = chunk[i];
          }
        }
        synchronized (this) {
          lines[who] += ends;
        }
        welcome.countDown();
      }
    } catch (IOException e) {
      // it has been dropped
    }
    end();
  }

  private void hear(int who, byte[] line, int length, long now) {
    if (length > start.length && Arrays.mismatch(start, line) == start.length) {
      String number = new String(line, start.length, length - start.length, US_ASCII);
      synchronized (this) {
        heardAt.get(Integer.parseInt(number))[who] = now;
        notifyAll();
      }
    } else if (endsWith(line, length, TOO_SLOW)) {
      String text = new String(line, 0, length, US_ASCII);
      synchronized (this) {
        evicted.add(text.substring(1, text.indexOf(']')));
      }
    }
  }

  private static boolean endsWith(byte[] line, int length, byte[] end) {
    int from = length - end.length;
    return from > 0 && Arrays.equals(line, from, length, end, 0, end.length);
  }

  private synchronized void end() {
    ended++;
    notifyAll();
  }

  /** How many of them the server has dropped. */
  synchronized int ended() {
    return Math.min(2, ended);
  }

  /** The addresses of all that the server has dropped as too slow. */
  synchronized Set<String> evicted() {
    return Set.copyOf(evicted);
  }

  /** All lines that the first of them has heard up to the end of its connection. */
  long linesToTheEnd() throws InterruptedException {
    listening.get(0).join(PATIENCE_MILLIS);
    synchronized (this) {
      return lines[0];
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : pair) {
      socket.close();
    }
  }
}
