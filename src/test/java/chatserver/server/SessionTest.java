package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.room.LeaveReason;
import chatserver.server.Session.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** How a session goes from state to state, and why it ends. */
class SessionTest extends SessionFixture {
  @Test
  void beforeItBeginsItIsNotInTheRoomAndItsInputIsExecuted() {
    assertEquals(State.ARRIVING, session.state());
    assertTrue(session.isExecuting());
    room.awaitApplied();
    assertEquals(0, room.size());
  }

  @Test
  void onlineItIsInTheRoomAndHasNoDeadline() {
    begin();
    assertEquals(State.ONLINE, session.state());
    assertTrue(session.isExecuting());
    assertNull(session.reason());
    assertEquals(1, room.size());
    assertEquals(List.of(), timer.delays());
    assertTrue(channel.isOpen());
  }

  @ParameterizedTest
  @EnumSource(names = {"EXIT", "END_OF_INPUT", "HTTP", "IDLE", "STOP"})
  void anOrderlyEndGoesThroughAllStates(LeaveReason reason) {
    begin();

    assertTrue(session.leave(reason));
    assertFalse(session.isExecuting());
    assertEquals(State.LEAVING, session.state(), "the room has not removed the member yet");
    assertEquals(1, room.size());

    leaveRoom();
    assertEquals(State.DRAINING, session.state());
    assertTrue(channel.isOpen(), "what is on its way is still to be delivered");

    List<String> written = drain();
    assertEquals(List.of(says("login"), says("I am here")), written.subList(0, 2));
    assertEquals(State.LINGERING, session.state());
    assertTrue(channel.isOpen(), "the client may still send");

    endThreads();
    assertFalse(channel.isOpen());
    assertEquals(1, overs);
    assertEquals(reason, session.reason());
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_CHAT", "TOO_SLOW", "DEFECT"})
  void aReasonThatEndsAtOnceCloses(LeaveReason reason) {
    begin();
    assertTrue(session.leave(reason));
    assertFalse(channel.isOpen());
    assertEquals(State.CLOSED, session.state());
    assertFalse(session.isExecuting());
    assertEquals(List.of(), output.toEnd(), "what waits is dropped");
    leaveRoom();
    endThreads();
    assertEquals(1, overs);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_CHAT", "TOO_SLOW", "DEFECT"})
  void aReasonThatEndsAtOnceClosesOnTheWayOutToo(LeaveReason reason) {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    assertFalse(session.leave(reason));
    assertFalse(channel.isOpen());
    assertEquals(LeaveReason.EXIT, session.reason());
  }

  @Test
  void everyReasonIsInOneOfTheTestsAbove() {
    Set<LeaveReason> all = EnumSet.allOf(LeaveReason.class);
    all.removeIf(reason -> reason.isOrderly() || reason.endsAtOnce());
    assertEquals(EnumSet.of(LeaveReason.BROKEN), all);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "EXIT")
  void theFirstReasonWins(LeaveReason second) {
    begin();
    assertTrue(session.leave(LeaveReason.EXIT));
    assertFalse(session.leave(second));
    assertEquals(LeaveReason.EXIT, session.reason());
    leaveRoom();
  }

  @Test
  void ofManyThatEndItAtTheSameTimeOneIsTheFirst() {
    CyclicBarrier round = new CyclicBarrier(LeaveReason.values().length);
    List<Session> sessions = Stream.generate(() -> newSession(clock)).limit(500).toList();
    Queue<Session> ended = new ConcurrentLinkedQueue<>();
    List<Task<Void>> tasks = new ArrayList<>();
    for (LeaveReason reason : LeaveReason.values()) {
      tasks.add(
          Task.start(
              () -> {
                for (Session session : sessions) {
                  round.await();
                  if (session.leave(reason)) {
                    assertEquals(reason, session.reason());
                    ended.add(session);
                  }
                }
              }));
    }
    tasks.forEach(Task::result);
    assertEquals(sessions, List.copyOf(ended));
  }

  @Test
  void aWriteThatFailsLeavesTheReaderExecutingUntilItsInputEnds() {
    begin();
    assertTrue(session.leave(LeaveReason.BROKEN));
    assertTrue(channel.isOpen());
    assertEquals(State.LEAVING, session.state());
    assertTrue(session.isExecuting());
    session.leave(LeaveReason.END_OF_INPUT);
    assertTrue(channel.isOpen());
    leaveRoom();
    assertFalse(channel.isOpen());
    assertFalse(session.isExecuting());
  }

  @Test
  void aReadThatFailsBehindAWriteThatFailedLeavesTheEndToTheRoom() {
    begin();
    session.leave(LeaveReason.BROKEN);
    session.leave(LeaveReason.BROKEN);
    leaveRoom();
    assertFalse(channel.isOpen());
  }

  /** Otherwise lines would be executed of a client that has said exit. */
  @Test
  void aWriteThatFailsBehindAnExitExecutesNothing() {
    begin();
    session.leave(LeaveReason.EXIT);
    session.leave(LeaveReason.BROKEN);
    assertFalse(session.isExecuting());
    leaveRoom();
  }

  @Test
  void aWriteThatFailsWhileItIsDrainingCloses() {
    begin();
    session.leave(LeaveReason.EXIT);
    leaveRoom();
    session.leave(LeaveReason.BROKEN);
    assertFalse(channel.isOpen());
  }

  @Test
  void itCanBeClosedTwice() {
    begin();
    session.close(LeaveReason.STOP);
    session.close(LeaveReason.DEFECT);
    assertEquals(LeaveReason.STOP, session.reason());
    assertFalse(channel.isOpen());
    assertEquals(0, overs);
    endThreads();
    assertEquals(1, overs);
  }

  @Test
  void aSessionThatIsClosedBeforeItBeginsIsNeverInTheRoom() {
    session.close(LeaveReason.DEFECT);
    session.begin();
    assertEquals(State.CLOSED, session.state());
    room.broadcaster().submit(session.leaveEvent());
    room.awaitApplied();
    assertEquals(0, room.size());
  }

  @Test
  void nothingThatComesLateOpensAClosedSession() {
    begin();
    session.close(LeaveReason.DEFECT);
    for (LeaveReason late : LeaveReason.values()) {
      assertFalse(session.leave(late));
    }
    session.drained();
    session.beginShutdown();
    assertEquals(State.CLOSED, session.state());
    assertFalse(session.isExecuting());
    assertEquals(LeaveReason.DEFECT, session.reason());
    leaveRoom();
  }

  @Test
  void itIsOverOnlyWhenBothThreadsHaveEnded() {
    begin();
    session.leave(LeaveReason.DEFECT);
    leaveRoom();
    assertEquals(0, overs);
    session.threadEnded();
    assertEquals(0, overs);
    session.threadEnded();
    assertEquals(1, overs);
    timer.pass(WAY_OUT.multipliedBy(2));
    assertEquals(1, overs);
  }

  @Test
  void threadsThatEndForNoReasonAreADefect() {
    begin();
    endThreads();
    assertEquals(LeaveReason.DEFECT, session.reason());
    assertFalse(channel.isOpen());
  }

  @Test
  void anIdleClientIsToldWhyItLeaves() {
    begin();
    session.leave(LeaveReason.IDLE);
    leaveRoom();
    List<String> written = drain();
    assertEquals("time out: nothing received for 60 s", written.get(written.size() - 1));
  }
}
