package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.room.LeaveReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader executes, and how it ends. */
class SessionReaderTest extends SessionReaderFixture {
  private long linesWhenAsked;
  private int asked;

  @Test
  void whatIsSentIsSaidUpToTheEndOfInput() throws IOException {
    sendToEnd("one\r\ntwo\n\nthree");
    run();
    assertEquals(life("one", "two", "three"), room.hears());
    assertEquals(LeaveReason.END_OF_INPUT, session.reason());
    assertEquals(4, room.counters().linesReceived.sum());
    assertEquals(15, room.counters().bytesReceived.sum());
    assertNothingIsLeft();
  }

  @Test
  void nothingBehindAnExitIsExecuted() throws IOException {
    sendToEnd("one\nexit\ntwo\n");
    run();
    assertEquals(life("one"), room.hears());
    assertEquals(LeaveReason.EXIT, session.reason());
    assertNothingIsLeft();
  }

  @Test
  void behindAWriteThatFailedAllThatCameInIsStillSaid() throws IOException {
    sendToEnd("one\ntwo\n");
    session.leave(LeaveReason.BROKEN);
    run();
    assertEquals(life("one", "two"), room.hears());
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(names = {"EXIT", "IDLE", "STOP", "TOO_SLOW"})
  void behindAnyOtherReasonNothingIs(LeaveReason reason) throws IOException {
    session.begin();
    room.hears();
    session.leave(reason);
    sendToEnd("one\ntwo\n");
    reader.run();
    List<String> heard = room.hears();
    assertEquals(List.of("[" + ADDRESS + "]" + ADDRESS + ":" + reason.notice()), heard);
    assertNothingIsLeft();
  }

  @Test
  void nothingIsExecutedBehindAReasonThatComesInTheMiddleOfARead() throws IOException {
    open(1000); // so that it asks for the time at each line, too
    whenAsked = () -> leaveAtLine(2);
    sendToEnd("one\ntwo\nthree\n");
    run();
    assertEquals(life("one"), room.hears());
    assertEquals(LeaveReason.EXIT, session.reason());
    assertNothingIsLeft();
  }

  private void leaveAtLine(int line) {
    if (room.counters().linesReceived.sum() == line) {
      session.leave(LeaveReason.EXIT);
    }
  }

  /** With 1000 lines a second ten thousand are read at once, but not where each counts as two. */
  @ParameterizedTest
  @CsvSource({"0, 6000", "2000000, 5000"})
  void inALoudRoomShortLinesCostMore(int saidBefore, int said) throws IOException {
    open(1000);
    room.isTold("x".repeat(saidBefore));
    whenAsked = this::leaveWhereItWaits;
    sendToEnd("x\n".repeat(6000));
    run();
    assertEquals(life().size() + said, room.hears().size());
    assertNothingIsLeft();
  }

  private void leaveWhereItWaits() {
    long lines = room.counters().linesReceived.sum();
    asked = lines == linesWhenAsked ? asked + 1 : 0;
    linesWhenAsked = lines;
    if (asked == 20 && lines > 0) {
      session.leave(LeaveReason.EXIT);
    }
  }

  @Test
  void aConnectionThatIsResetIsBroken() throws IOException {
    sockets.client().socket().setSoLinger(true, 0);
    sockets.client().close();
    run();
    assertEquals(life(), room.hears());
    assertEquals(LeaveReason.BROKEN, session.reason());
    assertNothingIsLeft();
  }

  /** To close a socket with unread input would make the kernel drop what is on its way out. */
  @Test
  void whatComesBehindAnExitIsReadAndThrownAway() throws IOException {
    sendToEnd("exit\n" + "x\n".repeat(10_000));
    run();
    assertEquals(life(), room.hears());
    assertEquals(-1, sockets.accepted().read(ByteBuffer.allocate(1)));
    assertNothingIsLeft();
  }

  @Test
  void aDefectEndsTheSessionAlone() throws IOException {
    sendToEnd("one\n");
    session.begin();
    whenAsked = () -> whenAsked = this::failOnce; // not when it starts, but when it reads
    reader.run();
    assertEquals(life(), room.hears());
    assertEquals(LeaveReason.DEFECT, session.reason());
    assertNothingIsLeft();
  }

  private void failOnce() {
    whenAsked = NOTHING;
    throw new IllegalStateException("a defect, made by a test");
  }

  /** The time of its life, for the log, comes behind the leave. */
  @Test
  void anErrorInTheLastStepsLeavesNothing() throws IOException {
    sendToEnd("");
    session.begin();
    session.leave(LeaveReason.EXIT);
    whenAsked = () -> whenAsked = this::failOnce; // the second time is for the log
    reader.run();
    assertEquals(NOTHING, whenAsked);
    assertEquals(life(), room.hears());
    assertNothingIsLeft();
  }

  /** It waits until the clock, which moves a little each time it is asked, has moved so far. */
  @ParameterizedTest
  @CsvSource({"h, true", "'hello\n', false", "'one\ntw', false"})
  void behindAFewBytesWithoutALineItWaitsForMore(String text, boolean waits) throws IOException {
    whenAsked = () -> clock.advance(Duration.ofNanos(20_000));
    sendToEnd(text);
    long start = clock.getAsLong();
    run();
    assertEquals(waits, clock.getAsLong() - start >= 1_000_000);
    room.hears();
    assertNothingIsLeft();
  }

  @Test
  void betweenReadsNoReadIsTimed() throws IOException {
    sendToEnd("one\n");
    run();
    clock.advance(Duration.ofHours(1));
    assertEquals(0, reader.reading().nanos(clock.getAsLong()));
  }
}
