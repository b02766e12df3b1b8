package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is called what: names taken and given up, private messages, and the list of all. */
class RoomNamesTest {
  private final TestRoom room = new TestRoom();
  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest carol = new Guest("192.0.2.3:1003");

  @Test
  void renameOkStandsBehindTheRenamedLineAndOnlyTheNewNameBehindThat() {
    room.joinAndListen(alice, bob);
    room.say(alice, "one");
    room.rename(alice, "Alice");
    room.say(alice, "two");
    room.rename(alice, "Ann");
    room.leave(alice);
    room.deliver();
    assertEquals(
        List.of(
            alice.says("one"),
            alice.says("renamed to Alice"),
            "rename ok",
            alice.says("Alice", "two"),
            alice.says("Alice", "renamed to Ann"),
            "rename ok"),
        alice.receives());
    assertEquals(
        List.of(
            alice.says("one"),
            alice.says("renamed to Alice"),
            alice.says("Alice", "two"),
            alice.says("Alice", "renamed to Ann"),
            alice.says("Ann", "login out")),
        bob.receives());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alice", "ALICE", "alice", "Ａｌｉｃｅ"})
  void noTwoHoldTheSameName(String same) {
    room.joinAndListen(alice, bob);
    room.rename(alice, "Alice");
    room.rename(bob, same);
    room.say(bob, "hello");
    room.deliver();
    assertEquals(
        List.of(
            alice.says("renamed to Alice"),
            "rename failed: '" + same + "' is taken, choose another name",
            bob.says("hello")),
        bob.receives());
  }

  @Test
  void onesOwnNameInOtherLettersIsFine() {
    room.joinAndListen(alice, bob);
    room.rename(alice, "alice");
    room.rename(alice, "ALICE");
    room.rename(bob, "Alice");
    room.deliver();
    assertEquals(
        List.of(
            alice.says("renamed to alice"),
            "rename ok",
            alice.says("alice", "renamed to ALICE"),
            "rename ok"),
        alice.receives());
    assertEquals(
        List.of("rename failed: 'Alice' is taken, choose another name"), bob.receivesLast(1));
  }

  @Test
  void aNameIsFreeOnceItsHolderHasLeftOrTakenAnother() {
    room.joinAndListen(alice, bob, carol);
    room.rename(alice, "X");
    room.rename(alice, "Y");
    room.rename(bob, "X");
    room.leave(bob);
    room.rename(carol, "X");
    room.deliver();
    assertEquals(
        List.of(
            alice.says("renamed to X"),
            alice.says("X", "renamed to Y"),
            bob.says("renamed to X"),
            bob.says("X", "login out"),
            carol.says("renamed to X"),
            "rename ok"),
        carol.receives());
  }

  @Test
  void aFailedRenameChangesNothing() {
    room.joinAndListen(alice, bob);
    room.rename(alice, "Alice");
    room.rename(bob, "Bob");
    room.rename(bob, "Alice");
    room.whisper(alice, "Bob", "still Bob?");
    room.whisper(bob, "Alice", "yes");
    room.deliver();
    assertEquals(
        List.of(alice.whispers("Alice", "Bob", "still Bob?"), bob.whispers("Bob", "Alice", "yes")),
        bob.receivesLast(2));
  }

  @Test
  void aPrivateMessageIsReceivedByBothEndsWhereItWasSaidAndByNobodyElse() {
    room.joinAndListen(alice, bob, carol);
    room.say(carol, "one");
    room.whisper(alice, bob.member().address(), "psst");
    room.say(carol, "two");
    room.whisper(bob, alice.member().address(), "what?");
    room.say(carol, "three");
    room.deliver();
    List<String> both =
        List.of(
            carol.says("one"),
            alice.whispers("192.0.2.1:1001", "192.0.2.2:1002", "psst"),
            carol.says("two"),
            bob.whispers("192.0.2.2:1002", "192.0.2.1:1001", "what?"),
            carol.says("three"));
    assertEquals(both, alice.receives());
    assertEquals(both, bob.receives());
    assertEquals(
        List.of(carol.says("one"), carol.says("two"), carol.says("three")), carol.receives());
  }

  @Test
  void theNameOfAPrivateMessageIsComparedAsNamesAre() {
    room.joinAndListen(alice, bob);
    room.rename(bob, "Bob");
    room.deliver();
    bob.receives();
    room.whisper(alice, "ＢＯＢ", "a|b");
    assertEquals(List.of(alice.whispers("192.0.2.1:1001", "Bob", "a|b")), bob.receives());
  }

  @Test
  void whoWritesToItselfReceivesItOnce() {
    room.joinAndListen(alice);
    room.rename(alice, "Alice");
    room.deliver();
    alice.receives();
    room.whisper(alice, "alice", "milk");
    assertEquals(List.of(alice.whispers("Alice", "Alice", "milk")), alice.receives());
  }

  @Test
  void aPrivateMessageToNobodyFails() {
    room.joinAndListen(alice, bob);
    room.whisper(alice, "Zoe", "hello");
    room.leave(bob);
    room.whisper(alice, bob.member().address(), "hello");
    assertEquals(
        List.of(
            "to failed: nobody here is called 'Zoe', type who to see the names",
            bob.says("login out"),
            "to failed: nobody here is called '"
                + bob.member().address()
                + "', type who to see the names"),
        alice.receives());
    assertEquals(List.of(), bob.receives());
  }

  @Test
  void whoListsEveryoneInTheOrderInWhichTheyJoined() {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      guests.add(new Guest("198.51.100.7:" + (50_000 - i * 7 % 300)));
    }
    guests.forEach(room::join);
    for (Guest gone : guests.subList(10, 200)) {
      room.leave(gone);
    }
    guests.subList(10, 200).clear();
    room.rename(guests.get(0), "Zoe");
    room.rename(guests.get(109), "Abe");
    List<String> expected = new ArrayList<>(List.of("user list:"));
    for (Guest guest : guests) {
      expected.add(guest.member().address() + ":" + guest.member().name().text());
    }
    assertEquals(111, expected.size());
    assertEquals(expected, room.who());
  }

