package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.room.LeaveReason;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SessionPauseTest extends SessionFixture {
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BROKEN")
  void aPauseEndsWhenNothingIsExecutedAnyMore(LeaveReason reason) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1); // the pause has begun
    Session paused =
        newSession(
            () -> {
              asked.countDown();
              return 0;
            });
    Task<Void> pausing =
        Task.start(
            () -> {
              paused.pause(TimeUnit.HOURS.toNanos(1));
              paused.pause(TimeUnit.HOURS.toNanos(1));
            });
    asked.await();
    room.awaitApplied(); // by now it waits, most of the time
    paused.leave(reason);
    pausing.result();
  }

  @Test
  void aPauseBehindAWriteThatFailedEndsAtTheDeadline() throws InterruptedException {
    session.leave(LeaveReason.BROKEN);
    Task<Void> pausing = Task.start(() -> session.pause(TimeUnit.HOURS.toNanos(1)));
    timer.pass(WAY_OUT);
    pausing.result();
  }

  /** However often the thread wakes up before its time. */
  @Test
  void aPauseIsAsLongAsItIsTold() {
    long[] now = {Long.MAX_VALUE - 5000};
    Session paused = newSession(() -> now[0] += 1000);
    long start = now[0];
    paused.pause(10_000);
    assertTrue(now[0] - start >= 10_000);
  }
}
