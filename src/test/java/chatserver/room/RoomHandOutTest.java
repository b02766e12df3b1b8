package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-outs: who is behind is dropped, all is counted, and a stop is the last. */
class RoomHandOutTest {
  private final TestRoom room = new TestRoom();
  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest carol = new Guest("192.0.2.3:1003");

  @Test
  void aMemberWithTooMuchWaitingIsDroppedBehindTheHandOut() {
    Guest slow = new Guest("192.0.2.99:1099");
    room.joinAndListen(alice, slow, bob);
    List<String> expected = new ArrayList<>();
    String text = "x".repeat(1000);
    while (slow.left().isEmpty()) {
      room.say(alice, text);
      expected.add(alice.says(text));
      room.handOut();
      List<String> heard = alice.hears();
      assertEquals(heard, bob.hears());
      if (!slow.left().isEmpty()) {
        assertEquals(List.of(alice.says(text), slow.says("too slow leave out")), heard);
      } else {
        assertEquals(List.of(alice.says(text)), heard);
      }
    }
    assertEquals(List.of(LeaveReason.TOO_SLOW), slow.left());
    assertEquals(1, room.stats().evictions());
    long waited = (long) expected.size() * (alice.says(text).length() + 2);
    assertTrue(Math.abs(waited - TestRoom.BACKLOG) < 2000, () -> "dropped at " + waited);
    assertEquals(expected, slow.hears(), "it was handed all before it was dropped");
  }

  @Test
  void manyThatAreTooSlowAtOnceAreAllDropped() {
    List<Guest> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(new Guest("192.0.2.99:" + (2000 + i)));
    }
    room.joinAndListen(alice);
    slow.forEach(room::join);
    room.handOut();
    alice.hears();
    String text = "x".repeat(200_000);
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 7; i++) { // the seventh finds more than the limit from before
      room.say(alice, text);
      room.handOut();
      heard.addAll(alice.hears());
    }
    assertEquals(20, room.stats().evictions());
    List<String> leaves = heard.subList(7, heard.size());
    assertEquals(
        sorted(slow.stream().map(guest -> guest.says("too slow leave out")).toList()),
        sorted(leaves));
    for (Guest guest : slow) {
      assertEquals(List.of(LeaveReason.TOO_SLOW), guest.left());
    }
    assertEquals(1, room.roster().size());
  }

  @Test
  void aListenerThatFailsAtAnEvictionEndsNobodyElseAndHidesNothing() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    Guest slow = new Guest("192.0.2.99:1099");
    room.join(clumsy, slow);
    room.joinAndListen(alice);
    for (int i = 0; i < 6; i++) {
      room.say(alice, "x".repeat(200_000));
      room.handOut();
    }
    room.handOut();
    assertEquals(
        sorted(List.of(clumsy.says("too slow leave out"), slow.says("too slow leave out"))),
        sorted(alice.hearsLast(2)));
    assertEquals(List.of(LeaveReason.TOO_SLOW), slow.left());
  }

  @Test
  void repliesDoNotMakeAMemberTooSlow() {
    room.joinAndListen(alice);
    alice.outbox().reply(new byte[(int) TestRoom.BACKLOG * 2]);
    room.say(alice, "hello");
    room.handOut();
    assertEquals(List.of(), alice.left());
  }

  @Test
  void theRoomCountsWhatHappens() {
    room.join(alice, bob);
    room.handOut();
    room.say(alice, "one", "two");
    room.handOut();
    room.leave(bob);
    room.handOut();
    assertEquals(2, room.stats().joins());
    assertEquals(5, room.stats().lines());
    assertEquals(2 * 2 + 2 * 2 + 1, room.stats().deliveries());
    assertEquals(0, room.stats().evictions());
  }

  @Test
  void aStopIsTheLastThingThatEveryoneHears() {
    room.joinAndListen(alice, bob);
    room.say(alice, "one");
    room.stop();
    room.say(alice, "two");
    room.leave(bob);
    room.handOut();
    for (Guest guest : List.of(alice, bob)) {
      assertEquals(List.of(alice.says("one"), "server is shutting down"), guest.hears());
      assertEquals(List.of(LeaveReason.STOP), guest.left());
    }
  }

  @Test
  void whoComesBehindTheStopIsToldNothingButThatItIsOut() {
    room.joinAndListen(alice);
    room.stop();
    room.join(bob);
    room.handOut();
    assertEquals(List.of("server is shutting down"), alice.hears());
    assertEquals(List.of(LeaveReason.STOP), bob.left());
    assertEquals(List.of(), bob.hears());
    assertEquals(0, room.roster().size());
  }

  @Test
  void aListenerThatFailsAtTheStopEndsNobodyElse() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    List<Guest> others = List.of(alice, bob, carol);
    room.join(alice, clumsy, bob, carol);
    room.stop();
    room.handOut();
    for (Guest other : others) {
      assertEquals(List.of("server is shutting down"), other.hearsLast(1));
      assertEquals(List.of(LeaveReason.STOP), other.left());
    }
  }

  private static List<String> sorted(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    Collections.sort(sorted);
    return sorted;
  }
}
