package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.metrics.Counters;
import java.time.Duration;
import java.util.ArrayList;
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
 * All waits here are told by a clock that goes on by a millisecond, or more, whenever the throttle
 * looks at it: so a wait of so many looks is one of so many milliseconds.
 */
class ThrottleTest {
  private static final int BEHIND = 256 * 1024;
  private static final int BACKLOG = 4 * 1024 * 1024;
  private static final int NEARLY_LOST = BACKLOG / 2 + 1;
  private static final long ALLOWANCE = TimeUnit.NANOSECONDS.toMillis(Throttle.MEMBER_NANOS);
  private static final long PATIENCE = TimeUnit.NANOSECONDS.toMillis(Throttle.PATIENCE_NANOS);

  /** Goes on whenever somebody looks, and does what is to be done at that look. */
  private static final class TickingClock implements LongSupplier {
    private final ManualClock clock = new ManualClock();
    private final Map<Integer, Runnable> actions = new HashMap<>();
    private int looks;
    private int millis = 1; // that pass at each look

    @Override
    public long getAsLong() {
      clock.advance(Duration.ofMillis(millis));
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
  private final List<Member> observers = new ArrayList<>();
  private final Throttle throttle = throttle(BACKLOG);
  private int port;

  private Throttle throttle(int maxBacklog) {
    RoomConfig config = new RoomConfig(List.of(), 0, maxBacklog, Long.MAX_VALUE);
    return new Throttle(roster, observers, config, ticking);
  }

  private Guest member(int backlog) {
    Guest guest = guest(backlog);
    roster.add(guest.member());
    return guest;
  }

  private Guest observer(int backlog) {
    Guest guest = guest(backlog);
    guest.member().becomeObserver();
    observers.add(guest.member());
    return guest;
  }

  private Guest guest(int backlog) {
    Guest guest = new Guest("192.0.2.1:" + port++, clock);
    offer(guest, backlog);
    return guest;
  }

  private void offer(Guest guest, int bytes) {
    Stretches stretches = new Stretches();
    log.append(new byte[bytes], stretches);
    guest.outbox().offer(stretches, 0);
    stretches.clear();
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
    return judge.look(clock.getAsLong()) == Throttle.Wait.MOST;
  }

  /** How long the next wait is, in milliseconds. */
  private int wait(Throttle waiting) {
    int before = ticking.looks;
    waiting.await();
    return (ticking.looks - before - 1) * ticking.millis; // the first one begins it
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
    Throttle strict = throttle(16 * 1024);
    member(4 * 1024);
    assertFalse(mostAreBehind(strict));
    member(4 * 1024 + 1);
    member(4 * 1024 + 1);
    assertTrue(mostAreBehind(strict));
    assertFalse(mostAreBehind(throttle));
  }

  @Test
  void whoHasUsedUpItsAllowanceHasNoSayWhileItIsBehind() {
    List<Guest> calm = members(3, 0);
    List<Guest> stuck = members(4, BEHIND + 1);
    block(stuck);
    assertTrue(mostAreBehind(throttle));
    assertEquals(ALLOWANCE, wait(throttle));
    assertEquals(0, wait(throttle), 5, "but for what it has got back by then");
    assertFalse(mostAreBehind(throttle));
    offer(calm.get(0), BEHIND + 1);
    assertFalse(mostAreBehind(throttle), "of the three that are not stuck, one is behind");
    offer(calm.get(1), BEHIND + 1);
    assertTrue(mostAreBehind(throttle));
    stuck.forEach(ThrottleTest::catchUp);
    assertFalse(mostAreBehind(throttle), "the stuck members keep up");
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

  /** They are in no call: it is the server that has yet to write to them. */
  @Test
  void theRoomWaitsForTwoSecondsAtMostBeforeEachDelivery() {
    members(3, BEHIND + 1);
    assertEquals(2000, wait(throttle));
    assertEquals(2000, wait(throttle), "what the server owes them is not charged");
  }

  @ParameterizedTest(name = "{0} keep up, {1} take nothing: {2} ms")
  @CsvSource({"0, 1, 1500", "1, 1, 0", "1, 2, 1500", "2, 2, 0", "2, 3, 1500", "5, 3, 0"})
  void aMajorityThatTakesNothingHoldsUpTheRoomForOneAndAHalfSecondsOnce(
      int keepUp, int stuck, int millis) {
    ticking.millis = 10;
    members(keepUp, 0);
    block(members(stuck, BEHIND + 1));
    assertEquals(millis, wait(throttle));
    for (int i = 0; i < 10; i++) {
      assertEquals(0, wait(throttle), 20);
    }
  }

  @ParameterizedTest(name = "{0} s later: {1} ms")
  @CsvSource({"3, 75", "30, 750", "59, 1475", "60, 1500", "6000, 1500"})
  void whatWasUsedUpComesBackWithinAMinute(int seconds, int millis) {
    ticking.millis = 10;
    block(members(3, BEHIND + 1));
    assertEquals(ALLOWANCE, wait(throttle));
    clock.advance(Duration.ofSeconds(seconds));
    assertEquals(millis, wait(throttle), 20);
  }

  /** Or a crowd could hold up the room again and again. */
  @ParameterizedTest(name = "used for {0} ms, {1} s before: {2} ms")
  @CsvSource({"1500, 0, 0", "1500, 30, 750", "1500, 60, 1500", "500, 0, 1000", "500, 10, 1250"})
  void whoComesAnewMayHoldUpTheRoomForWhatThoseHadLeftThatAreGone(
      int used, int seconds, int millis) {
    ticking.millis = 10;
    List<Guest> first = members(3, BEHIND + 1);
    block(first);
    ticking.at(1 + used / 10, () -> first.forEach(ThrottleTest::catchUp));
    assertEquals(used, wait(throttle), 20);
    first.forEach(guest -> roster.remove(guest.member()));
    clock.advance(Duration.ofSeconds(seconds));
    block(members(3, BEHIND + 1));
    assertEquals(millis, wait(throttle), 30);
  }

  @Test
  void whoComesBeforeTheOthersGoMayNotHoldItUpAnyLongerEither() {
    ticking.millis = 10;
    block(members(3, BEHIND + 1));
    assertEquals(ALLOWANCE, wait(throttle));
    block(members(3, BEHIND + 1));
    assertEquals(0, wait(throttle), 30);
  }

  @Test
  void whoWasThereBeforeIsWaitedForAsEver() {
    ticking.millis = 10;
    List<Guest> calm = members(3, 0);
    List<Guest> stuck = members(4, BEHIND + 1);
    block(stuck);
    assertEquals(ALLOWANCE, wait(throttle));
    calm.forEach(guest -> offer(guest, BEHIND + 1));
    block(calm);
    assertEquals(ALLOWANCE, wait(throttle));
  }

  /** A megabyte a second costs nothing: such a majority is waited for at each delivery. */
  @ParameterizedTest(name = "{0} bytes in a tenth of a second: {1} ms")
  @CsvSource({"0, 1500", "10000, 1667", "30000, 2143", "50000, 3000", "105000, 6000"})
  void slowReadersHoldUpTheRoomForOneAndAHalfSecondsBeyondAMegabyteASecond(int bytes, int millis) {
    ticking.millis = 10;
    members(2, 0);
    List<Guest> slow = members(4, BEHIND + 8 * 1024 * 1024);
    slow.forEach(guest -> guest.outbox().next(0));
    block(slow);
    for (int look = 10; look < 600; look += 10) {
      ticking.at(look, () -> slow.forEach(guest -> guest.outbox().next(bytes)));
    }
    int waited = wait(throttle) + wait(throttle) + wait(throttle);
    assertEquals(millis, waited, 100);
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
  @CsvSource({"390, true", "398, true", "399, false", "400, false"})
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
  void aWaitForFewIsChargedToThemAlone() {
    List<Guest> calm = members(9, 0);
    block(members(2, BEHIND + 1));
    Guest moving = member(NEARLY_LOST);
    assertEquals(PATIENCE, wait(throttle));
    catchUp(moving);
    calm.forEach(guest -> roster.remove(guest.member()));
    assertEquals(ALLOWANCE, wait(throttle), "of the three that are left, two are behind");
  }

  @Test
  void whoDoesNotMoveIsNotChargedWhereNobodyWaits() {
    List<Guest> calm = members(9, 0);
    block(List.of(member(NEARLY_LOST)));
    clock.advance(Duration.ofSeconds(10));
    assertEquals(0, wait(throttle));
    calm.forEach(guest -> roster.remove(guest.member()));
    assertEquals(ALLOWANCE, wait(throttle));
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
  void beforeAnObserverMissesALineTheRoomWaitsForTenSeconds() {
    members(9, 0);
    block(List.of(observer(NEARLY_LOST)));
    ticking.millis = 10;
    for (int i = 0; i < 5; i++) {
      assertEquals(2000, wait(throttle), 50);
    }
    assertEquals(0, wait(throttle), 100);
    clock.advance(Duration.ofSeconds(6));
    assertEquals(1000, wait(throttle), 50);
  }

  @Test
  void theObserversOfARoomAreWaitedForLongerThanItsMembers() {
    RoomConfig config = new RoomConfig(List.of(), 0, BACKLOG, Long.MAX_VALUE);
    Room room = new Room(config, new Counters());
    Throttle ofRoom = new Throttle(room.roster(), room.observers(), config, ticking);
    Guest observer = guest(NEARLY_LOST);
    room.observe(observer.member());
    block(List.of(observer));
    ticking.millis = 10;
    assertEquals(2000, wait(ofRoom), 50);
    assertEquals(2000, wait(ofRoom), 50);
  }

  @Test
  void anObserverThatIsALittleBehindIsNotWaitedFor() {
    observer(NEARLY_LOST - 1);
    assertEquals(0, wait(throttle));
  }

  @Test
  void theRoomGoesOnAsSoonAsTheObserverHasCaughtUp() {
    Guest observer = observer(NEARLY_LOST);
    ticking.at(20, () -> catchUp(observer));
    assertEquals(19, wait(throttle));
  }

  @Test
  void aReleaseEndsTheWaitAndAllToCome() {
    members(3, BEHIND + 1);
    ticking.at(20, throttle::release);
    assertEquals(19, wait(throttle));
    assertEquals(0, wait(throttle));
  }
}
