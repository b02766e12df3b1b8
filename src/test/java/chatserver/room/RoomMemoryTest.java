package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for all together has a limit, however little of it is for each. */
class RoomMemoryTest {
  private static final int LIMIT = 8;

  /** A public and a private one are always being filled. */
  private static final int OPEN = 2;

  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest deaf = new Guest("192.0.2.98:1098");
  private final Guest deafer = new Guest("192.0.2.99:1099");

  private TestRoom room = roomOf(LIMIT, List.of(), 0);

  private static TestRoom roomOf(int maxSlabs, List<String> greeting, int historyLines) {
    return new TestRoom(
        new RoomConfig(greeting, historyLines, Long.MAX_VALUE, (long) maxSlabs * Slab.BYTES));
  }

  /** Alice says so many slabs full of bytes, a quarter at a time; the listening guests take it. */
  private void say(int slabs, Guest... listening) {
    for (int i = 0; i < 4 * slabs; i++) {
      room.say(alice, "x".repeat(Slab.BYTES / 4 - alice.says("").length() - 2));
      room.deliver();
      alice.receives();
      for (Guest guest : listening) {
        guest.receives();
      }
    }
  }

  /** The same bytes, to one alone, by tiny records: each is 128 bytes in memory. */
  private void tell(Guest guest, int slabs) {
    for (int i = 0; i < slabs * Slab.BYTES / 128; i++) {
      room.tell(guest, "x");
      room.deliver();
    }
  }

  private static void assertStays(Guest... guests) {
    for (Guest guest : guests) {
      assertEquals(List.of(), guest.left());
    }
  }

  @Test
  void theLimitIsTheNumberOfRetainedSlabs() {
    room.joinAndListen(alice, deaf);
    say(LIMIT - OPEN);
    assertStays(alice, deaf);
    say(1);
    say(1);
    assertEquals(List.of(LeaveReason.TOO_SLOW), deaf.left());
    assertEquals(OPEN, room.retainedSlabs());
  }

  @Test
  void membersWithTheOldestBytesGoUntilThereIsRoomAgainAndNobodyElse() {
    room.joinAndListen(alice, bob, deaf, deafer);
    say(3, bob, deaf);
    say(4, bob);
    say(1, bob);
    assertEquals(List.of(LeaveReason.TOO_SLOW), deafer.left());
    assertStays(alice, bob, deaf);
    assertEquals(1, room.evictions());
    say(3, bob);
    assertEquals(List.of(LeaveReason.TOO_SLOW), deaf.left());
    assertStays(alice, bob);
    assertEquals(2, room.evictions());
  }

  /** It gets answers to its telnet, and never joins. */
  @Test
  void oneThatArrivesGoesAsAnyOther() {
    room.joinAndListen(alice);
    tell(deaf, LIMIT);
    assertEquals(List.of(LeaveReason.TOO_SLOW), deaf.left());
    assertStays(alice);
    assertEquals(0, room.evictions(), "of those online");
    assertTrue(room.retainedSlabs() <= LIMIT);
  }

  @Test
  void asManyGoAtOnceAsHoldTheOldest() {
    Guest[] deafOnes =
        IntStream.range(0, 5).mapToObj(i -> new Guest("198.51.100.1:" + i)).toArray(Guest[]::new);
    room.joinAndListen(alice, bob);
    room.joinAndListen(deafOnes);
    say(LIMIT, bob);
    for (Guest each : deafOnes) {
      assertEquals(List.of(LeaveReason.TOO_SLOW), each.left());
    }
    assertStays(alice, bob);
    assertTrue(room.retainedSlabs() <= LIMIT);
  }

  /** What retains the oldest bytes, and what it is told of its end. */
  enum Holder {
    MEMBER(List.of(LeaveReason.TOO_SLOW), 1),
    LEAVER(List.of(LeaveReason.EXIT, LeaveReason.TOO_SLOW), 0);

    private final List<LeaveReason> left;
    private final int evictions;

    Holder(List<LeaveReason> left, int evictions) {
      this.left = left;
      this.evictions = evictions;
    }
  }

  @ParameterizedTest
  @EnumSource
  void membersAndLeaversAreAlikeHere(Holder holder) {
    room.joinAndListen(alice, bob, deaf);
    say(1, bob);
    if (holder == Holder.LEAVER) {
      room.leave(deaf);
    }
    room.joinAndListen(deafer); // holds what comes from now on
    say(LIMIT - OPEN, bob);
    assertEquals(holder.left, deaf.left());
    assertStays(alice, bob, deafer);
    assertEquals(holder.evictions, room.evictions());
  }

  /** It is not evicted, so what waits for it alone must leave the others most of the memory. */
  @Test
  void anObserverHoldsAQuarterAtMostAndIsNotEvicted() {
    room.joinAndListen(alice);
    room.observe(deaf);
    say(2 * LIMIT);
    assertStays(alice, deaf);
    assertTrue(room.retainedSlabs() <= LIMIT / 4 + 1 + OPEN, () -> room.retainedSlabs() + " slabs");
    assertTrue(room.counters().transcriptLinesLost.sum() > 0);
  }

  @Test
  void whoHasTakenItsLastBytesIsLeftAlone() {
    room.joinAndListen(alice, bob, deaf);
    room.leave(bob);
    room.deliver();
    bob.receivesToTheEnd();
    say(2 * LIMIT);
    assertEquals(List.of(LeaveReason.EXIT), bob.left());
    assertEquals(List.of(LeaveReason.TOO_SLOW), deaf.left());
  }

