package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept for all together has a limit, however little of it is for each. */
class RoomMemoryTest {
  private static final int MAX_HELD = 100_000;

  private final TestRoom room =
      new TestRoom(new RoomConfig(List.of(), 0, TestRoom.BACKLOG, MAX_HELD));
  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest deaf = new Guest("192.0.2.98:1098");
  private final Guest deafer = new Guest("192.0.2.99:1099");

  private void whisper(Guest to, int bytes) {
    room.sayTo(alice, to.member().address(), "x".repeat(bytes));
    takes(alice); // who gets that, too
    room.handOut();
  }

  /** Takes what waits, and comes back for more, which says that it is written. */
  private static List<String> takes(Guest guest) {
    List<String> heard = guest.hears();
    guest.hears();
    return heard;
  }

  @Test
  void whoeverHasMostPrivateLinesWaitingGoesWhereAllTogetherAreTooMuch() {
    room.joinAndListen(alice, bob, deaf, deafer);
    whisper(deafer, 60_000);
    whisper(deaf, 30_000);
    whisper(bob, 5_000);
    assertEquals(List.of(), deafer.left());
    whisper(bob, 5_000);
    assertEquals(List.of(LeaveReason.TOO_SLOW), deafer.left());
    assertEquals(1, room.stats().evictions());
    whisper(bob, 20_000);
    assertEquals(List.of(), deaf.left(), "there is room again");
    assertEquals(List.of(), bob.left());
  }

  @Test
  void whatIsTakenInTimeCostsNobodyHisPlace() {
    room.joinAndListen(alice, bob, deaf);
    whisper(deaf, 60_000);
    for (int i = 0; i < 100; i++) {
      whisper(bob, 10_000);
      assertEquals(1, takes(bob).size());
    }
    assertEquals(List.of(), deaf.left());
    assertEquals(List.of(), bob.left());
  }

  @Test
  void manyTinyPrivateLinesCountForWhatTheyTakeInMemory() {
    room.joinAndListen(alice, deaf);
    int lines = 0;
    while (deaf.left().isEmpty()) {
      whisper(deaf, 1);
      lines++;
    }
    assertTrue(lines < MAX_HELD / Outbox.PIECE_BYTES, "as many as " + lines);
  }

  @Test
  void whoLeavesAndStillHasMostPrivateLinesWaitingGoesWithoutThem() {
    room.joinAndListen(alice, bob, deaf);
    whisper(deaf, 60_000);
    room.leave(deaf);
    whisper(bob, 50_000);
    assertEquals(List.of(LeaveReason.EXIT, LeaveReason.TOO_SLOW), deaf.left());
    assertEquals(List.of(), bob.left());
    assertEquals(0, room.stats().evictions(), "it was out already");
  }

  /** Each has another list, since somebody takes another name behind each. */
  @Test
  void answersToManyThatDoNotTakeThemAreBounded() {
    List<Guest> asking = askAndChange(new Guest("198.51.100.1:2000"), "Name");
    long left = asking.stream().filter(guest -> !guest.left().isEmpty()).count();
    assertTrue(left > 0 && left < asking.size(), () -> left + " have left");
    assertEquals(left, room.stats().evictions());
  }

  @Test
  void aListThatManyShareCountsOnce() {
    List<Guest> asking = askAndChange(null, null);
    for (Guest guest : asking) {
      assertEquals(List.of(), guest.left());
    }
  }

  private List<Guest> askAndChange(Guest changing, String name) {
    List<Guest> asking = new ArrayList<>();
    for (int i = 0; i < 100; i++) { // a list of 4 KB
      asking.add(new Guest("198.51.100.2:" + (2000 + i)));
      room.joinAndListen(asking.get(i));
    }
    if (changing != null) {
      room.joinAndListen(changing);
    }
    for (Guest guest : asking) {
      if (changing != null) {
        room.rename(changing, name + asking.indexOf(guest));
        takes(changing);
      }
      guest.outbox().expectAnswer();
      room.askWho(guest);
      room.handOut();
    }
    return asking;
  }

  @Test
  void nobodyIsLostForPrivateLinesBeforeAStop() {
    room.joinAndListen(alice, bob);
    room.sayTo(alice, bob.member().address(), "x".repeat(2 * MAX_HELD));
    room.stop();
    room.handOutBeforeAStop();
    assertEquals(List.of(LeaveReason.STOP), bob.left());
  }

  /** Each holds on to another part of the stream; those who left first go without the rest. */
  @Test
  void whoTakesItsLastBytesForTooLongGoesWithoutThem() {
    room.joinAndListen(alice);
    List<Guest> leavers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Guest leaver = new Guest("198.51.100.1:" + (2000 + i));
      room.join(leaver);
      room.say(alice, "x".repeat(10_000));
      room.leave(leaver);
      leavers.add(leaver);
      room.handOut();
      alice.hears();
    }
    List<LeaveReason> whole = List.of(LeaveReason.EXIT);
    List<LeaveReason> cut = List.of(LeaveReason.EXIT, LeaveReason.TOO_SLOW);
    for (int i = 0; i < leavers.size(); i++) {
      assertEquals(i < 10 ? cut : whole, leavers.get(i).left(), "leaver " + i);
    }
  }

  @Test
  void whoHasTakenItsLastBytesIsLeftAlone() {
    room.joinAndListen(alice, bob);
    room.leave(bob);
    bob.hearsToTheEnd();
    for (int i = 0; i < 20; i++) {
      Guest leaver = new Guest("198.51.100.1:" + (2000 + i));
      room.join(leaver);
      room.say(alice, "x".repeat(10_000));
      room.leave(leaver);
      leaver.hearsToTheEnd();
    }
    assertEquals(List.of(LeaveReason.EXIT), bob.left());
  }
}
