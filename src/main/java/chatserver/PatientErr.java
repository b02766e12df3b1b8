package chatserver;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Standard error that makes nobody wait. Where whatever reads it has stopped reading (a pager, a
 * log collector that hangs), a thread that logs would otherwise stand still, and with it the
 * acceptor, or a stop. What does not fit the queue by then is lost. Any thread may write.
 */
final class PatientErr extends OutputStream implements Runnable {
  private static final int MAX_QUEUED = 4096;
  private static final int BUFFER_BYTES = 8192;
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>(MAX_QUEUED);
  private final OutputStream out;
  private final Thread thread = new Thread(this, "log");

  PatientErr(OutputStream out) {
    this.out = out;
    thread.setDaemon(true);
    thread.start();
  }

  /** Puts itself in the place of {@code System.err}; to be called before anything is logged. */
  static PatientErr install() {
    PatientErr err = new PatientErr(new FileOutputStream(FileDescriptor.err));
    System.setErr(
        new PrintStream(
            new BufferedOutputStream(err, BUFFER_BYTES), true, Charset.defaultCharset()));
    return err;
  }

  @Override
  public void write(int b) {
    queue.offer(new byte[] {(byte) b});
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    queue.offer(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** Hands on what is queued, until it is closed. */
  @Override
  public void run() {
    try {
      for (byte[] bytes = queue.take(); bytes != END; bytes = queue.take()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      queue.clear(); // nobody is there any more to read it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits, for a bounded time, until all is out; nothing is after that. */
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
