package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who joins, speaks and leaves, and what everyone is told of it. */
class RoomTest {
  private TestRoom room = new TestRoom();
  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest carol = new Guest("192.0.2.3:1003");

  @Test
  void aNewcomerReceivesTheGreetingTheHistoryItsLoginAndThatItIsHere() {
    List<String> greeting = List.of("Good morning.", "Be kind.");
    room = new TestRoom(new RoomConfig(greeting, 2, TestRoom.BACKLOG, Long.MAX_VALUE));
    room.join(alice);
    room.say(alice, "one", "two", "three");
    room.join(bob);
    room.deliver();
    assertEquals(
        List.of(
            "Good morning.",
            "Be kind.",
            "last lines:",
            alice.says("two"),
            alice.says("three"),
            bob.says("login"),
            bob.says("I am here")),
        bob.receives());
  }

  @Test
  void aClientIsGreetedWhenItArrivesUnseenAndNotAgainWhenItJoins() {
    room = new TestRoom(new RoomConfig(List.of("Hi."), 0, TestRoom.BACKLOG, Long.MAX_VALUE));
    room.joinAndListen(alice);
    room.apply(new RoomEvent.Arrived(bob.member()));
    room.apply(new RoomEvent.Arrived(bob.member()));
    room.deliver();
    assertEquals(List.of("Hi."), bob.receives());
    assertEquals(List.of(), alice.receives());
    room.join(bob);
    assertEquals(List.of(bob.says("login"), bob.says("I am here")), bob.receives());
  }

  @Test
  void aNewcomerReceivesNothingElseWhereThereIsNoGreetingAndNoHistory() {
    room.join(alice);
    assertEquals(List.of(alice.says("login"), alice.says("I am here")), alice.receives());
  }

  @Test
  void nobodyElseIsToldThatTheNewcomerIsHere() {
    room.joinAndListen(alice);
    room.join(bob);
    room.deliver();
    assertEquals(List.of(bob.says("login")), alice.receives());
  }

  @Test
  void whoJoinsInTheMiddleOfABatchReceivesExactlyWhatFollowsItsLogin() {
    room.joinAndListen(alice);
    room.say(alice, "before");
    room.join(bob);
    room.say(alice, "between");
    room.join(carol);
    room.say(alice, "after");
    room.deliver();
    room.say(alice, "later");
    room.deliver();

    List<String> all =
        List.of(
            alice.says("before"),
            bob.says("login"),
            alice.says("between"),
            carol.says("login"),
            alice.says("after"),
            alice.says("later"));
    assertEquals(all, alice.receives());
    assertEquals(
        List.of(
            bob.says("login"),
            bob.says("I am here"),
            alice.says("between"),
            carol.says("login"),
            alice.says("after"),
            alice.says("later")),
        bob.receives());
    assertEquals(
        List.of(
            carol.says("login"), carol.says("I am here"), alice.says("after"), alice.says("later")),
        carol.receives());
  }

  @Test
  void aMemberAtTheSameAddressLeavesBeforeTheNewcomerJoins() {
    room.joinAndListen(alice, bob);
    Guest heir = new Guest(alice.member().address());
    room.join(heir);
    room.say(heir, "hello");
    room.deliver();
    assertEquals(
        List.of(alice.says("login out"), heir.says("login"), heir.says("hello")), bob.receives());
    assertEquals(List.of(LeaveReason.BROKEN), alice.left());

    room.leave(alice);
    room.say(alice, "am I still here?");
    room.deliver();
    assertEquals(List.of(), bob.receives());
    assertEquals(List.of(), heir.left());
    assertEquals(
        List.of(
            "user list:",
            bob.member().address() + ":" + bob.member().address(),
            heir.member().address() + ":" + heir.member().address()),
        room.who());
  }

