package chatserver.room;

import static chatserver.room.Guest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.InvalidNameException;
import chatserver.protocol.Name;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
  private static final long BACKLOG = 1024 * 1024;

  private Room room = new Room(new RoomConfig(List.of(), 0, BACKLOG));
  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest carol = new Guest("192.0.2.3:1003");

  private void join(Guest... guests) {
    for (Guest guest : guests) {
      room.join(guest.member());
    }
  }

  /** They join, and have taken all that they heard by then. */
  private void joinAndListen(Guest... guests) {
    join(guests);
    room.handOut(true);
    for (Guest guest : guests) {
      guest.hears();
    }
  }

  private void say(Guest guest, String... texts) {
    room.say(guest.member(), List.of(texts).stream().map(Guest::text).toList());
  }

  private void rename(Guest guest, String name) {
    room.rename(guest.member(), name(name));
  }

  private static Name name(String name) {
    try {
      return Name.parse(name);
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void leave(Guest guest) {
    room.leave(guest.member(), LeaveReason.EXIT);
  }

  private List<String> who() {
    ByteBuffer list = room.roster().list();
    byte[] bytes = new byte[list.remaining()];
    list.get(bytes);
    return List.of(new String(bytes, UTF_8).split("\r\n"));
  }

  // Joining.

  @Test
  void aNewcomerHearsTheGreetingTheHistoryItsLoginAndThatItIsHere() {
    room = new Room(new RoomConfig(List.of("Good morning.", "Be kind."), 2, BACKLOG));
    join(alice);
    say(alice, "one", "two", "three");
    join(bob);
    room.handOut(true);
    assertEquals(
        List.of(
            "Good morning.",
            "Be kind.",
            alice.says("two"),
            alice.says("three"),
            bob.says("login"),
            bob.says("I am here")),
        bob.hears());
  }

  @Test
  void aNewcomerHearsNothingElseWhereThereIsNoGreetingAndNoHistory() {
    join(alice);
    assertEquals(List.of(alice.says("login"), alice.says("I am here")), alice.hears());
  }

  @Test
  void nobodyElseHearsThatTheNewcomerIsHere() {
    joinAndListen(alice);
    join(bob);
    room.handOut(true);
    assertEquals(List.of(bob.says("login")), alice.hears());
  }

  @Test
  void whoJoinsInTheMiddleOfABatchHearsExactlyWhatFollowsItsLogin() {
    joinAndListen(alice);
    say(alice, "before");
    join(bob);
    say(alice, "between");
    join(carol);
    say(alice, "after");
    room.handOut(true);
    say(alice, "later");
    room.handOut(true);

    List<String> all =
        List.of(
            alice.says("before"),
            bob.says("login"),
            alice.says("between"),
            carol.says("login"),
            alice.says("after"),
            alice.says("later"));
    assertEquals(all, alice.hears());
    assertEquals(
        List.of(
            bob.says("login"),
            bob.says("I am here"),
            alice.says("between"),
            carol.says("login"),
            alice.says("after"),
            alice.says("later")),
        bob.hears());
    assertEquals(
        List.of(
            carol.says("login"), carol.says("I am here"), alice.says("after"), alice.says("later")),
        carol.hears());
  }

  @Test
  void whoeverHeldTheSameAddressLeavesBeforeTheNewcomerJoins() {
    joinAndListen(alice, bob);
    Guest heir = new Guest(alice.member().address());
    join(heir);
    say(heir, "hello");
    room.handOut(true);
    assertEquals(
        List.of(alice.says("login out"), heir.says("login"), heir.says("hello")), bob.hears());
    assertEquals(List.of(LeaveReason.BROKEN), alice.left());

    leave(alice);
    say(alice, "am I still here?");
    room.handOut(true);
    assertEquals(List.of(), bob.hears());
    assertEquals(List.of(), heir.left());
    assertEquals(
        List.of(
            "user list:",
            bob.member().address() + ":" + bob.member().address(),
            heir.member().address() + ":" + heir.member().address()),
        who());
  }

  // Saying.

  @Test
  void everyoneHearsWhatIsSaidTheSpeakerToo() {
    joinAndListen(alice, bob);
    say(alice, "hello", "anybody here?");
    room.handOut(true);
    List<String> said = List.of(alice.says("hello"), alice.says("anybody here?"));
    assertEquals(said, alice.hears());
    assertEquals(said, bob.hears());
  }

  @Test
  void whoIsNotOnlineCannotSayRenameOrLeave() {
    joinAndListen(alice);
    say(bob, "hello");
    rename(bob, "Bob");
    room.sayTo(bob.member(), alice.member().address(), "hello");
    leave(bob);
    room.handOut(true);
    assertEquals(List.of(), alice.hears());
    assertEquals(List.of(), bob.hears());
    assertEquals(List.of(), bob.left());
  }

  @Test
  void aLineLongerThanASlabIsHeardWhole() {
    joinAndListen(alice, bob);
    String longText = "x".repeat(SlabPool.SLAB_BYTES) + "y";
    say(alice, "before", longText, "after");
    room.handOut(true);
    List<String> said = List.of(alice.says("before"), alice.says(longText), alice.says("after"));
    assertEquals(said, bob.hears());
    assertEquals(said, alice.hears());
  }

  @Test
  void oneEventOfMoreThanASlabIsHeardOnceAndInOrder() {
    joinAndListen(alice, bob);
    String[] texts = new String[2_000];
    List<String> said = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      texts[i] = i + " " + "x".repeat(300);
      said.add(alice.says(texts[i]));
    }
    say(alice, texts);
    room.handOut(true);
    assertEquals(said, bob.hears());
  }

  // Names.

  @Test
  void renameOkStandsBehindTheRenamedLineAndOnlyTheNewNameBehindThat() {
    joinAndListen(alice, bob);
    say(alice, "one");
    rename(alice, "Alice");
    say(alice, "two");
    rename(alice, "Ann");
    leave(alice);
    room.handOut(true);
    assertEquals(
        List.of(
            alice.says("one"),
            alice.says("renamed to Alice"),
            "rename ok",
            alice.says("Alice", "two"),
            alice.says("Alice", "renamed to Ann"),
            "rename ok"),
        alice.hears());
    assertEquals(
        List.of(
            alice.says("one"),
            alice.says("renamed to Alice"),
            alice.says("Alice", "two"),
            alice.says("Alice", "renamed to Ann"),
            alice.says("Ann", "login out")),
        bob.hears());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alice", "ALICE", "alice", "Ａｌｉｃｅ"})
  void noTwoHoldTheSameName(String same) {
    joinAndListen(alice, bob);
    rename(alice, "Alice");
    rename(bob, same);
    say(bob, "hello");
    room.handOut(true);
    assertEquals(
        List.of(
            alice.says("renamed to Alice"),
            "rename failed: '" + same + "' is taken, choose another name",
            bob.says("hello")),
        bob.hears());
  }

  @Test
  void onesOwnNameInOtherLettersIsFine() {
    joinAndListen(alice, bob);
    rename(alice, "alice");
    rename(alice, "ALICE");
    rename(bob, "Alice");
    room.handOut(true);
    assertEquals(
        List.of(
            alice.says("renamed to alice"),
            "rename ok",
            alice.says("alice", "renamed to ALICE"),
            "rename ok"),
        alice.hears());
    assertEquals("rename failed: 'Alice' is taken, choose another name", last(bob.hears()));
  }

  @Test
  void aNameIsFreeOnceItsHolderHasLeftOrTakenAnother() {
    joinAndListen(alice, bob, carol);
    rename(alice, "X");
    rename(alice, "Y");
    rename(bob, "X");
    leave(bob);
    rename(carol, "X");
    room.handOut(true);
    assertEquals(
        List.of(
            alice.says("renamed to X"),
            alice.says("X", "renamed to Y"),
            bob.says("renamed to X"),
            bob.says("X", "login out"),
            carol.says("renamed to X"),
            "rename ok"),
        carol.hears());
  }

  @Test
  void aFailedRenameChangesNothing() {
    joinAndListen(alice, bob);
    rename(alice, "Alice");
    rename(bob, "Bob");
    rename(bob, "Alice");
    room.sayTo(alice.member(), "Bob", "still Bob?");
    room.sayTo(bob.member(), "Alice", "yes");
    room.handOut(true);
    assertEquals(
        List.of(alice.whispers("Alice", "Bob", "still Bob?"), bob.whispers("Bob", "Alice", "yes")),
        lastOf(2, bob.hears()));
  }

  // To one alone.

  @Test
  void aPrivateMessageIsHeardByBothEndsWhereItWasSaidAndByNobodyElse() {
    joinAndListen(alice, bob, carol);
    say(carol, "one");
    room.sayTo(alice.member(), bob.member().address(), "psst");
    say(carol, "two");
    room.sayTo(bob.member(), alice.member().address(), "what?");
    say(carol, "three");
    room.handOut(true);
    List<String> both =
        List.of(
            carol.says("one"),
            alice.whispers("192.0.2.1:1001", "192.0.2.2:1002", "psst"),
            carol.says("two"),
            bob.whispers("192.0.2.2:1002", "192.0.2.1:1001", "what?"),
            carol.says("three"));
    assertEquals(both, alice.hears());
    assertEquals(both, bob.hears());
    assertEquals(List.of(carol.says("one"), carol.says("two"), carol.says("three")), carol.hears());
  }

  @Test
  void theNameOfAPrivateMessageIsComparedAsNamesAre() {
    joinAndListen(alice, bob);
    rename(bob, "Bob");
    room.handOut(true);
    bob.hears();
    room.sayTo(alice.member(), "ＢＯＢ", "a|b");
    assertEquals(List.of(alice.whispers("192.0.2.1:1001", "Bob", "a|b")), bob.hears());
  }

  @Test
  void whoWritesToItselfHearsItOnce() {
    joinAndListen(alice);
    rename(alice, "Alice");
    room.handOut(true);
    alice.hears();
    room.sayTo(alice.member(), "alice", "milk");
    assertEquals(List.of(alice.whispers("Alice", "Alice", "milk")), alice.hears());
  }

  @Test
  void aPrivateMessageToNobodyFails() {
    joinAndListen(alice, bob);
    room.sayTo(alice.member(), "Zoe", "hello");
    leave(bob);
    room.sayTo(alice.member(), bob.member().address(), "hello");
    assertEquals(
        List.of(
            "to failed: nobody here is called 'Zoe', type who to see the names",
            bob.says("login out"),
            "to failed: nobody here is called '"
                + bob.member().address()
                + "', type who to see the names"),
        alice.hears());
    assertEquals(List.of(), bob.hears());
  }

  // Leaving.

  @ParameterizedTest
  @ValueSource(
      strings = {"EXIT,login out", "IDLE,time out leave out", "TOO_SLOW,too slow leave out"})
  void aLeaveIsSaidOnceWhateverFollows(String reasonAndNotice) {
    LeaveReason reason = LeaveReason.valueOf(reasonAndNotice.split(",")[0]);
    String notice = reasonAndNotice.split(",")[1];
    joinAndListen(alice, bob);
    room.leave(alice.member(), reason);
    room.leave(alice.member(), LeaveReason.EXIT);
    say(alice, "one more thing");
    rename(alice, "Ghost");
    room.handOut(true);
    room.leave(alice.member(), LeaveReason.BROKEN);
    room.handOut(true);
    assertEquals(List.of(alice.says(notice)), bob.hears());
    assertEquals(List.of(reason), alice.left());
  }

  @Test
  void whoLeavesHearsAllUpToItsLeaveAndNothingElse() {
    joinAndListen(alice, bob);
    say(bob, "one");
    say(alice, "two");
    leave(alice);
    say(bob, "three");
    room.handOut(true);
    assertEquals(List.of(bob.says("one"), alice.says("two")), alice.hears());
    assertEquals(
        List.of(bob.says("one"), alice.says("two"), alice.says("login out"), bob.says("three")),
        bob.hears());
  }

  @Test
  void whoJoinsAndLeavesWithinOneBatchHearsItsLoginAndIsHeardTwice() {
    joinAndListen(alice);
    join(bob);
    leave(bob);
    room.handOut(true);
    assertEquals(List.of(bob.says("login"), bob.says("login out")), alice.hears());
    assertEquals(List.of(bob.says("login"), bob.says("I am here")), bob.hears());
  }

  // Who.

  @Test
  void whoListsEveryoneInTheOrderInWhichTheyJoined() {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      guests.add(new Guest("198.51.100.7:" + (50_000 - i * 7 % 300)));
    }
    guests.forEach(this::join);
    for (Guest gone : guests.subList(10, 200)) {
      leave(gone);
    }
    guests.subList(10, 200).clear();
    rename(guests.get(0), "Zoe");
    rename(guests.get(109), "Abe");
    List<String> expected = new ArrayList<>(List.of("user list:"));
    for (Guest guest : guests) {
      expected.add(guest.member().address() + ":" + guest.member().name().text());
    }
    assertEquals(111, expected.size());
    assertEquals(expected, who());
  }

  @Test
  void whoKnowsOfEveryChangeAtOnce() {
    assertEquals(List.of("user list:"), who());
    join(alice);
    assertEquals(List.of("user list:", "192.0.2.1:1001:192.0.2.1:1001"), who());
    rename(alice, "Alice");
    assertEquals(List.of("user list:", "192.0.2.1:1001:Alice"), who());
    leave(alice);
    assertEquals(List.of("user list:"), who());
    join(bob);
    room.stop();
    assertEquals(List.of("user list:"), who());
  }

  // Stopping.

  @Test
  void aStopIsTheLastThingThatEveryoneHears() {
    joinAndListen(alice, bob);
    say(alice, "one");
    room.stop();
    say(alice, "two");
    leave(bob);
    room.handOut(true);
    for (Guest guest : List.of(alice, bob)) {
      assertEquals(List.of(alice.says("one"), "server is shutting down"), guest.hears());
      assertEquals(List.of(LeaveReason.STOP), guest.left());
    }
  }

  @Test
  void whoComesBehindTheStopIsToldNothingButThatItIsOut() {
    joinAndListen(alice);
    room.stop();
    join(bob);
    room.handOut(true);
    assertEquals(List.of("server is shutting down"), alice.hears());
    assertEquals(List.of(LeaveReason.STOP), bob.left());
    assertEquals(List.of(), bob.hears());
    assertEquals(0, room.roster().size());
  }

  @Test
  void aListenerThatFailsAtTheStopEndsNobodyElse() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    List<Guest> others = List.of(alice, bob, carol);
    join(alice, clumsy, bob, carol);
    stopWhateverFails();
    room.handOut(true);
    for (Guest other : others) {
      assertEquals("server is shutting down", last(other.hears()));
      assertEquals(List.of(LeaveReason.STOP), other.left());
    }
  }

  private void stopWhateverFails() {
    try {
      room.stop();
    } catch (IllegalStateException e) {
      // the broadcaster would log it
    }
  }

  // Members that are behind.

  @Test
  void aMemberWithTooMuchWaitingIsDroppedBehindTheHandOut() {
    Guest slow = new Guest("192.0.2.99:1099");
    joinAndListen(alice, slow, bob);
    List<String> expected = new ArrayList<>();
    String text = "x".repeat(1000);
    while (slow.left().isEmpty()) {
      say(alice, text);
      expected.add(alice.says(text));
      room.handOut(true);
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
    assertTrue(Math.abs(waited - BACKLOG) < 2000, () -> "dropped at " + waited);
    assertEquals(expected, slow.hears(), "it was handed all before it was dropped");
  }

  @Test
  void manyThatAreTooSlowAtOnceAreAllDropped() {
    List<Guest> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(new Guest("192.0.2.99:" + (2000 + i)));
    }
    joinAndListen(alice);
    slow.forEach(this::join);
    room.handOut(true);
    alice.hears();
    String text = "x".repeat(200_000);
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 7; i++) { // the seventh finds more than the limit from before
      say(alice, text);
      room.handOut(true);
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
    join(clumsy, slow);
    joinAndListen(alice);
    for (int i = 0; i < 6; i++) {
      say(alice, "x".repeat(200_000));
      handOutWhateverFails();
    }
    handOutWhateverFails();
    assertEquals(
        sorted(List.of(clumsy.says("too slow leave out"), slow.says("too slow leave out"))),
        sorted(lastOf(2, alice.hears())));
    assertEquals(List.of(LeaveReason.TOO_SLOW), slow.left());
  }

  private void handOutWhateverFails() {
    try {
      room.handOut(true);
    } catch (IllegalStateException e) {
      // the broadcaster would log it
    }
  }

  @Test
  void repliesDoNotMakeAMemberTooSlow() {
    joinAndListen(alice);
    alice.outbox().reply(ByteBuffer.wrap(new byte[(int) BACKLOG * 2]));
    say(alice, "hello");
    room.handOut(true);
    assertEquals(List.of(), alice.left());
  }

  // What else is promised.

  @Test
  void aSyncIsDoneOnceAllBeforeItIsHandedOut() {
    joinAndListen(alice);
    CountDownLatch done = new CountDownLatch(1);
    say(alice, "before");
    room.sync(done);
    assertEquals(1, done.getCount());
    room.handOut(true);
    assertEquals(0, done.getCount());
    assertEquals(List.of(alice.says("before")), alice.hears());
  }

  @Test
  void theRoomCountsWhatHappens() {
    join(alice, bob);
    room.handOut(true);
    say(alice, "one", "two");
    room.handOut(true);
    leave(bob);
    room.handOut(true);
    assertEquals(2, room.stats().joins());
    assertEquals(5, room.stats().lines());
    assertEquals(2 * 2 + 2 * 2 + 1, room.stats().deliveries());
    assertEquals(0, room.stats().evictions());
  }

  @Test
  void theMembersCannotBeChangedFromOutside() {
    join(alice);
    assertThrows(UnsupportedOperationException.class, () -> room.roster().members().clear());
  }

  /**
   * Whatever happens, each member hears one stretch of the same sequence: from its login to what
   * was said before its leave.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyoneHearsOneStretchOfOneSequence(long seed) {
    room = new Room(new RoomConfig(List.of(), 0, 128 * 1024)); // so that some are dropped
    Random random = new Random(seed);
    Guest witness = new Guest("203.0.113.1:1");
    join(witness);
    List<Guest> everyone = new ArrayList<>();
    List<List<String>> heard = new ArrayList<>();
    List<Guest> online = new ArrayList<>();
    List<String> sequence = new ArrayList<>();
    int ports = 2;
    for (int step = 0; step < 1_500; step++) {
      online.removeIf(guest -> !guest.left().isEmpty()); // dropped as too slow
      int dice = random.nextInt(100);
      Guest someone = online.isEmpty() ? null : online.get(random.nextInt(online.size()));
      if (dice < 10 || someone == null) {
        Guest newcomer = new Guest("203.0.113.1:" + ports++);
        join(newcomer);
        everyone.add(newcomer);
        heard.add(new ArrayList<>());
        online.add(newcomer);
      } else if (dice < 19) {
        leave(someone);
        online.remove(someone);
      } else if (dice < 30) {
        rename(someone, "name" + random.nextInt(20));
      } else if (dice < 35) {
        room.sayTo(someone.member(), "name" + random.nextInt(20), "psst");
      } else if (dice < 85) {
        say(someone, "step " + step, "x".repeat(random.nextInt(2_000)));
      } else if (dice < 95) {
        room.handOut(true);
        sequence.addAll(witness.hears());
      } else {
        int listener = random.nextInt(everyone.size());
        heard.get(listener).addAll(everyone.get(listener).hears());
      }
    }
    room.handOut(true);
    sequence.addAll(witness.hears());
    assertEquals(sequence.size() - 1, room.stats().lines());

    for (int i = 0; i < everyone.size(); i++) {
      Guest guest = everyone.get(i);
      List<String> all = heard.get(i);
      all.addAll(guest.hears());
      assertEquals(List.of(guest.says("login"), guest.says("I am here")), all.subList(0, 2));
      all.remove(1);
      all.removeIf(line -> !line.startsWith("[") || line.contains("->"));
      int from = sequence.indexOf(guest.says("login"));
      List<String> stretch = sequence.subList(from, from + all.size());
      assertEquals(stretch, all);
      int end = from + all.size();
      if (online.contains(guest)) {
        assertEquals(sequence.size(), end);
      } else {
        assertEquals(1, guest.left().size());
        String notice = guest.left().get(0).notice();
        assertEquals(guest.says(guest.member().name().text(), notice), sequence.get(end));
      }
    }
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static <T> List<T> lastOf(int count, List<T> all) {
    return all.subList(all.size() - count, all.size());
  }

  private static List<String> sorted(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    Collections.sort(sorted);
    return sorted;
  }
}
