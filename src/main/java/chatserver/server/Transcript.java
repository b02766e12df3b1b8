package chatserver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chatserver.failure.FatalError;
import chatserver.room.Broadcaster;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.Outbox;
import chatserver.room.RoomEvent;
import chatserver.room.Stretches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends all that everyone hears to a file: one line each, UTF-8, with the time of writing in
 * front (ISO 8601, UTC).
 *
 * <p>For the room it is one more member, only that nobody sees it: it has an outbox, and a writer
 * that writes all that waits. So a slow disk holds up nobody: what it has not taken waits, up to
 * the limit for any client. Where the disk fails or cannot keep up, the transcript ends with a line
 * in the log, and the chat goes on.
 */
final class Transcript implements Runnable {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).appendLiteral(' ').toFormatter(Locale.ROOT);
  private static final Logger log = LoggerFactory.getLogger(Transcript.class);

  private final Path path;
  private final OutputStream file;
  private final Outbox outbox;
  private final Broadcaster broadcaster;
  private final Member member;
  private final CountDownLatch over = new CountDownLatch(1);

  // Of the thread that runs this.
  private final ByteArrayOutputStream stamped = new ByteArrayOutputStream();
  private boolean isAtLineStart = true;

  /**
   * Opens the file.
   *
   * @throws IOException where it cannot be written
   */
  Transcript(Path path, Broadcaster broadcaster, LongSupplier nanoClock) throws IOException {
    this.path = path;
    this.file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    this.broadcaster = broadcaster;
    this.member = new Member("transcript", nanoClock, this::left);
    this.outbox = member.outbox();
  }

  /** Hears all from now on. To be called once, before the room opens. */
  void attach() {
    broadcaster.submit(new RoomEvent.Observing(member));
  }

  /** Writes until the room is stopped, or the transcript has to be given up. */
  @Override
  public void run() {
    try (file) {
      long written = 0;
      for (Stretches next = outbox.next(0); next != null; next = outbox.next(written)) {
        written = write(next.firstBytes());
      }
    } catch (IOException e) {
      if (over.getCount() > 0) { // else already logged
        log.error("transcript {} ends: {}", path, e.getMessage());
      }
      broadcaster.submit(new RoomEvent.Left(member, LeaveReason.BROKEN));
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("transcript failed", defect);
      broadcaster.submit(new RoomEvent.Left(member, LeaveReason.BROKEN));
    } finally {
      outbox.end();
      over.countDown();
    }
  }

  /** Waits, for a bounded time, until all is written, or the transcript has been given up. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    if (!over.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      log.error("transcript {} is not complete: the file takes no more", path);
    }
  }

  private int write(ByteBuffer lines) throws IOException {
    byte[] time = TIME.format(Instant.now()).getBytes(US_ASCII);
    int length = lines.remaining();
    while (lines.hasRemaining()) {
      if (isAtLineStart) {
        stamped.writeBytes(time);
      }
      byte b = lines.get();
      isAtLineStart = b == '\n';
      if (b != '\r') {
        stamped.write(b);
      }
    }
    outbox.writing().begin();
    stamped.writeTo(file);
    outbox.writing().end();
    stamped.reset();
    return length;
  }

  /** Hears no more. Called by the broadcaster; the writer may be in a call that never ends. */
  private void left(LeaveReason reason) {
    if (reason.isOrderly()) {
      outbox.close();
      return;
    }
    if (reason != LeaveReason.BROKEN) { // already logged by the writer
      log.error("transcript {} ends: {}", path, reason.description());
    }
    outbox.discard();
    over.countDown();
  }
}
