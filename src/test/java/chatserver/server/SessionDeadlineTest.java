package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.LeaveReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** By when a session on its way out is closed. */
class SessionDeadlineTest extends SessionFixture {
  @ParameterizedTest
  @EnumSource(names = {"EXIT", "END_OF_INPUT", "HTTP", "IDLE", "STOP", "BROKEN"})
  void whileItIsLeavingTheDeadlineCloses(LeaveReason reason) {
    begin();
    session.leave(reason);
    assertClosedAfter(WAY_OUT);
  }

  @Test
  void whileItIsDrainingTheDeadlineCloses() {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    assertClosedAfter(WAY_OUT);
    assertEquals(List.of(), output.toEnd(), "which frees the writer");
  }

  @Test
  void whileItIsLingeringTheDeadlineCloses() {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    drain();
    assertClosedAfter(WAY_OUT);
  }

  @Test
  void aLaterReasonDoesNotPutOffTheDeadline() {
    begin();
    session.leave(LeaveReason.BROKEN);
    timer.pass(Duration.ofSeconds(3));
    session.leave(LeaveReason.END_OF_INPUT);
    session.leave(LeaveReason.STOP);
    assertClosedAfter(Duration.ofSeconds(2));
  }

  @Test
  void noStateOnTheWayOutPutsOffTheDeadline() {
    begin();
    session.leave(LeaveReason.EXIT);
    timer.pass(Duration.ofSeconds(2));
    leaveRoom();
    timer.pass(Duration.ofSeconds(2));
    drain();
    assertEquals(List.of(Duration.ofSeconds(1)), timer.delays());
    assertClosedAfter(Duration.ofSeconds(1));
  }

  @Test
  void atAStopItLingersForASecond() {
    begin();
    session.beginShutdown();
    timer.pass(Duration.ofSeconds(3));
    assertTrue(channel.isOpen(), "it is still draining");
    drain();
    assertClosedAfter(Duration.ofSeconds(1));
    assertEquals(LeaveReason.STOP, session.reason());
  }

  @Test
  void aSessionThatLingersWhenAStopBeginsDoesSoForASecondMore() {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    drain();
    session.beginShutdown();
    assertClosedAfter(Duration.ofSeconds(1));
  }

  @Test
  void aSessionThatDrainsWhenAStopBeginsLingersForASecondToo() {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    session.beginShutdown();
    drain();
    assertClosedAfter(Duration.ofSeconds(1));
  }

  @Test
  void aStopDoesNotPutOffTheDeadline() {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    drain();
    timer.pass(Duration.ofMillis(4500));
    session.beginShutdown();
    assertClosedAfter(Duration.ofMillis(500));
  }

  @Test
  void aStopDoesNotEndTheWriteOfWhatWaits() {
    begin();
    session.beginShutdown();
    assertEquals(List.of(says("login"), says("I am here")), drain());
  }

  /** A suspended process: the timer is late in its own time, and early in that of the server. */
  @Test
  void theDeadlineIsJudgedOnTimeThatTheServerHasRun() {
    begin();
    session.leave(LeaveReason.EXIT);
    timer.pass(Duration.ofSeconds(1));
    timer.runEarly();
    timer.runEarly();
    assertTrue(channel.isOpen());
    assertEquals(List.of(Duration.ofSeconds(4)), timer.delays(), "it looks again");
    assertClosedAfter(Duration.ofSeconds(4));
  }

  @Test
  void aWriteThatFailsLeavesTheReaderExecutingUntilTheDeadline() {
    begin();
    session.leave(LeaveReason.BROKEN);
    timer.pass(WAY_OUT.minus(NANO));
    assertTrue(session.isExecuting());
    timer.pass(NANO);
    assertFalse(session.isExecuting());
    assertFalse(channel.isOpen(), "which ends a read");
  }

  @Test
  void nothingIsPlannedForASessionThatIsOver() {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    drain();
    endThreads();
    assertEquals(List.of(), timer.delays());
  }

  @Test
  void nothingIsPlannedForASessionThatIsOverAtAStop() {
    begin();
    session.beginShutdown();
    drain();
    endThreads();
    assertEquals(List.of(), timer.delays());
  }
}
