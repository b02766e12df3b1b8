package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.ManualClock;
import chatserver.room.Peer;
import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session without threads and without a socket: what its threads do, the test does. */
abstract class SessionFixture {
  static final Duration WAY_OUT = Duration.ofSeconds(5);
  static final Duration NANO = Duration.ofNanos(1);
  static final String ADDRESS = "192.0.2.1:1001";

  private static final class FailingChannel implements Channel {
    private volatile boolean isOpen = true;

    @Override
    public boolean isOpen() {
      return isOpen;
    }

    @Override
    public void close() throws IOException {
      isOpen = false;
      throw new IOException("as some sockets do where the other end is gone");
    }
  }

  @RegisterExtension final TestRoom room = new TestRoom();

  final ManualClock clock = new ManualClock();
  final RecordingTimer timer = new RecordingTimer(clock);
  final Channel channel = new FailingChannel();
  int overs;
  final Session session = newSession(clock);
  final OutboxLines output = new OutboxLines(session.member().outbox());

  Session newSession(LongSupplier nanoClock) {
    Services services = room.services(new ServerConfig.Builder().build(), timer, nanoClock);
    return new Session(new Peer(ADDRESS), channel, services, ended -> overs++);
  }

  @AfterEach
  void shutDown() {
    timer.shutdownNow();
  }

  static String says(String text) {
    return "[" + ADDRESS + "]" + ADDRESS + ":" + text;
  }

  void begin() {
    session.begin();
    assertEquals(List.of(says("login")), room.hears());
  }

  /** The reader submits the leave, and the room applies it. */
  void leaveRoom() {
    room.broadcaster().submit(session.leaveEvent());
    assertEquals(List.of(says(session.reason().notice())), room.hears());
    assertEquals(0, room.size());
  }

  /** The writer writes all that waits. */
  List<String> drain() {
    List<String> lines = output.toEnd();
    session.drained();
    return lines;
  }

  void endThreads() {
    session.threadEnded();
    session.threadEnded();
  }

  void assertClosedAfter(Duration time) {
    timer.pass(time.minus(NANO));
    assertTrue(channel.isOpen(), "closed too early");
    timer.pass(NANO);
    assertFalse(channel.isOpen(), "not closed in time");
  }
}
