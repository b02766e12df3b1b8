package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries: slow consumers are evicted, all is counted, and that of a stop is the last. */
class RoomDeliveryTest {
  private static final String TOO_SLOW = "too slow leave out";

  private final TestRoom room = new TestRoom();
  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest carol = new Guest("192.0.2.3:1003");

  /** Alice says a fifth of a megabyte each time, and takes it; returns what she received. */
  private List<String> flood(int times) {
    List<String> received = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      room.say(alice, "x".repeat(200_000));
      room.deliver();
      received.addAll(alice.receives());
    }
    return received;
  }

  @Test
  void aMemberWithTooMuchWaitingIsEvictedBehindTheDelivery() {
    Guest slow = Guest.thatDiscardsNothing("192.0.2.99:1099");
    room.joinAndListen(alice, slow, bob);
    List<String> expected = new ArrayList<>();
    String text = "x".repeat(1000);
    while (slow.left().isEmpty()) {
      room.say(alice, text);
      expected.add(alice.says(text));
      room.deliver();
      List<String> received = alice.receives();
      assertEquals(received, bob.receives());
      boolean isEvicted = !slow.left().isEmpty();
      assertEquals(
          isEvicted ? List.of(alice.says(text), slow.says(TOO_SLOW)) : List.of(alice.says(text)),
          received);
    }
    assertEquals(List.of(LeaveReason.TOO_SLOW), slow.left());
    assertEquals(1, room.evictions());
    assertEquals(expected, slow.receives(), "it was offered all before it was evicted");
    long lineBytes = alice.says(text).length() + 2;
    long linesAtLimit = TestRoom.BACKLOG / lineBytes; // the next is past it, then one more is seen
    assertEquals(linesAtLimit + 2, expected.size());
  }

  /** The first line fills the backlog as far as it may be; a byte more is seen by the next. */
  @ParameterizedTest(name = "where {0} bytes more than the limit wait: evicted {1}")
  @CsvSource({"0, false", "1, true"})
  void theLimitItselfIsNotTooMuch(int more, boolean isEvicted) {
    Guest slow = new Guest("192.0.2.99:1099");
    room.joinAndListen(alice, slow);
    int around = alice.says("").length() + 2;
    room.say(alice, "x".repeat((int) TestRoom.BACKLOG - around + more));
    room.deliver();
    assertEquals(List.of(), slow.left());
    room.deliver();
    assertEquals(isEvicted, !slow.left().isEmpty());
  }

  @Test
  void manyThatAreTooSlowAtOnceAreAllEvicted() {
    List<Guest> slow =
        IntStream.range(0, 20).mapToObj(i -> new Guest("192.0.2.99:" + (2000 + i))).toList();
    room.joinAndListen(alice);
    slow.forEach(room::join);
    room.deliver();
    alice.receives();
    List<String> received = flood(7); // the seventh finds more than the limit from before
    assertEquals(20, room.evictions());
    assertEquals(
        sorted(slow.stream().map(guest -> guest.says(TOO_SLOW)).toList()),
        sorted(received.subList(7, received.size())));
    slow.forEach(guest -> assertEquals(List.of(LeaveReason.TOO_SLOW), guest.left()));
    assertEquals(1, room.roster().size());
  }

  /** It goes on once half of what may wait is written. */
  @Test
  void anObserverThatIsTooSlowMissesLinesAndIsToldHowManyInTheirPlace() {
    Guest observer = new Guest("transcript");
    room.observe(observer);
    room.joinAndListen(alice);
    List<String> received = flood(9); // the seventh finds more than the limit from before
    List<String> expected = new ArrayList<>(List.of(alice.says("login")));
    expected.addAll(received.subList(0, 6));
    assertEquals(expected, observer.receives());
    assertEquals(3, room.counters().transcriptLinesLost.sum());
    assertEquals(
        List.of("# 3 lines left out", flood(1).get(0), flood(1).get(0)), observer.receives());
    assertEquals(List.of(), observer.left());
    assertEquals(3, room.counters().transcriptLinesLost.sum());
    assertEquals(0, room.evictions(), "it is no client");
  }

  /** As for members: the first line fills the backlog, and a byte more is seen by the next. */
  @ParameterizedTest(name = "where {0} bytes more than the limit wait: {1} lines left out")
  @CsvSource({"0, 0", "1, 1"})
  void anObserverMissesNothingAtTheLimitItself(int more, int leftOut) {
    Guest observer = new Guest("transcript");
    room.joinAndListen(alice);
    room.observe(observer);
    int around = alice.says("").length() + 2;
    room.say(alice, "x".repeat((int) TestRoom.BACKLOG - around + more));
    room.deliver();
    alice.receives();
    room.say(alice, "next");
    room.deliver();
    assertEquals(leftOut, room.counters().transcriptLinesLost.sum());
  }

  @Test
  void anObserverThatMissedLinesIsToldAtTheStop() {
    Guest observer = new Guest("transcript");
    room.observe(observer);
    room.joinAndListen(alice);
    flood(8);
    room.stop();
    assertEquals(
        List.of("# 2 lines left out", "server is shutting down"), observer.receivesLast(2));
  }

  @Test
  void aListenerThatFailsAtAnEvictionEndsNobodyElseAndHidesNothing() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    Guest slow = new Guest("192.0.2.99:1099");
    room.join(clumsy, slow);
    room.joinAndListen(alice);
    List<String> received = flood(7);
    assertEquals(
        sorted(List.of(clumsy.says(TOO_SLOW), slow.says(TOO_SLOW))),
        sorted(received.subList(7, received.size())));
    assertEquals(List.of(LeaveReason.TOO_SLOW), slow.left());
  }

  @Test
  void nobodyIsEvictedByTheDeliveryAtAStop() {
    room.joinAndListen(alice, bob);
    room.say(alice, "x".repeat(2 * (int) TestRoom.BACKLOG));
    room.stop();
    assertEquals(List.of(LeaveReason.STOP), bob.left());
    assertEquals(0, room.evictions());
  }

  @Test
  void thereIsEnoughToDeliverWhereABatchIsFull() {
    room.joinAndListen(alice);
    int around = alice.says("").length() + 2;
    room.say(alice, "x".repeat(Batch.FULL_BYTES - around - 1));
    assertFalse(room.hasEnoughToDeliver());
    room.deliver();
    room.say(alice, "x".repeat(Batch.FULL_BYTES - around));
    assertTrue(room.hasEnoughToDeliver());
    room.deliver();
    assertFalse(room.hasEnoughToDeliver());
  }

  @Test
  void theRoomCountsWhatHappens() {
    room.join(alice, bob);
    room.deliver();
    room.say(alice, "one", "two");
    room.deliver();
    room.leave(bob);
    room.deliver();
    room.deliver();
    assertEquals(2, room.counters().joined.sum());
    assertEquals(5, room.counters().linesBroadcast.sum());
    assertEquals(2 * 2 + 2 * 2 + 1, room.counters().deliveries.sum());
    assertEquals(0, room.evictions());
  }

  @Test
  void aStopIsTheLastThingThatEveryoneReceives() {
    Guest observer = new Guest("transcript");
    room.joinAndListen(alice, bob);
    room.observe(observer);
    room.say(alice, "one");
    room.stop();
    room.say(alice, "two");
    room.leave(bob);
    room.deliver();
    for (Guest guest : List.of(alice, bob, observer)) {
      assertEquals(List.of(alice.says("one"), "server is shutting down"), guest.receives());
      assertEquals(List.of(LeaveReason.STOP), guest.left());
    }
    assertEquals(0, room.roster().size());
  }

  @Test
  void aListenerThatFailsAtTheStopEndsNobodyElse() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    List<Guest> others = List.of(alice, bob, carol);
    room.join(alice, clumsy, bob, carol);
    room.stop();
    room.deliver();
    for (Guest other : others) {
      assertEquals(List.of("server is shutting down"), other.receivesLast(1));
      assertEquals(List.of(LeaveReason.STOP), other.left());
    }
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }
}
