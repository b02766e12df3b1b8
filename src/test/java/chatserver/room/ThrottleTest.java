package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All waits here are told by a clock that goes on by a millisecond whenever the throttle looks at
 * it: so a wait of so many looks is one of so many milliseconds.
 */
class ThrottleTest {
  private static final int BEHIND = 256 * 1024;
  private static final int BACKLOG = 4 * 1024 * 1024;
  private static final int NEARLY_LOST = BACKLOG / 2 + 1;
  private static final long PATIENCE = TimeUnit.NANOSECONDS.toMillis(Throttle.PATIENCE_NANOS);

  /** Goes on whenever somebody looks, and does what is to be done at that look. */
  private static final class TickingClock implements LongSupplier {
    private final ManualClock clock = new ManualClock();
    private final Map<Integer, Runnable> actions = new HashMap<>();
    private int looks;

    @Override
    public long getAsLong() {
      clock.advance(Duration.ofMillis(1));
      Runnable action = actions.remove(++looks);
      if (action != null) {
        action.run();
      }
      return clock.getAsLong();
    }

    /** Does it at the look that comes so many looks from now. */
    void at(int look, Runnable action) {
      actions.put(looks + look, action);
    }
  }

  private final TickingClock ticking = new TickingClock();
  private final ManualClock clock = ticking.clock;
  private final SlabLog log = SlabLog.ofPublicLines(new SlabPool(Long.MAX_VALUE));
  private final Roster roster = new Roster();
  private final Throttle throttle = new Throttle(roster, BACKLOG, ticking);
  private int port;

  private Guest member(int backlog) {
    Guest guest = new Guest("192.0.2.1:" + port++, clock);
    Stretches stretches = new Stretches();
    log.append(new byte[backlog], stretches);
    guest.outbox().offer(stretches, 0);
    stretches.clear();
    roster.add(guest.member());
    return guest;
  }

  private List<Guest> members(int count, int backlog) {
    return IntStream.range(0, count).mapToObj(i -> member(backlog)).toList();
  }

  /** They are in a call that takes nothing. */
  private static void block(List<Guest> guests) {
    guests.forEach(guest -> guest.outbox().writing().begin());
  }

  private static void catchUp(Guest guest) {
    guest.outbox().discard();
  }

  private boolean mostAreBehind(Throttle judge) {
    judge.count(clock.getAsLong());
    return judge.mostAreBehind();
  }

  /** How long the next wait is, in looks. */
  private int wait(Throttle waiting) {
    int before = ticking.looks;
    waiting.await();
    return ticking.looks - before - 1; // the first one begins it
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
    assertEquals(wait, mostAreBehind(throttle));
  }

  @Test
  void whereLittleMayWaitAQuarterOfItIsBehind() {
    Throttle strict = new Throttle(roster, 16 * 1024, ticking);
    member(4 * 1024);
    assertFalse(mostAreBehind(strict));
    member(4 * 1024 + 1);
    member(4 * 1024 + 1);
    assertTrue(mostAreBehind(strict));
    assertFalse(mostAreBehind(throttle));
  }

  @Test
  void whoIsStuckHasNoSay() {
    members(2, 0);
    List<Guest> stuck = members(4, BEHIND + 1);
    block(stuck);
    assertTrue(mostAreBehind(throttle));
    clock.advance(Duration.ofNanos(Throttle.STUCK_NANOS - 1));
    assertTrue(mostAreBehind(throttle));
    clock.advance(Duration.ofNanos(1));
    assertFalse(mostAreBehind(throttle));
    stuck.forEach(guest -> guest.outbox().writing().end());
    assertTrue(mostAreBehind(throttle), "they move again");
  }

  @Test
  void amongThoseThatMoveTheMajorityDecides() {
    member(0);
    members(2, BEHIND + 1);
    block(members(10, BEHIND + 1));
    clock.advance(Duration.ofNanos(Throttle.STUCK_NANOS));
    assertTrue(mostAreBehind(throttle), "two of the three that move are behind");
    members(2, 0);
    assertFalse(mostAreBehind(throttle));
  }

  @Test
  void whoWritesForLongButHasLittleWaitingKeepsUp() {
    block(members(2, 10));
    clock.advance(Duration.ofSeconds(10));
    member(BEHIND + 1);
    assertFalse(mostAreBehind(throttle));
  }

  @Test
  void theRoomGoesOnAtOnceWhereNobodyIsBehind() {
    members(3, BEHIND);
    assertEquals(0, wait(throttle));
  }

  @Test
  void theRoomGoesOnAsSoonAsMostHaveCaughtUp() {
    List<Guest> behind = members(3, BEHIND + 1);
    ticking.at(10, () -> catchUp(behind.get(0)));
    ticking.at(20, () -> catchUp(behind.get(1)));
    assertEquals(19, wait(throttle));
  }

  @Test
  void theRoomWaitsForTwoSecondsAtMost() {
    members(3, BEHIND + 1);
    assertEquals(2000, wait(throttle));
    assertEquals(2000, wait(throttle), "for the next delivery as well: they move");
  }

