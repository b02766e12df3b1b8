package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.LeaveReason;
import chatserver.room.ManualClock;
import chatserver.room.Outbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final RecordingTimer timer = new RecordingTimer();
  private final Outbox outbox = new Outbox(clock);
  private final Traffic traffic = new Traffic();
  private ServerSocketChannel listener;
  private SocketChannel channel;
  private Connection connection;
  private int timeouts;

  @BeforeEach
  void connect() throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel = SocketChannel.open(listener.getLocalAddress());
    connection = new Connection(channel, clock);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    listener.close();
    timer.shutdownNow();
  }

  /** The client's reader blocks in a read, as it does most of the time. */
  private void watchSilentClient(Duration idleTimeout) {
    connection.reading().begin();
    watch(idleTimeout);
  }

  private void watch(Duration idleTimeout) {
    ServerConfig config =
        ServerConfig.builder().idleTimeout(idleTimeout).writeTimeout(WRITE_TIMEOUT).build();
    new SilenceWatch(
            connection,
            outbox,
            new Services(config, null, timer, null, null, traffic, clock),
            () -> timeouts++)
        .run();
  }

  /** Lets so much time pass, in which the timer does what it has to. */
  private void pass(Duration time) {
    Duration left = time;
    while (timer.delay() != null && timer.delay().compareTo(left) <= 0) {
      Duration step = timer.delay();
      assertTrue(step.compareTo(Duration.ZERO) > 0, "it looks again and again");
      clock.advance(step);
      left = left.minus(step);
      timer.run();
    }
    clock.advance(left);
    if (timer.delay() != null) {
      timer.run(); // one look too early does no harm
    }
  }

  private List<String> told() {
    outbox.reply(new byte[] {'\r', '\n'});
    return UTF_8
        .decode(ByteBuffer.wrap(outbox.take().drain()))
        .toString()
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void aSilentClientIsWarnedAfterThreeQuartersAndThenTimedOut() {
    watchSilentClient(Duration.ofSeconds(60));
    pass(Duration.ofSeconds(44));
    assertEquals(List.of(), told());
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("idle: you will be disconnected in 15 s"), told());
    pass(Duration.ofSeconds(14));
    assertEquals(List.of(), told());
    assertNull(connection.leaveReason());
    pass(Duration.ofSeconds(1));
    assertEquals(List.of("time out: nothing received for 60 s"), told());
    assertEquals(LeaveReason.IDLE, connection.leaveReason());
    assertEquals(1, timeouts);
    assertTrue(channel.isOpen(), "for what it was told");
    assertEquals(1, traffic.idleTimeouts.sum());
    assertNull(timer.delay(), "it looks no more");
  }

  @Test
  void whoeverSendsAnythingStartsAnew() {
    watchSilentClient(Duration.ofSeconds(60));
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(50));
      assertEquals(List.of("idle: you will be disconnected in 15 s"), told());
      connection.reading().end();
      connection.reading().begin();
    }
    pass(Duration.ofSeconds(44));
    assertEquals(List.of(), told());
    assertNull(connection.leaveReason());
  }

  @Test
  void aClientThatTheServerDoesNotListenToIsNotSilent() {
    watch(Duration.ofSeconds(60)); // its reader waits for the room
    pass(Duration.ofMinutes(10));
    assertEquals(List.of(), told());
    connection.reading().begin();
    pass(Duration.ofSeconds(59));
    assertNull(connection.leaveReason());
    pass(Duration.ofSeconds(1));
    assertEquals(LeaveReason.IDLE, connection.leaveReason());
    assertEquals(1, timeouts);
  }

  @Test
  void zeroTurnsItOff() {
    watchSilentClient(Duration.ZERO);
    pass(Duration.ofDays(365));
    assertEquals(List.of(), told());
    assertNull(connection.leaveReason());
  }

  @Test
  void noticesSpeakOfASecondAtLeast() {
    watchSilentClient(Duration.ofMillis(100));
    pass(Duration.ofMillis(75));
    assertEquals(List.of("idle: you will be disconnected in 1 s"), told());
    pass(Duration.ofMillis(25));
    assertEquals(List.of("time out: nothing received for 1 s"), told());
  }

  @Test
  void manyYearsAreFine() {
    watchSilentClient(Duration.ofDays(20 * 365));
    pass(Duration.ofDays(365));
    assertEquals(List.of(), told());
    assertNull(connection.leaveReason());
  }

  @Test
  void outputThatDoesNotMoveEndsTheClient() {
    watch(Duration.ZERO);
    outbox.writing().begin();
    pass(Duration.ofSeconds(29));
    assertNull(connection.leaveReason());
    pass(Duration.ofSeconds(1));
    assertEquals(LeaveReason.TOO_SLOW, connection.leaveReason());
    assertFalse(channel.isOpen(), "which frees the writer");
    assertEquals(1, traffic.writeTimeouts.sum());
    assertEquals(0, traffic.idleTimeouts.sum());
    assertNull(timer.delay());
  }

  @Test
  void outputThatMovesSlowlyDoesNot() {
    watch(Duration.ZERO);
    for (int i = 0; i < 10; i++) {
      outbox.writing().begin();
      pass(Duration.ofSeconds(29));
      outbox.writing().end();
    }
    assertNull(connection.leaveReason());
  }

  @Test
  void aClientThatLeavesIsWatchedNoMore() {
    watchSilentClient(Duration.ofSeconds(60));
    connection.leave(LeaveReason.EXIT);
    pass(Duration.ofSeconds(61));
    assertNull(timer.delay());
    assertEquals(LeaveReason.EXIT, connection.leaveReason());
    assertEquals(0, traffic.idleTimeouts.sum());
  }

  /** And not the timer, which serves all. */
  @Test
  void aDefectInALookEndsTheClientAlone() {
    watchSilentClient(Duration.ofSeconds(60));
    clock.breakDown();
    timer.run();
    assertEquals(LeaveReason.DEFECT, connection.leaveReason());
    assertFalse(channel.isOpen());
    assertNull(timer.delay());
  }

  @Test
  void aBusyClientCostsAFewLooksAMinute() {
    watchSilentClient(Duration.ofSeconds(60));
    int looks = 0;
    Duration time = Duration.ZERO;
    while (time.compareTo(Duration.ofMinutes(10)) < 0) {
      connection.reading().end();
      connection.reading().begin();
      time = time.plus(timer.delay());
      clock.advance(timer.delay());
      timer.run();
      looks++;
    }
    assertTrue(looks <= 40, looks + " looks in ten minutes");
  }
}
