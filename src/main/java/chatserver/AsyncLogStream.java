package chatserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Standard error for the log, written by a thread of its own, so that no caller waits for its
 * reader. A line that does not fit the queue, or cannot be written, is lost, and counted.
 */
final class AsyncLogStream extends OutputStream implements Runnable {
  private static final byte[] END = {};
  private static final DateTimeFormatter TIME = // as in simplelogger.properties
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZZZZZ", Locale.ROOT);

  final LongAdder linesLost = new LongAdder();
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(4096); // of lines
  private final OutputStream out;
  private final Thread thread = new Thread(this, "log");
  private long reported; // of the lost lines; only the log's thread touches it
  private boolean failed; // the last write; only the log's thread touches it

  AsyncLogStream(OutputStream out) {
    this.out = out;
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes the place of {@code System.err}, which hands over a line at a time. */
  static AsyncLogStream install() {
    AsyncLogStream stream = new AsyncLogStream(new FileOutputStream(FileDescriptor.err));
    System.setErr(new PrintStream(new BufferedOutputStream(stream), true, UTF_8));
    return stream;
  }

  @Override
  public void write(int b) {
    offer(new byte[] {(byte) b});
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    offer(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** Writes a line without making a copy, or anything else, of it. Never waits. Any thread. */
  void offer(byte[] line) {
    if (!queue.offer(line)) {
      linesLost.increment();
    }
  }

  @Override
  public void run() {
    try {
      byte[] line;
      do {
        line = queue.take();
        deliver(line);
      } while (line != END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(byte[] line) {
    try {
      long lines = linesLost.sum() - reported;
      if (lines > 0 && (failed || queue.isEmpty())) { // what did not fit is missing at its end
        out.write(report(lines));
        reported += lines;
      }
      out.write(line);
      failed = false;
    } catch (IOException e) {
      failed = true;
      linesLost.increment();
    }
  }

  /** Begins a new line where the write that failed may have left a part of one. */
  private byte[] report(long lines) {
    String text = TIME.format(ZonedDateTime.now()) + " [log] WARN lines of the log lost: " + lines;
    return ((failed ? "\n" : "") + text + "\n").getBytes(UTF_8);
  }

  /** Waits, for a bounded time, until all is out. Nothing is written after that. */
  void drain(long millis) {
    try {
      if (queue.offer(END, millis, TimeUnit.MILLISECONDS)) {
        thread.join(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
