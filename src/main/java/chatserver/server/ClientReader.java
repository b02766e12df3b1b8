package chatserver.server;

import chatserver.protocol.LineDecoder;
import chatserver.protocol.Received;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from one client, no faster than it may talk. It says the client's first word to the room,
 * unless that has been said for it, and its last, whatever lies between.
 */
final class ClientReader implements Runnable {
  /** What a silent client costs, and what a busy one is read with. */
  private static final int SMALL_BUFFER = 512;

  private static final int LARGE_BUFFER = 16 * 1024;

  private static final Logger log = LoggerFactory.getLogger(ClientReader.class);

  private final Connection connection;
  private final Member member;
  private final Conversation conversation;
  private final Semaphore begun = new Semaphore(0);
  private final Gate gate;
  private final Traffic traffic;
  private final LongSupplier nanoClock;
  private final Runnable ended;
  private final int maxLine;
  private final LineDecoder decoder;
  private final RateLimit rate;

  private boolean hasJoined; // written before the reader begins

  // Only the reader touches these.
  private ByteBuffer buffer = ByteBuffer.allocate(SMALL_BUFFER);
  private int bytesWithoutLine;

  /**
   * @param ended called last, once
   */
  ClientReader(Connection connection, Member member, Services services, Runnable ended) {
    ServerConfig config = services.config();
    this.connection = connection;
    this.member = member;
    this.gate = services.gate();
    this.traffic = services.traffic();
    this.nanoClock = services.nanoClock();
    this.ended = ended;
    this.maxLine = config.maxLine();
    this.conversation = new Conversation(member, services.broadcaster(), maxLine);
    this.decoder = new LineDecoder(maxLine);
    this.rate = new RateLimit(config.maxRate(), nanoClock);
  }

  /**
   * Lets it begin; until then it waits. To be called once, by any thread.
   *
   * @param joined whether somebody else has submitted the client's join
   */
  void begin(boolean joined) {
    hasJoined = joined;
    begun.release();
  }

  @Override
  public void run() {
    begun.acquireUninterruptibly();
    long start = nanoClock.getAsLong();
    try {
      if (!hasJoined) {
        conversation.join();
      }
      log.info("{} joined", member.address());
      connection.leave(hearUntilLeave());
    } catch (IOException e) {
      log.debug("cannot read: {}", e.toString());
      connection.leave(LeaveReason.BROKEN);
    } catch (Throwable defect) {
      connection.leave(LeaveReason.DEFECT); // first: to log may fail, too
      log.error("reader failed", defect);
    } finally {
      if (connection.leaveReason() == LeaveReason.STOP) {
        linger(); // a Left ahead of the room's own Stopped would be said as "login out"
      }
      tellRoomAndLog(nanoClock.getAsLong() - start);
      linger();
      ended.run();
    }
  }

  private void tellRoomAndLog(long stayNanos) {
    LeaveReason reason = connection.leaveReason();
    conversation.leave(reason);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(stayNanos);
    log.info("{} left after {} s: {}", nameInLog(), seconds, reason.description());
  }

  /** Listens until the client leaves, and returns why it does. */
  private LeaveReason hearUntilLeave() throws IOException {
    for (; ; ) {
      int count = connection.read(buffer);
      traffic.bytesIn.add(Math.max(0, count));
      long stamp = gate.enter();
      if (stamp == 0) {
        return LeaveReason.STOP;
      }
      LeaveReason reason;
      try {
        if (connection.leaveReason() != null) {
          return connection.leaveReason(); // the timer's
        }
        reason = count < 0 ? hearEnd() : hearAll();
        conversation.submitSaid();
      } finally {
        gate.leave(stamp);
      }
      if (reason != null) {
        return reason;
      }
      if (count == buffer.capacity()) {
        giveWay();
      }
      adaptBuffer(count);
    }
  }

  /**
   * Nobody takes the processor away from virtual threads that always have something to read, and
   * where they yield, they yield to each other alone; a timer gives others their turn.
   */
  private static void giveWay() {
    LockSupport.parkNanos(1);
  }

  private LeaveReason hearAll() {
    buffer.flip();
    int lineEnd = 0;
    for (Received item = decoder.next(buffer); item != null; item = decoder.next(buffer)) {
      LeaveReason reason = hear(item);
      if (reason != null) {
        return reason;
      }
      if (isCharged(item)) {
        lineEnd = buffer.position();
      }
    }
    chargeBytes(buffer.position() - lineEnd);
    return null;
  }

  /** An orderly end of input ends the last line, too. */
  private LeaveReason hearEnd() {
    Received last = decoder.end();
    LeaveReason reason = last == null ? null : hear(last);
    return reason == null ? LeaveReason.END_OF_INPUT : reason;
  }

  private LeaveReason hear(Received item) {
    if (isCharged(item)) {
      traffic.linesIn.increment();
      bytesWithoutLine = 0;
      charge();
    }
    return conversation.hear(item);
  }

  /** Whether it counts as a line; telnet commands are charged by their bytes. */
  private static boolean isCharged(Received item) {
    return item instanceof Received.Line || item instanceof Received.LineTooLong;
  }

  /** Holds a client back that sends more than it may; TCP then holds it back at its end. */
  private void charge() {
    long wait = rate.charge();
    if (wait > 0) {
      conversation.submitSaid();
      connection.pause(wait);
    }
  }

  /** What has brought no line, or a line that is thrown away, is charged by its bytes. */
  private void chargeBytes(int count) {
    for (bytesWithoutLine += count; bytesWithoutLine >= maxLine; bytesWithoutLine -= maxLine) {
      charge();
    }
  }

  private void adaptBuffer(int count) {
    if (count == buffer.capacity() && count < LARGE_BUFFER) {
      buffer = ByteBuffer.allocate(LARGE_BUFFER);
    } else if (count <= SMALL_BUFFER && buffer.capacity() > SMALL_BUFFER) {
      buffer = ByteBuffer.allocate(SMALL_BUFFER);
    } else {
      buffer.clear();
    }
  }

  /**
   * Reads on and throws away, until the client closes its end or the connection is closed: to close
   * a socket with unread input would make the kernel drop what is still on its way to the client.
   */
  private void linger() {
    try {
      do {
        if (!buffer.hasRemaining()) {
          giveWay();
        }
        buffer.clear();
      } while (connection.read(buffer) >= 0);
    } catch (IOException e) {
      // closed by either side
    }
  }

  private String nameInLog() {
    String name = member.name().text();
    return name.equals(member.address()) ? name : member.address() + " (" + name + ")";
  }
}
