package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.metrics.Counters;
import chatserver.protocol.LineDecoder;
import chatserver.protocol.Received;
import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from one client, no faster than it may talk, and executes what it sends. */
final class SessionReader implements Runnable {
  private static final long MAX_WAIT_FOR_MEMORY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MIN_LINGER_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_LINGER_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(64);

  private static final Logger log = LoggerFactory.getLogger(SessionReader.class);

  private final Session session;
  private final Member member;
  private final ReadableByteChannel channel;
  private final CallTimer reading;
  private final Services services;
  private final Counters counters;
  private final CommandHandler handler;
  private final LineDecoder decoder;
  private final InputRate rate;
  private final InputBuffer buffer;
  private final GatherPause gathering;
  private int lineEnd; // in the bytes of the last read; 0 for none

  SessionReader(Session session, ReadableByteChannel channel, Services services) {
    this.session = session;
    this.member = session.member();
    this.channel = channel;
    this.reading = new CallTimer(services.nanoClock());
    this.services = services;
    this.counters = services.counters();
    this.rate =
        new InputRate(services.config(), services.broadcaster().load(), services.nanoClock());
    this.handler = new CommandHandler(member, services, rate::owe);
    this.decoder = new LineDecoder(services.config().maxLine());
    this.gathering = new GatherPause(services.gatheringReaders(), session::pause);
    this.buffer = new InputBuffer(services.inputMemory());
  }

  /** Times its reads: how long the client has been silent while the server listened. */
  CallTimer reading() {
    return reading;
  }

  @Override
  public void run() {
    long start = services.nanoClock().getAsLong();
    try {
      member.permit().awaitApplied(); // the join, or that it has arrived
      readWhileExecuting();
    } catch (IOException e) {
      log.debug("cannot read: {}", e.toString());
      session.leave(LeaveReason.BROKEN);
    } catch (Throwable defect) {
      FatalError.check(defect);
      session.leave(LeaveReason.DEFECT); // first: to log may fail, too
      log.error("reader failed", defect);
    } finally {
      end(start);
    }
  }

  /** Whatever fails here, the session ends; else it would be left behind as a ghost. */
  private void end(long start) {
    try {
      services.broadcaster().submit(session.leaveEvent());
      member.permit().awaitApplied(); // until then an event may hold a long line
      buffer.release();
      long seconds = TimeUnit.NANOSECONDS.toSeconds(services.nanoClock().getAsLong() - start);
      String why = session.reason().description();
      if (session.hasJoined()) {
        services.sessionLog().info("{} left after {} s: {}", member, seconds, why);
      } else {
        log.debug("{} was never online: {}", member, why);
      }
      linger();
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("reader failed at its end", defect);
    } finally {
      session.threadEnded();
    }
  }

  private void readWhileExecuting() throws IOException, InterruptedException {
    while (session.isExecuting()) {
      ByteBuffer bytes = buffer.bytes().clear();
      int count = read(bytes);
      counters.bytesReceived.add(Math.max(0, count));
      rate.beginRead();
      LeaveReason reason = count < 0 ? handleEnd() : handleBytes(bytes.flip());
      handler.flush();
      if (reason != null) {
        session.leave(reason);
        return;
      }
      boundMemory(count);
      if (count == bytes.capacity()) {
        // Nobody takes the processor away from virtual threads that always have something to read,
        // and where they yield, they yield to each other alone; a timer gives others their turn.
        LockSupport.parkNanos(1);
      }
      gathering.await(count, lineEnd > 0);
    }
  }

  private int read(ByteBuffer bytes) throws IOException {
    reading.begin();
    try {
      return channel.read(bytes);
    } finally {
      reading.end();
    }
  }

  private LeaveReason handleBytes(ByteBuffer bytes) {
    long discarded = decoder.discardedBytes();
    lineEnd = 0;
    for (Received item = decoder.next(bytes); item != null; item = decoder.next(bytes)) {
      LeaveReason reason = handle(item);
      if (reason != null) {
        return reason;
      }
      if (isLine(item)) {
        lineEnd = bytes.position();
        discarded = decoder.discardedBytes();
      }
    }
    int discardedBehind = (int) (decoder.discardedBytes() - discarded);
    pause(rate.chargeBytes(bytes.position() - lineEnd - discardedBehind));
    pause(rate.chargeDiscarded(decoder.discardedBytes()));
    return null;
  }

  /** An orderly end of input ends the last line, too. */
  private LeaveReason handleEnd() {
    Received last = decoder.end();
    LeaveReason reason = last == null ? null : handle(last);
    return reason == null ? LeaveReason.END_OF_INPUT : reason;
  }

  private LeaveReason handle(Received item) {
    if (isLine(item)) {
      if (item instanceof Received.Line && !session.hasJoined()) {
        session.join();
      }
      counters.linesReceived.increment();
      pause(rate.chargeLine(decoder.lineBytes()));
    }
    return session.isExecuting() ? handler.handle(item) : null;
  }

  /** Whether it counts as a line; telnet commands are charged by their bytes. */
  private static boolean isLine(Received item) {
    return item instanceof Received.Line || item instanceof Received.LineTooLong;
  }

  /** What was said up to now is submitted first. TCP slows down a client that sends on. */
  private void pause(long nanos) {
    if (nanos > 0) {
      handler.flush();
      session.pause(nanos);
    }
  }

  private void boundMemory(int count) throws InterruptedException {
    buffer.adaptTo(count);
    boolean isLong = decoder.retainedBytes() > InputMemory.SHORT_LINE;
    if (isLong && !buffer.isInLongLine()) {
      beginLongLine();
    } else if (!isLong && buffer.isInLongLine()) {
      member.permit().awaitApplied(); // until then an event holds the line
      buffer.endLongLine();
    }
  }

  /** Where others keep all memory for long lines to themselves, this one is as good as too long. */
  private void beginLongLine() throws InterruptedException {
    long end = services.nanoClock().getAsLong() + MAX_WAIT_FOR_MEMORY_NANOS;
    buffer.beginLongLine(() -> session.isExecuting() && services.nanoClock().getAsLong() - end < 0);
    LeaveReason reason = buffer.isInLongLine() ? null : handle(decoder.discardLine());
    if (reason != null) {
      session.leave(reason);
    }
  }

  /**
   * Reads on and throws away, until the client closes its end or the connection is closed: to close
   * a socket with unread input would make the kernel drop what is still on its way to the client.
   */
  private void linger() {
    ByteBuffer bytes = services.inputMemory().discarded();
    long pause = MIN_LINGER_PAUSE_NANOS;
    try {
      while (read(bytes.clear()) >= 0) {
        if (!bytes.hasRemaining()) { // a flood has no claim to a processor any more
          LockSupport.parkNanos(this, pause);
          pause = Math.min(2 * pause, MAX_LINGER_PAUSE_NANOS);
        }
      }
    } catch (IOException e) {
      // closed by either side
    }
  }
}