  /** Its connection goes to another address of the server, so that both are there. */
  @ParameterizedTest
  @CsvSource({"192.0.2.1:1001, 192.0.2.9:8000", "192.0.2.99:1001, 192.0.2.8:8000"})
  void aNewcomerWithAnAddressThatIsNotFreeIsRefused(String realAddress, String serverAddress) {
    Guest holder = Guest.of(new Peer("a:1001", "192.0.2.1:1001", "192.0.2.8:8000"));
    Guest newcomer = Guest.of(new Peer("a:1001", realAddress, serverAddress));
    room.joinAndListen(holder, bob);
    room.join(newcomer);
    room.say(newcomer, "hello");
    room.leave(newcomer);
    room.deliver();
    assertEquals(List.of("already connected from a:1001"), newcomer.receivesToTheEnd());
    assertEquals(List.of(LeaveReason.ADDRESS_TAKEN), newcomer.left());
    assertEquals(List.of(), holder.left());
    assertEquals(List.of(), holder.receives());
    assertEquals(List.of(), bob.receives());
    assertEquals(2, room.roster().size());
  }

  @Test
  void everyoneReceivesWhatIsSaidTheSpeakerToo() {
    room.joinAndListen(alice, bob);
    room.say(alice, "hello", "anybody here?");
    room.deliver();
    List<String> said = List.of(alice.says("hello"), alice.says("anybody here?"));
    assertEquals(said, alice.receives());
    assertEquals(said, bob.receives());
  }

  @Test
  void whoIsNotOnlineHasNoSay() {
    room.joinAndListen(alice);
    room.say(bob, "hello");
    room.rename(bob, "Bob");
    room.whisper(bob, alice.member().address(), "hello");
    room.askWho(bob);
    room.deliver();
    assertEquals(List.of(), alice.receives());
    assertEquals(List.of(), bob.receives());
    assertEquals(List.of(), bob.left());
  }

  @Test
  void whoHasNotJoinedIsToldThingsAndLeavesUnseen() {
    room.joinAndListen(alice);
    room.say(alice, "not for Bob");
    room.tell(bob, "hello");
    room.leave(bob, LeaveReason.IDLE, "time out");
    room.deliver();
    assertEquals(List.of(alice.says("not for Bob")), alice.receives());
    assertEquals(List.of("hello", "time out"), bob.receives());
    assertEquals(List.of(LeaveReason.IDLE), bob.left());
  }

  @Test
  void aLineLongerThanASlabIsReceivedWhole() {
    room.joinAndListen(alice, bob);
    String longText = "x".repeat(Slab.BYTES) + "y";
    room.say(alice, "before", longText, "after");
    room.deliver();
    List<String> said = List.of(alice.says("before"), alice.says(longText), alice.says("after"));
    assertEquals(said, bob.receives());
    assertEquals(said, alice.receives());
  }

