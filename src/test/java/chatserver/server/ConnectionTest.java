package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.room.LeaveReason;
import chatserver.room.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionTest {
  private final ManualClock clock = new ManualClock();
  private ServerSocketChannel listener;
  private SocketChannel client;
  private SocketChannel channel;
  private Connection connection;

  @BeforeEach
  void connect() throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = SocketChannel.open(listener.getLocalAddress());
    channel = listener.accept();
    connection = new Connection(channel, clock);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    channel.close();
    listener.close();
  }

  private Task<Integer> untilItReads() {
    Task<Integer> reading = Task.start(() -> connection.read(ByteBuffer.allocate(10)));
    clock.advance(Duration.ofSeconds(1));
    while (connection.reading().nanos(clock.getAsLong()) == 0) {
      clock.advance(Duration.ofNanos(1));
      Thread.onSpinWait();
    }
    return reading;
  }

  @Test
  void theFirstReasonWins() {
    assertNull(connection.leaveReason());
    assertTrue(connection.leave(LeaveReason.EXIT));
    assertFalse(connection.leave(LeaveReason.BROKEN));
    assertEquals(LeaveReason.EXIT, connection.leaveReason());
    assertTrue(channel.isOpen(), "what is on its way is still to be delivered");
  }

  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "TOO_SLOW", "DEFECT", "TLS"})
  void whereNothingIsDeliveredAnyMoreAReadReturns(LeaveReason reason) {
    Task<Integer> reading = untilItReads();
    connection.leave(reason);
    AssertionError e = assertThrows(AssertionError.class, reading::result);
    assertTrue(e.getCause() instanceof IOException, e.toString());
    assertFalse(channel.isOpen());
  }

  @Test
  void aSilentClientIsStillReadFromAndCanBeToldWhyItLeaves() throws IOException {
    Task<Integer> reading = untilItReads();
    connection.leave(LeaveReason.IDLE);
    assertEquals(3, channel.write(ByteBuffer.allocate(3)));
    client.write(ByteBuffer.allocate(1));
    assertEquals(1, reading.result());
  }

  @Test
  void theTimerOfTheReadRunsWhileItBlocks() throws IOException {
    Task<Integer> reading = untilItReads();
    clock.advance(Duration.ofSeconds(5));
    assertTrue(connection.reading().nanos(clock.getAsLong()) >= 5_000_000_000L);
    client.write(ByteBuffer.allocate(1));
    assertEquals(1, reading.result());
    assertEquals(0, connection.reading().nanos(clock.getAsLong()));
  }

  @Test
  void aPauseEndsWhereTheClientLeaves() {
    Task<Void> pausing =
        Task.start(() -> connection.pause(TimeUnit.HOURS.toNanos(1))).awaitTimedWaiting();
    connection.leave(LeaveReason.EXIT);
    pausing.result();
    connection.pause(TimeUnit.HOURS.toNanos(1)); // returns at once
  }

  @Test
  void aPauseIsAsLongAsItIsTold() {
    long start = System.nanoTime();
    connection.pause(Duration.ofMillis(20).toNanos());
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(20).toNanos());
  }

  @Test
  void itCanBeClosedTwice() {
    connection.close();
    connection.close();
    assertFalse(channel.isOpen());
  }

  @Test
  void leavingAConnectionThatIsGoneDoesNoHarm() throws IOException {
    client.close();
    connection.close();
    assertTrue(connection.leave(LeaveReason.IDLE));
    assertFalse(connection.leave(LeaveReason.BROKEN));
  }
}
