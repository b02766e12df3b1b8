package chatserver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chatserver.failure.FatalError;
import chatserver.metrics.Counters;
import chatserver.protocol.Notice;
import chatserver.room.Broadcaster;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.Outbox;
import chatserver.room.Peer;
import chatserver.room.RoomEvent;
import chatserver.room.Stretches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
 * Appends all public lines to a file, UTF-8, with the time of writing in front (ISO 8601, UTC).
 *
 * <p>For the room it is an observer: it has an outbox, and a writer that writes all that waits. A
 * slow disk slows the room down for a while before lines are left out. Where the disk fails, lines
 * are left out until it can be written again, which is tried every {@link #RETRY_NANOS}. One line
 * in their place says how many. The file is looked after in a quiet room, too.
 */
final class Transcript implements Runnable {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).appendLiteral(' ').toFormatter(Locale.ROOT);

  /** How often the file is looked at: another one, or none, may have its name. */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How often it is tried to write again; each line that comes in between is left out. */
  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final Logger log = LoggerFactory.getLogger(Transcript.class);

  private final Path path;
  private final TranscriptFile file;
  private final Outbox outbox;
  private final Counters counters;
  private final LongSupplier nanoClock;
  private final CountDownLatch over = new CountDownLatch(1);

  // Of the thread that runs this.
  private final ByteArrayOutputStream stamped = new ByteArrayOutputStream();
  private boolean isAtLineStart = true; // of what the room offers
  private boolean isFailing;
  private final LeftOut leftOut = new LeftOut(); // since it began to fail
  private long lastLook;

  /**
   * Opens the file. All public lines from now on come into it.
   *
   * @throws IOException where it cannot be written
   */
  Transcript(Path path, Broadcaster broadcaster, Counters counters, LongSupplier nanoClock)
      throws IOException {
    this.path = path;
    this.file = new TranscriptFile(path);
    this.counters = counters;
    this.nanoClock = nanoClock;
    this.lastLook = nanoClock.getAsLong();
    Member member = new Member(new Peer("transcript"), nanoClock, this::left);
    this.outbox = member.outbox();
    broadcaster.submit(new RoomEvent.Observing(member));
  }

  /** Called by the broadcaster. */
  private void left(LeaveReason reason) {
    outbox.close();
  }

  /** Writes until the room is stopped. */
  @Override
  public void run() {
    try (file) {
      long written = 0;
      // empty ones now and then, so that the file is looked after in a quiet room, too
      for (Stretches next = outbox.next(0, LOOK_NANOS);
          next != null;
          next = outbox.next(written, LOOK_NANOS)) {
        ByteBuffer lines = next.isEmpty() ? NOTHING : next.firstBytes();
        written = lines.remaining();
        handle(lines);
      }
      if (isFailing) {
        lastLook -= RETRY_NANOS; // once more
        handle(NOTHING);
      }
    } catch (IOException e) {
      log.error("cannot close transcript {}: {}", path, e.toString());
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("transcript failed", defect);
    } finally {
      outbox.end();
      over.countDown();
    }
  }

  /** Waits, for a bounded time, until all is written. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    if (!over.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      log.error("transcript {} is not complete: the file takes no more", path);
    }
  }

  private void handle(ByteBuffer lines) {
    boolean isBetweenLines = isAtLineStart;
    ByteBuffer left = stamp(lines);
    outbox.writing().begin();
    try {
      if (isBetweenLines) {
        lookAfterFile();
      }
      if (!isFailing) {
        file.write(left);
      }
    } catch (IOException e) {
      fail(e);
    } finally {
      outbox.writing().end();
    }
    counters.transcriptLinesLost.add(leftOut.add(left));
  }

  private ByteBuffer stamp(ByteBuffer lines) {
    stamped.reset();
    byte[] time = TIME.format(Instant.now()).getBytes(US_ASCII);
    while (lines.hasRemaining()) {
      byte b = lines.get();
      if (isAtLineStart && b != Notice.REMARK) {
        stamped.writeBytes(time);
      }
      isAtLineStart = b == '\n';
      if (b != '\r') {
        stamped.write(b);
      }
    }
    return ByteBuffer.wrap(stamped.toByteArray());
  }

  private void lookAfterFile() throws IOException {
    long now = nanoClock.getAsLong();
    if (now - lastLook < (isFailing ? RETRY_NANOS : LOOK_NANOS)) {
      return;
    }
    lastLook = now;
    if (isFailing) {
      goOn();
    } else if (file.isReplaced()) {
      file.reopen();
      log.info("transcript {} opened anew", path);
    }
  }

  /** The first line says how many are missing; it goes behind the end of one that was cut. */
  private void goOn() throws IOException {
    String end = file.isInLine() ? "\n" : "";
    String remark = leftOut.lines() > 0 ? Notice.linesLeftOut(leftOut.lines()) + "\n" : "";
    file.reopen();
    file.write(ByteBuffer.wrap((end + remark).getBytes(US_ASCII)));
    log.warn("transcript {} goes on, {} lines were left out", path, leftOut.lines());
    isFailing = false;
  }

  private void fail(IOException e) {
    if (isFailing) {
      log.debug("transcript {} still cannot be written: {}", path, e.toString());
      return;
    }
    log.error("transcript {} cannot be written, lines are left out: {}", path, e.toString());
    isFailing = true;
    leftOut.begin(file.isInLine());
  }
}