  @Test
  void oneEventOfMoreThanASlabIsReceivedOnceAndInOrder() {
    room.joinAndListen(alice, bob);
    String[] texts = new String[2_000];
    List<String> said = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      texts[i] = i + " " + "x".repeat(300);
      said.add(alice.says(texts[i]));
    }
    room.say(alice, texts);
    room.deliver();
    assertEquals(said, bob.receives());
  }

  @ParameterizedTest
  @CsvSource({"EXIT, login out", "IDLE, time out leave out", "TOO_SLOW, too slow leave out"})
  void aLeaveIsSaidOnceWhateverFollows(LeaveReason reason, String notice) {
    room.joinAndListen(alice, bob);
    room.leave(alice, reason);
    room.leave(alice, LeaveReason.EXIT);
    room.say(alice, "one more thing");
    room.rename(alice, "Ghost");
    room.deliver();
    room.leave(alice, LeaveReason.BROKEN);
    room.deliver();
    assertEquals(List.of(alice.says(notice)), bob.receives());
    assertEquals(List.of(reason), alice.left());
  }

  @Test
  void whoLeavesReceivesAllUpToItsLeaveAndNothingElse() {
    room.joinAndListen(alice, bob);
    room.say(bob, "one");
    room.say(alice, "two");
    room.leave(alice);
    room.say(bob, "three");
    room.deliver();
    assertEquals(List.of(bob.says("one"), alice.says("two")), alice.receives());
    assertEquals(
        List.of(bob.says("one"), alice.says("two"), alice.says("login out"), bob.says("three")),
        bob.receives());
  }

  @Test
  void whoJoinsAndLeavesWithinOneBatchReceivesItsLoginAndIsAnnouncedTwice() {
    room.joinAndListen(alice);
    room.join(bob);
    room.leave(bob);
    room.deliver();
    assertEquals(List.of(bob.says("login"), bob.says("login out")), alice.receives());
    assertEquals(List.of(bob.says("login"), bob.says("I am here")), bob.receives());
  }

  @Test
  void theLastBytesOfWhoLeavesComeBehindAllThatItReceived() {
    room.joinAndListen(alice, bob);
    room.say(bob, "one");
    room.leave(alice, LeaveReason.IDLE, "time out");
    room.say(bob, "two");
    room.deliver();
    assertEquals(List.of(bob.says("one"), "time out"), alice.receivesToTheEnd());
  }

  @Test
  void whatIsToldStandsWhereItWasToldAndNobodyElseReceivesIt() {
    room.joinAndListen(alice, bob);
    room.say(bob, "one");
    room.tell(alice, "psst");
    room.say(bob, "two");
    room.tell(alice, "psst again");
    room.deliver();
    assertEquals(List.of(bob.says("one"), "psst", bob.says("two"), "psst again"), alice.receives());
    assertEquals(List.of(bob.says("one"), bob.says("two")), bob.receives());
  }

  @Test
  void anObserverReceivesAllFromThenOnAndNobodySeesIt() {
    Guest observer = new Guest("transcript");
    room.joinAndListen(alice);
    room.say(alice, "before");
    room.observe(observer);
    room.say(alice, "after");
    room.deliver();
    assertEquals(List.of(alice.says("after")), observer.receives());
    assertEquals(List.of(alice.says("before"), alice.says("after")), alice.receives());
    assertEquals(List.of("user list:", "192.0.2.1:1001:192.0.2.1:1001"), room.who());
    assertEquals(1, room.roster().size());

    room.leave(observer, LeaveReason.STOP);
    room.say(alice, "later");
    room.deliver();
    assertEquals(List.of(), observer.receives());
    assertEquals(List.of(LeaveReason.STOP), observer.left());
    assertEquals(List.of(alice.says("later")), alice.receives());
  }

  /** Its login line is in the log, and its welcome fails. */
  @Test
  void aJoinThatFailsHalfWayLeavesNoGhost() {
    room.joinAndListen(alice, carol);
    bob.breakOutbox();
    assertThrows(NullPointerException.class, () -> room.join(bob));
    room.removeAfterDefect(bob);
    room.deliver();
    assertEquals(List.of(bob.says("login"), bob.says("login out")), alice.receives());
    assertGhostless();
  }

  /** Whatever fails behind the join, an offer included, ends in a removal. */
  @Test
  void whoseOutboxFailsLaterLeavesNoGhost() {
    room.joinAndListen(alice, bob, carol);
    bob.breakOutbox();
    room.say(alice, "hello");
    assertThrows(NullPointerException.class, () -> room.tell(bob, "psst"));
    try {
      room.removeAfterDefect(bob);
    } catch (NullPointerException e) {
      // what could not be offered is lost with it
    }
    room.deliver();
    assertEquals(List.of(alice.says("hello"), bob.says("login out")), alice.receives());
    assertGhostless();
  }

  @Test
  void whatCouldNotBeOfferedToOneIsReceivedByNobodyElse() {
    room.joinAndListen(alice, bob);
    bob.breakOutbox();
    assertThrows(NullPointerException.class, () -> room.tell(bob, "for Bob alone"));
    room.tell(alice, "for Alice alone");
    assertEquals(List.of("for Alice alone"), alice.receives());
  }

  private void assertGhostless() {
    assertEquals(List.of(LeaveReason.DEFECT), bob.left());
    assertEquals(2, room.roster().size());
    assertEquals(3, room.who().size(), "a heading and two");
    Guest heir = new Guest(bob.address());
    room.join(heir);
    assertEquals(List.of(heir.says("login"), heir.says("I am here")), heir.receives());
  }
}