  /** The list is what the lines before it say, and no line behind it has had its effect. */
  @Test
  void whoIsAnsweredWhereItWasAsked() {
    room.joinAndListen(alice, bob);
    room.say(bob, "one");
    room.rename(bob, "Bob");
    room.askWho(alice);
    room.leave(bob);
    room.join(carol);
    room.deliver();
    assertEquals(
        List.of(
            bob.says("one"),
            bob.says("renamed to Bob"),
            "user list:",
            "192.0.2.1:1001:192.0.2.1:1001",
            "192.0.2.2:1002:Bob",
            bob.says("Bob", "login out"),
            carol.says("login")),
        alice.receives());
    room.askWho(bob);
    assertEquals(List.of(bob.says("one"), bob.says("renamed to Bob"), "rename ok"), bob.receives());
  }

  @Test
  void whoKnowsOfEveryChangeAtOnce() {
    room.join(alice);
    assertEquals(List.of("192.0.2.1:1001:192.0.2.1:1001"), whoAsAnsweredTo(alice));
    room.rename(alice, "Alice");
    assertEquals(List.of("192.0.2.1:1001:Alice"), whoAsAnsweredTo(alice));
    room.join(bob);
    assertEquals(
        List.of("192.0.2.1:1001:Alice", "192.0.2.2:1002:192.0.2.2:1002"), whoAsAnsweredTo(alice));
    room.leave(alice);
    assertEquals(List.of("192.0.2.2:1002:192.0.2.2:1002"), whoAsAnsweredTo(bob));
    room.stop();
    assertEquals(List.of("user list:"), room.who());
  }

  /** The list that it gets, without its heading. */
  private List<String> whoAsAnsweredTo(Guest guest) {
    guest.receives();
    room.askWho(guest);
    List<String> answer = guest.receives();
    int heading = answer.indexOf("user list:");
    return answer.subList(heading + 1, answer.size());
  }

  @Test
  void theAddressOfWhoTookAnotherNameCanBeNobodysName() {
    room.joinAndListen(alice, bob);
    room.rename(bob, "Bob");
    room.whisper(alice, bob.address(), "hello");
    assertEquals(
        List.of("to failed: nobody here is called '192.0.2.2:1002', type who to see the names"),
        alice.receivesLast(1));
  }
}
