package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.LeaveReason;
import chatserver.room.ManualClock;
import chatserver.room.Outbox;
import chatserver.room.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A writer that runs in the test's own thread, with what already waits for it. */
class SessionWriterTest {
  private static final String SAYS = "[192.0.2.1:1001]192.0.2.1:1001:";

  @RegisterExtension private final TestRoom room = new TestRoom();
  @RegisterExtension private final SocketPair sockets = new SocketPair();

  private final ManualClock clock = new ManualClock();
  private final RecordingTimer timer = new RecordingTimer(clock);
  private Session session;
  private Outbox outbox;
  private SessionWriter writer;
  private int overs;

  @BeforeEach
  void join() {
    Services services = room.services(new ServerConfig.Builder().build(), timer, clock);
    session =
        new Session(new Peer("192.0.2.1:1001"), sockets.accepted(), services, ended -> overs++);
    outbox = session.member().outbox();
    writer = new SessionWriter(session, sockets.accepted(), room.counters());
    session.begin();
    assertEquals(List.of(SAYS + "login"), room.hears());
  }

  @AfterEach
  void shutDown() {
    timer.shutdownNow();
  }

  /** The writer's thread is one of two. */
  private void assertWriterEnded() {
    assertEquals(0, overs);
    session.threadEnded();
    assertEquals(1, overs);
  }

  @Test
  void itWritesAllThatWaitsAndThenShutsDownTheOutput() throws IOException {
    session.beginShutdown();
    writer.run();
    byte[] sent = sockets.client().socket().getInputStream().readAllBytes();
    assertEquals(SAYS + "login\r\n" + SAYS + "I am here\r\n", new String(sent, UTF_8));
    assertEquals(sent.length, room.counters().bytesSent.sum());
    assertTrue(sockets.accepted().isOpen(), "the client may still send");
    assertEquals(Duration.ofSeconds(1), timer.delays().get(0), "it lingers, at a stop");
    assertWriterEnded();
  }

  @Test
  void aWriteThatFailsDoesNotCloseTheSocket() throws IOException {
    sockets.accepted().shutdownOutput();
    writer.run();
    assertEquals(LeaveReason.BROKEN, session.reason());
    assertTrue(session.isExecuting());
    assertTrue(sockets.accepted().isOpen());
    assertWriterEnded();
  }

  @Test
  void nothingWaitsAnyMoreBehindAWriteThatFailed() throws IOException {
    sockets.accepted().shutdownOutput();
    writer.run();
    assertEquals(List.of(), new OutboxLines(outbox).toEnd());
  }

  /** Or else the time that a call took before it failed counts on, and the session is too slow. */
  @Test
  void aWriteThatFailedIsTimedNoLonger() throws IOException {
    sockets.accepted().shutdownOutput();
    writer.run();
    clock.advance(Duration.ofSeconds(30));
    assertEquals(0, outbox.writing().nanos(clock.getAsLong()));
  }

  @Test
  void aWriteThatSucceededIsTimedNoLonger() {
    session.beginShutdown();
    writer.run();
    clock.advance(Duration.ofSeconds(30));
    assertEquals(0, outbox.writing().nanos(clock.getAsLong()));
  }

  @Test
  void aDefectEndsTheSessionAtOnce() {
    new SessionWriter(session, sockets.accepted(), null).run(); // it cannot count
    assertEquals(LeaveReason.DEFECT, session.reason());
    assertFalse(sockets.accepted().isOpen());
    assertWriterEnded();
  }

  @Test
  void aSessionThatIsClosedWritesNothingMore() {
    session.close(LeaveReason.STOP);
    writer.run();
    assertEquals(0, room.counters().bytesSent.sum());
    assertEquals(LeaveReason.STOP, session.reason());
    assertWriterEnded();
  }
}