  /** Its writer is in the middle of a write, and ends a little later. */
  @Test
  void nobodyElseGoesWhileOneThatWasEvictedStillHoldsWhatItWrites() {
    room.joinAndListen(alice, bob, deafer);
    say(2, bob);
    deafer.outbox().next(0);
    say(1, bob);
    room.joinAndListen(deaf);
    say(5, bob);
    assertEquals(LeaveReason.TOO_SLOW, deafer.left().get(0));
    assertStays(alice, bob, deaf);
    deafer.outbox().end();
    assertStays(alice, bob, deaf);
    assertEquals(1, room.evictions());
  }

  @Test
  void whatIsTakenInTimeCostsNobodyItsPlace() {
    room.joinAndListen(alice, bob, deaf);
    say(5 * LIMIT, bob, deaf);
    tell(bob, LIMIT / 2);
    bob.receives();
    tell(bob, LIMIT / 2);
    assertStays(alice, bob, deaf);
    assertEquals(0, room.evictions());
  }

  @Test
  void manyTinyPrivateLinesAreCoveredByTheAccount() {
    room.joinAndListen(alice, deaf);
    tell(deaf, LIMIT - OPEN);
    assertStays(deaf);
    assertEquals(LIMIT, room.retainedSlabs());
    tell(deaf, 1);
    assertEquals(List.of(LeaveReason.TOO_SLOW), deaf.left());
    assertStays(alice);
  }

  /** Also where nobody is slow, and the oldest slab is retained for newcomers alone. */
  @Test
  void whatIsSharedIsForgottenBeforeAnybodyGoesForIt() {
    room = roomOf(OPEN, List.of("Good morning."), 10);
    room.joinAndListen(alice, bob);
    room.say(alice, "hello");
    room.joinAndListen(deaf);
    room.askWho(alice);
    room.deliver();
    Guest[] all = {alice, bob, deaf};
    for (int i = 0; i < Slab.BYTES / 128; i++) {
      room.tell(alice, "x");
      alice.receives();
    }
    for (Guest each : all) {
      each.receives();
    }
    assertEquals(OPEN + 1, room.retainedSlabs());
    assertTrue(room.hasEnoughToDeliver(), "memory is short");
    room.deliver();
    assertEquals(OPEN, room.retainedSlabs());
    assertStays(all);
    Guest newcomer = new Guest("192.0.2.4:1004");
    room.join(newcomer);
    assertEquals(
        List.of("Good morning.", "last lines:", alice.says("hello")),
        newcomer.receives().subList(0, 3));
  }

  private List<Guest> crowd() {
    return IntStream.range(0, 100).mapToObj(i -> new Guest("198.51.100.2:" + (2000 + i))).toList();
  }

  @Test
  void aUserListIsOneStretchForAllThatAskUntilItChanges() {
    List<Guest> asking = crowd(); // a list of 4 KB
    asking.forEach(room::joinAndListen);
    asking.forEach(room::askWho);
    room.deliver();
    assertEquals(OPEN, room.retainedSlabs());
    room.joinAndListen(alice);
    for (Guest guest : asking) {
      room.rename(alice, "Name" + asking.indexOf(guest));
      room.askWho(guest);
    }
    alice.receives();
    assertTrue(room.retainedSlabs() > OPEN, "a hundred lists of 4 KB");
  }

  @Test
  void aGreetingIsOneStretchForAllNewcomers() {
    room = roomOf(LIMIT, List.of("x".repeat(10_000)), 0);
    crowd().forEach(room::join);
    room.deliver();
    assertEquals(OPEN, room.retainedSlabs());
  }

  @Test
  void theHistoryIsOneStretchForAllNewcomersUntilItChanges() {
    room = roomOf(LIMIT, List.of(), 10);
    room.joinAndListen(alice);
    room.say(alice, "x".repeat(10_000));
    crowd().forEach(room::join);
    room.deliver();
    assertEquals(OPEN, room.retainedSlabs());
    room.say(alice, "something new");
    room.join(bob);
    assertEquals(alice.says("something new"), bob.receives().get(2));
  }

  @Test
  void whispersMakeNobodyTooSlowAndFailPast64KiB() {
    room = new TestRoom(new RoomConfig(List.of(), 0, 1000, Long.MAX_VALUE));
    room.joinAndListen(alice, deaf);
    List<String> received = new ArrayList<>();
    String text = "x".repeat(1 << 10);
    String line = alice.whispers(alice.address(), deaf.address(), text);
    for (int i = 0; i < 100; i++) {
      room.whisper(alice, deaf.address(), text);
      room.deliver();
      received.addAll(alice.receives());
    }
    int accepted = (64 << 10) / (line.length() + 2) + 1; // the last one is past the limit
    String failure = "to failed: '" + deaf.address() + "' does not keep up, try again later";
    assertEquals(Collections.nCopies(accepted, line), received.subList(0, accepted));
    assertEquals(Collections.nCopies(100 - accepted, failure), received.subList(accepted, 100));
    assertStays(alice, deaf);
    assertEquals(Collections.nCopies(accepted, line), deaf.receives());
    room.whisper(alice, deaf.address(), "again");
    assertEquals(1, deaf.receives().size());
  }

  @Test
  void nobodyIsEvictedForMemoryAtAStop() {
    room.joinAndListen(alice, deaf);
    for (int i = 0; i < 2 * LIMIT; i++) {
      room.say(alice, "x".repeat(Slab.BYTES));
    }
    room.stop();
    assertEquals(List.of(LeaveReason.STOP), deaf.left());
  }
}
