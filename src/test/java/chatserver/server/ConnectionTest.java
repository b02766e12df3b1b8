package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.LeaveReason;
import chatserver.room.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

  private FutureTask<Integer> untilItReads() {
    FutureTask<Integer> reading = new FutureTask<>(() -> connection.read(ByteBuffer.allocate(10)));
    Thread reader = new Thread(reading, "reader");
    reader.setDaemon(true);
    reader.start();
    clock.advance(Duration.ofSeconds(1));
    while (connection.reading().nanos(clock.getAsLong()) == 0) {
      clock.advance(Duration.ofNanos(1));
      Thread.onSpinWait();
    }
    return reading;
  }

  private static <T> T resultOf(FutureTask<T> task) throws Exception {
    return task.get(10, TimeUnit.SECONDS);
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
  void whereNothingIsDeliveredAnyMoreAReadReturns(LeaveReason reason) throws Exception {
    FutureTask<Integer> reading = untilItReads();
    connection.leave(reason);
    ExecutionException e = assertThrows(ExecutionException.class, () -> resultOf(reading));
    assertTrue(e.getCause() instanceof IOException, e.toString());
    assertFalse(channel.isOpen());
  }

  @Test
  void aSilentClientsReadReturnsAndItCanStillBeToldWhy() throws Exception {
    FutureTask<Integer> reading = untilItReads();
    connection.leave(LeaveReason.IDLE);
    assertEquals(-1, resultOf(reading));
    assertEquals(3, channel.write(ByteBuffer.allocate(3)));
  }

  @Test
  void theTimerOfTheReadRunsWhileItBlocks() throws Exception {
    FutureTask<Integer> reading = untilItReads();
    clock.advance(Duration.ofSeconds(5));
    assertTrue(connection.reading().nanos(clock.getAsLong()) >= 5_000_000_000L);
    client.write(ByteBuffer.allocate(1));
    assertEquals(1, resultOf(reading));
    assertEquals(0, connection.reading().nanos(clock.getAsLong()));
  }

  @Test
  void aPauseEndsWhereTheClientLeaves() throws Exception {
    FutureTask<Void> pausing =
        new FutureTask<>(() -> connection.pause(TimeUnit.HOURS.toNanos(1)), null);
    Thread pauser = new Thread(pausing, "pauses");
    pauser.start();
    while (pauser.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    connection.leave(LeaveReason.EXIT);
    resultOf(pausing);
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