  /** From one look to the next the clock jumps as far as a majority is stuck. */
  @ParameterizedTest(name = "{0} keep up, {1} are stuck: {2} ms")
  @CsvSource({"0, 1, 100", "1, 1, 0", "1, 2, 100", "2, 2, 0", "2, 3, 100", "5, 3, 0"})
  void aMajorityThatIsStuckHoldsUpEachDeliveryForATenthOfASecond(
      int keepUp, int stuck, int millis) {
    members(keepUp, 0);
    block(members(stuck, BEHIND + 1));
    clock.advance(Duration.ofNanos(Throttle.STUCK_NANOS));
    assertEquals(millis, wait(throttle));
    assertEquals(millis, wait(throttle));
  }

  @Test
  void thoseThatLagAndThoseThatAreStuckAreOneMajority() {
    members(3, 0);
    members(2, BEHIND + 1);
    block(members(2, BEHIND + 1));
    clock.advance(Duration.ofNanos(Throttle.STUCK_NANOS));
    assertEquals(100, wait(throttle));
  }

  @Test
  void aMajorityThatStopsReadingHoldsUpTheRoomForASecondOnce() {
    members(2, 0);
    block(members(3, BEHIND + 1));
    int stuckAfter = (int) TimeUnit.NANOSECONDS.toMillis(Throttle.STUCK_NANOS);
    assertEquals(stuckAfter - 1, wait(throttle), "less what the first look took");
    assertEquals(100, wait(throttle));
  }

  @Test
  void whoMovesIsWaitedForBeforeItIsLost() {
    members(9, 0);
    member(NEARLY_LOST);
    assertFalse(mostAreBehind(throttle), "it is one of ten");
    assertEquals(PATIENCE, wait(throttle));
  }

  @Test
  void whoIsNotNearlyLostIsNotWaitedFor() {
    members(9, 0);
    member(NEARLY_LOST - 1);
    assertEquals(0, wait(throttle));
  }

  @ParameterizedTest(name = "in one call for {0} ms: wait {1}")
  @CsvSource({"390, true", "400, false"})
  void whoDoesNotMoveIsNotWaitedFor(int millis, boolean wait) {
    members(9, 0);
    block(List.of(member(NEARLY_LOST)));
    clock.advance(Duration.ofMillis(millis));
    assertEquals(wait, wait(throttle) > 0);
  }

  @Test
  void theRoomGoesOnAsSoonAsTheFewHaveCaughtUp() {
    members(9, 0);
    Guest slow = member(NEARLY_LOST);
    ticking.at(20, () -> catchUp(slow));
    assertEquals(19, wait(throttle));
  }

  /** Nine milliseconds of patience come back for each one without a wait. */
  @ParameterizedTest(name = "{0} ms later: {1} ms")
  @CsvSource({"0, 9", "9, 90", "29, 270", "1000, 400", "600000, 400"})
  void thePatienceOfTheRoomIsSpentAndComesBack(int millis, int patience) {
    members(9, 0);
    member(NEARLY_LOST);
    assertEquals(PATIENCE, wait(throttle));
    clock.advance(Duration.ofMillis(millis));
    assertEquals(patience, wait(throttle), 1);
  }

  @Test
  void aWaitForMostTakesNoPatience() {
    List<Guest> most = members(9, BEHIND + 1);
    member(NEARLY_LOST);
    assertEquals(2000, wait(throttle));
    most.forEach(ThrottleTest::catchUp);
    assertEquals(PATIENCE, wait(throttle));
  }

  @Test
  void aWaitForMostBringsNoPatienceBack() {
    List<Guest> calm = members(9, 0);
    member(NEARLY_LOST);
    assertEquals(PATIENCE, wait(throttle));
    calm.forEach(guest -> roster.remove(guest.member()));
    assertEquals(2000, wait(throttle), "it is the only one, and so it is most");
    calm.forEach(guest -> roster.add(guest.member()));
    assertEquals(18, wait(throttle), 1, "what the two looks between the waits brought");
  }

  /** The wait for most ends just as it has become one for few; then the room is quiet for long. */
  @Test
  void timeInWhichNobodyWaitsIsNotCharged() {
    List<Guest> most = members(9, BEHIND + 1);
    member(NEARLY_LOST);
    ticking.at(1950, () -> most.forEach(ThrottleTest::catchUp));
    assertEquals(2000, wait(throttle));
    clock.advance(Duration.ofMinutes(10));
    assertEquals(PATIENCE, wait(throttle));
  }

  @Test
  void aReleaseEndsTheWaitAndAllToCome() {
    members(3, BEHIND + 1);
    ticking.at(20, throttle::release);
    assertEquals(19, wait(throttle));
    assertEquals(0, wait(throttle));
  }

  @Test
  void anInterruptEndsTheWait() {
    members(3, BEHIND + 1);
    ticking.at(20, Thread.currentThread()::interrupt);
    assertTrue(wait(throttle) <= 20);
    assertTrue(Thread.interrupted(), "and is not swallowed");
  }
}
