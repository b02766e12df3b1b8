package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  private static final int BEHIND = 256 * 1024;
  private static final long BACKLOG = 4 * 1024 * 1024;
  private static final int NEARLY_LOST = (int) BACKLOG / 2 + 1;

  private final ManualClock clock = new ManualClock();
  private final Roster roster = new Roster();
  private final Pace pace = new Pace(roster, BACKLOG, clock);
  private final AtomicLong ticks = new AtomicLong();
  private final LongSupplier ticking =
      () -> clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(ticks.getAndIncrement());
  private final Pace patient = new Pace(roster, BACKLOG, ticking);
  private int port;

  private Outbox member(int backlog) {
    Guest guest = new Guest("192.0.2.1:" + port++, clock);
    guest.outbox().offer(new byte[backlog]);
    roster.add(guest.member());
    return guest.outbox();
  }

  private List<Outbox> members(int count, int backlog) {
    List<Outbox> outboxes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outboxes.add(member(backlog));
    }
    return outboxes;
  }

  private boolean mostAreBehind(Pace judge) {
    judge.count(clock.getAsLong());
    return judge.mostAreBehind();
  }

  @ParameterizedTest(name = "{0} keep up, {1} are behind: wait {2}")
  @CsvSource({
    "0, 0, false",
    "1, 0, false",
    "0, 1, true",
    "1, 1, false",
    "1, 2, true",
    "2, 1, false",
    "2, 2, false",
    "2, 3, true",
    "3, 2, false",
    "50, 49, false",
    "50, 50, false",
    "50, 51, true",
  })
  void onlyAMajorityThatIsBehindMakesTheRoomWait(int keepUp, int behind, boolean wait) {
    members(keepUp, BEHIND);
    members(behind, BEHIND + 1);
    assertEquals(wait, mostAreBehind(pace));
  }

  @Test
  void whereLittleMayWaitAQuarterOfItIsBehind() {
    Pace strict = new Pace(roster, 16 * 1024, clock);
    member(4 * 1024);
    assertFalse(mostAreBehind(strict));
    member(4 * 1024 + 1);
    member(4 * 1024 + 1);
    assertTrue(mostAreBehind(strict));
    assertFalse(mostAreBehind(pace));
  }

  @Test
  void whoIsStuckHasNoSay() {
    members(2, 0);
    List<Outbox> stuck = members(4, BEHIND + 1);
    stuck.forEach(outbox -> outbox.writing().begin());
    assertTrue(mostAreBehind(pace));
    clock.advance(Duration.ofNanos(Pace.STUCK_NANOS - 1));
    assertTrue(mostAreBehind(pace));
    clock.advance(Duration.ofNanos(1));
    assertFalse(mostAreBehind(pace));
    stuck.forEach(outbox -> outbox.writing().end());
    assertTrue(mostAreBehind(pace), "they move again");
  }

  @Test
  void amongThoseThatMoveTheMajorityDecides() {
    member(0);
    members(2, BEHIND + 1);
    members(10, BEHIND + 1).forEach(outbox -> outbox.writing().begin());
    clock.advance(Duration.ofNanos(Pace.STUCK_NANOS));
    assertTrue(mostAreBehind(pace), "two of the three that move are behind");
    members(2, 0);
    assertFalse(mostAreBehind(pace));
  }

  @Test
  void whoWritesForLongButHasLittleWaitingKeepsUp() {
    List<Outbox> quiet = members(2, 10);
    quiet.forEach(outbox -> outbox.writing().begin());
    clock.advance(Duration.ofSeconds(10));
    member(BEHIND + 1);
    assertFalse(mostAreBehind(pace));
  }

  @Test
  void theRoomGoesOnAtOnceWhereNobodyIsBehind() {
    members(3, 0);
    pace.keep(); // or this would never end: the clock stands still
  }

  @Test
  void theRoomGoesOnAsSoonAsMostHaveCaughtUp() {
    List<Outbox> behind = members(3, BEHIND + 1);
    Task<Void> keeping = Task.start(pace::keep);
    for (Outbox outbox : behind.subList(0, 2)) {
      keeping.awaitTimedWaiting(); // it looks again and again, and waits in between
      assertFalse(keeping.isDone());
      catchUp(outbox);
    }
    keeping.result();
  }

  @Test
  void theRoomDoesNotWaitForEver() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    LongSupplier ticking = () -> now.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
    long start = now.get();
    members(3, BEHIND + 1);
    new Pace(roster, BACKLOG, ticking).keep();
    Duration waited = Duration.ofNanos(now.get() - start);
    assertTrue(waited.compareTo(Duration.ofSeconds(2)) >= 0, waited::toString);
    assertTrue(waited.compareTo(Duration.ofMillis(2100)) <= 0, waited::toString);
  }

  @Test
  void whoMovesIsWaitedForBeforeItIsLost() {
    members(9, 0);
    member(NEARLY_LOST);
    assertFalse(mostAreBehind(pace), "it is one of ten");
    assertWaits(Pace.PATIENCE_NANOS);
  }

  @Test
  void thePatienceOfTheRoomIsSpentAndComesBack() {
    members(9, 0);
    member(NEARLY_LOST);
    assertWaits(Pace.PATIENCE_NANOS);
    assertWaits(0);
    clock.advance(Duration.ofSeconds(10));
    assertWaits(Pace.PATIENCE_NANOS);
  }

  @Test
  void aWaitForMostTakesNoPatience() {
    List<Outbox> most = members(9, BEHIND + 1);
    member(NEARLY_LOST);
    assertWaits(TimeUnit.SECONDS.toNanos(2));
    most.forEach(PaceTest::catchUp);
    assertWaits(Pace.PATIENCE_NANOS);
  }

  /** The wait for most ends just as it has become one for few; then the room is quiet for long. */
  @Test
  void timeInWhichNobodyWaitsIsNotCharged() {
    List<Outbox> most = members(9, BEHIND + 1);
    member(NEARLY_LOST);
    Pace impatient =
        new Pace(
            roster,
            BACKLOG,
            () -> {
              if (ticks.incrementAndGet() == 1900) {
                most.forEach(PaceTest::catchUp);
              }
              return clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(ticks.get());
            });
    impatient.keep();
    clock.advance(Duration.ofMinutes(10));
    long start = ticks.get();
    impatient.keep();
    long waited = ticks.get() - start;
    assertTrue(waited > 350, waited + " ms");
  }

  private static void catchUp(Outbox outbox) {
    outbox.take();
    outbox.reply(new byte[1]);
    outbox.take(); // what was taken first is written by now
  }

  @Test
  void whoDoesNotMoveIsNotWaitedFor() {
    members(9, 0);
    member(NEARLY_LOST).writing().begin();
    clock.advance(Duration.ofNanos(Pace.PATIENCE_NANOS));
    assertWaits(0);
  }

  /** Keeps pace by a clock that ticks each time it is read, and looks at how far that got. */
  private void assertWaits(long nanos) {
    long start = ticking.getAsLong();
    patient.keep();
    long waited = ticking.getAsLong() - start;
    long slack = TimeUnit.MILLISECONDS.toNanos(50);
    assertTrue(waited >= nanos - slack && waited <= nanos + slack, waited + " ns");
  }

  @Test
  void anInterruptEndsTheWait() {
    members(3, BEHIND + 1);
    Thread.currentThread().interrupt();
    pace.keep(); // or this would never end: the clock stands still
    assertTrue(Thread.interrupted());
  }
}
