package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Notice;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator does to the room. */
class RoomOperatorTest {
  private final TestRoom room = new TestRoom();
  private final Guest alice = new Guest("192.0.2.1:1001");
  private final Guest bob = new Guest("192.0.2.2:1002");
  private final Guest carol = new Guest("192.0.2.3:1003");

  @BeforeEach
  void join() {
    room.joinAndListen(alice, bob);
  }

  private void kick(Guest... guests) {
    List<Member> members = Stream.of(guests).map(Guest::member).toList();
    room.apply(new RoomEvent.Kicked(members, Notice.encode("kicked: spam")));
  }

  private List<Member> inOrder() {
    CompletableFuture<List<Member>> answer = new CompletableFuture<>();
    room.apply(new RoomEvent.Listed(answer));
    return answer.join();
  }

  @Test
  void oneThatIsKickedIsToldWhyAndTheOthersThatItWas() {
    room.say(bob, "spam");
    kick(bob);
    room.say(bob, "more spam");
    room.deliver();
    assertEquals(List.of(bob.says("spam"), "kicked: spam"), bob.receivesToTheEnd());
    assertEquals(List.of(bob.says("spam"), bob.says("kicked leave out")), alice.receives());
    assertEquals(List.of(LeaveReason.KICKED), bob.left());
    assertEquals(1, room.counters().kicked.sum());
  }

  @Test
  void severalGoAtOnceAndNoneIsToldOfTheNext() {
    room.joinAndListen(carol);
    alice.receives();
    bob.receives();
    kick(bob, carol);
    room.deliver();
    assertEquals(
        List.of(bob.says("kicked leave out"), carol.says("kicked leave out")), alice.receives());
    assertEquals(List.of("kicked: spam"), bob.receivesToTheEnd());
    assertEquals(2, room.counters().kicked.sum());
  }

  /** Its session ends, and its join, which may be in the queue by then, comes to nothing. */
  @Test
  void oneThatHasNotJoinedYetNeverDoes() {
    kick(carol);
    room.join(carol);
    room.deliver();
    assertEquals(List.of(LeaveReason.KICKED), carol.left());
    assertEquals(List.of("kicked: spam"), carol.receives());
    assertEquals(List.of(), alice.receives());
    assertEquals(2, room.roster().size());
    assertEquals(0, room.counters().kicked.sum());
  }

  @Test
  void oneThatHasLeftAlreadyDoesNotLeaveTwice() {
    room.leave(bob);
    kick(bob);
    room.deliver();
    assertEquals(List.of(bob.says("login out")), alice.receives());
    assertEquals(0, room.counters().kicked.sum());
  }

  @Test
  void anAnnouncementStandsInTheOrderOfTheRoom() {
    room.say(alice, "before");
    room.apply(new RoomEvent.Announced("back at noon"));
    room.say(alice, "after");
    room.deliver();
    List<String> lines = List.of(alice.says("before"), "server: back at noon", alice.says("after"));
    assertEquals(lines, alice.receives());
    assertEquals(lines, bob.receives());
  }

  @Test
  void theListIsInTheOrderOfJoiningWhateverTheNames() {
    room.join(carol);
    room.rename(bob, "zoe");
    room.leave(alice);
    assertEquals(List.of(bob.member(), carol.member()), inOrder());
  }

  @Test
  void anotherGreetingIsForThoseWhoComeAfterIt() {
    Guest dave = new Guest("192.0.2.4:1004");
    Guest erin = new Guest("192.0.2.5:1005");
    room.apply(new RoomEvent.GreetingChanged(List.of("one")));
    room.join(carol);
    room.apply(new RoomEvent.GreetingChanged(List.of("two", "lines")));
    room.join(dave);
    room.apply(new RoomEvent.GreetingChanged(List.of()));
    room.join(erin);
    assertEquals("one", carol.receives().get(0));
    assertEquals(List.of("two", "lines"), dave.receives().subList(0, 2));
    assertEquals(erin.says("login"), erin.receives().get(0));
  }
}
