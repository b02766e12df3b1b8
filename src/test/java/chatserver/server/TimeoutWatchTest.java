package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.Notice;
import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.ManualClock;
import chatserver.room.Peer;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutWatchTest {
  private static final String MARK = "mark";

  @RegisterExtension private final TestRoom room = new TestRoom();

  private final ManualClock clock = new ManualClock();
  private final RecordingTimer timer = new RecordingTimer(clock);
  private final CallTimer reading = new CallTimer(clock);
  private Pipe.SinkChannel channel;
  private Session session;
  private OutboxLines output;
  private TimeoutWatch watch;

  @BeforeEach
  void open() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().close();
    channel = pipe.sink();
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    timer.shutdownNow();
  }

  /** The client's reader blocks in a read, as it does most of the time. */
  private void watchSilentClient(Duration idleTimeout) {
    reading.begin();
    watch(idleTimeout);
  }

  private void watch(Duration idleTimeout) {
    watch(
        room.services(TestServer.config(config -> config.idleTimeout = idleTimeout), timer, clock));
  }

  private void watch(Services services) {
    session = new Session(new Peer("192.0.2.1:1001"), channel, services, ended -> {});
    output = new OutboxLines(session.member().outbox());
    watch = new TimeoutWatch(session, reading, services);
    session.begin();
    told();
    watch.run();
  }

  /** What the client has been told since the last call of this, while it is online. */
  private List<String> told() {
    room.broadcaster().submit(new RoomEvent.Told(session.member(), Notice.encode(MARK)));
    return output.until(MARK);
  }

  private void receiveSomething() {
    reading.end();
    reading.begin();
  }

  @Test
  void aSilentClientIsWarnedAfterThreeQuartersAndThenTimedOut() {
    watchSilentClient(Duration.ofSeconds(60));
    timer.pass(Duration.ofSeconds(44));
    assertEquals(List.of(), told());
    timer.pass(Duration.ofSeconds(1));
    assertEquals(List.of("idle: you will be disconnected in 15 s, press Enter to stay"), told());
    timer.pass(Duration.ofSeconds(14));
    assertEquals(List.of(), told());
    assertNull(session.reason());
    timer.pass(Duration.ofSeconds(1));
    assertEquals(LeaveReason.IDLE, session.reason());
    assertEquals(List.of("time out: nothing received for 60 s"), output.toEnd());
    assertTrue(channel.isOpen(), "for what it was told");
    assertEquals(1, room.counters().idleTimeouts.sum());
  }

  @Test
  void theOthersAreToldOfATimeOutAtOnce() {
    watchSilentClient(Duration.ofSeconds(60));
    room.hears();
    timer.pass(Duration.ofSeconds(60));
    assertEquals(List.of("[192.0.2.1:1001]192.0.2.1:1001:time out leave out"), room.hears());
  }

  @Test
  void aClientThatSendsAnythingStartsAnew() {
    watchSilentClient(Duration.ofSeconds(60));
    for (int i = 0; i < 5; i++) {
      timer.pass(Duration.ofSeconds(50));
      assertEquals(List.of("idle: you will be disconnected in 15 s, press Enter to stay"), told());
      receiveSomething();
    }
    timer.pass(Duration.ofSeconds(44));
    assertEquals(List.of(), told());
    assertNull(session.reason());
  }

  @Test
  void aClientThatTheServerDoesNotListenToIsNotSilent() {
    watch(Duration.ofSeconds(60)); // its reader waits for the room
    timer.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), told());
    reading.begin();
    timer.pass(Duration.ofSeconds(59));
    assertNull(session.reason());
    timer.pass(Duration.ofSeconds(31)); // it looked just before the read
    assertEquals(LeaveReason.IDLE, session.reason());
    assertEquals(1, room.counters().idleTimeouts.sum());
  }

  /** So it can answer the warning, also where the timer was busy or stood still. */
  @Test
  void aLookThatComesLateStillWarnsAndLeavesTimeToHeedIt() {
    watchSilentClient(Duration.ofSeconds(60));
    clock.advance(Duration.ofSeconds(61));
    timer.runEarly();
    assertEquals(List.of("idle: you will be disconnected in 15 s, press Enter to stay"), told());
    timer.pass(Duration.ofSeconds(14));
    assertNull(session.reason());
    timer.pass(Duration.ofSeconds(1));
    assertEquals(LeaveReason.IDLE, session.reason());
  }

  @Test
  void looksThatComeTooEarlyDoNoHarm() {
    watchSilentClient(Duration.ofSeconds(60));
    for (int i = 0; i < 59; i++) {
      timer.pass(Duration.ofSeconds(1));
      timer.runEarly();
    }
    assertEquals(List.of("idle: you will be disconnected in 15 s, press Enter to stay"), told());
    assertNull(session.reason());
    assertEquals(1, timer.delays().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20 * 365})
  void zeroTurnsItOffAndManyYearsAreFine(long days) {
    watchSilentClient(Duration.ofDays(days));
    timer.pass(Duration.ofDays(1));
    assertEquals(List.of(), told());
    assertNull(session.reason());
  }

  @Test
  void noticesSpeakOfASecondAtLeast() {
    watchSilentClient(Duration.ofMillis(100));
    timer.pass(Duration.ofMillis(75));
    assertEquals(List.of("idle: you will be disconnected in 1 s, press Enter to stay"), told());
    timer.pass(Duration.ofMillis(25));
    assertEquals(List.of("time out: nothing received for 1 s"), output.toEnd());
  }

  @Test
  void outputThatDoesNotMoveEndsTheClient() {
    watch(Duration.ZERO);
    session.member().outbox().writing().begin();
    timer.pass(Duration.ofSeconds(29));
    assertNull(session.reason());
    timer.pass(Duration.ofSeconds(1));
    assertEquals(LeaveReason.TOO_SLOW, session.reason());
    assertFalse(channel.isOpen(), "which frees the writer");
    assertEquals(1, room.counters().writeTimeouts.sum());
  }

  @Test
  void outputThatMovesSlowlyDoesNot() {
    watch(Duration.ZERO);
    CallTimer writing = session.member().outbox().writing();
    for (int i = 0; i < 10; i++) {
      writing.begin();
      timer.pass(Duration.ofSeconds(29));
      writing.end();
    }
    assertNull(session.reason());
  }

  @Test
  void aClientThatLeavesIsWatchedNoMore() {
    watchSilentClient(Duration.ofSeconds(60));
    session.leave(LeaveReason.EXIT);
    timer.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), timer.delays());
    assertEquals(LeaveReason.EXIT, session.reason());
    assertEquals(0, room.counters().idleTimeouts.sum());
  }

  @Test
  void aSessionThatIsOverIsWatchedNoMore() {
    watchSilentClient(Duration.ofSeconds(60));
    session.threadEnded();
    session.threadEnded();
    assertEquals(List.of(), timer.delays());
  }

  @Test
  void aClientThatSettlesJoinsInTimeAndLeavesNothingWhereItClosesBefore() {
    Duration settle = Duration.ofDays(1);
    ServerConfig config =
        TestServer.config(
            settings -> {
              settings.idleTimeout = Duration.ZERO;
              settings.settle = settle;
            });
    watch(room.services(config, timer, clock));
    timer.pass(settle.minusNanos(1));
    assertFalse(session.hasJoined());
    timer.pass(Duration.ofNanos(1));
    assertTrue(session.hasJoined());
    session.close(LeaveReason.BROKEN);
    watch(room.services(config, timer, clock));
    session.close(LeaveReason.BROKEN);
    assertEquals(List.of(), timer.delays());
  }

  @Test
  void aDefectInALookEndsTheClientAlone() {
    ServerConfig config =
        TestServer.config(settings -> settings.idleTimeout = Duration.ofSeconds(60));
    Services withoutRoom =
        new Services(config, null, timer, null, null, null, null, null, null, clock);
    watchSilentClient(Duration.ofSeconds(60));
    new TimeoutWatch(session, reading, withoutRoom).run();
    timer.pass(Duration.ofSeconds(45)); // the warning fails
    assertEquals(LeaveReason.DEFECT, session.reason());
    assertFalse(channel.isOpen());
  }

  /** Not even where there is no time any more, which a deadline would need. */
  @Test
  void aDefectOfTheClockEndsTheClientAlone() {
    watchSilentClient(Duration.ofSeconds(60));
    clock.breakDown();
    watch.run();
    assertEquals(LeaveReason.DEFECT, session.reason());
    assertFalse(channel.isOpen());
  }

  @Test
  void aBusyClientCostsAFewLooksAMinute() {
    watchSilentClient(Duration.ofSeconds(60));
    int looks = 0;
    Duration time = Duration.ZERO;
    while (time.compareTo(Duration.ofMinutes(10)) < 0) {
      receiveSomething();
      Duration next = timer.delays().get(0);
      timer.pass(next);
      time = time.plus(next);
      looks++;
    }
    assertTrue(looks <= 40, looks + " looks in ten minutes");
  }
}
