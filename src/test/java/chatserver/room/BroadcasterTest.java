package chatserver.room;

import static chatserver.room.Guest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.protocol.Name;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcasterTest {
  private final ManualClock clock = new ManualClock();
  private final Broadcaster broadcaster =
      new Broadcaster(new RoomConfig(List.of(), 0, 64 * 1024 * 1024, Long.MAX_VALUE), clock);
  private final Thread thread = new Thread(broadcaster, "broadcaster");
  private final Guest alice = new Guest("192.0.2.1:1001", clock);
  private final Guest bob = new Guest("192.0.2.2:1002", clock);

  @AfterEach
  void theBroadcasterEnds() throws InterruptedException {
    broadcaster.close();
    broadcaster.close();
    thread.join(10_000);
    assertFalse(thread.isAlive());
  }

  private void join(Guest... guests) {
    for (Guest guest : guests) {
      broadcaster.submit(new RoomEvent.Joined(guest.member()));
    }
  }

  private void say(Guest guest, String text) {
    broadcaster.submit(new RoomEvent.Said(guest.member(), List.of(text(text))));
  }

  /** What it has heard once all that was submitted up to now is applied. */
  private List<String> heardBy(Guest guest) {
    String mark = "That is all.";
    broadcaster.submit(new RoomEvent.Answered(guest.member(), text(mark + "\r\n")));
    List<String> heard = new ArrayList<>();
    while (!heard.contains(mark)) {
      heard.addAll(guest.hears());
    }
    heard.remove(mark);
    return heard;
  }

  /** Starts the broadcaster with these in the room, who have heard of each other. */
  private void startWith(Guest... guests) {
    thread.start();
    join(guests);
    for (Guest guest : guests) {
      heardBy(guest);
    }
  }

  @Test
  void whatIsSubmittedIsHeardInOrder() {
    startWith(alice, bob);
    say(alice, "one");
    broadcaster.submit(new RoomEvent.Renamed(alice.member(), new Name("Alice", "alice")));
    broadcaster.submit(new RoomEvent.SaidTo(alice.member(), bob.member().address(), "psst"));
    say(alice, "two");
    broadcaster.submit(new RoomEvent.Left(alice.member(), LeaveReason.EXIT));
    assertEquals(
        List.of(
            alice.says("one"),
            alice.says("renamed to Alice"),
            alice.whispers("Alice", "192.0.2.2:1002", "psst"),
            alice.says("Alice", "two"),
            alice.says("Alice", "login out")),
        heardBy(bob));
  }

  @Test
  void anAnswerStandsBehindAllThatThisThreadHasSubmitted() {
    startWith(alice);
    for (int i = 0; i < 2_000; i++) {
      say(alice, "line " + i);
      assertEquals(List.of(alice.says("line " + i)), heardBy(alice));
    }
  }

  @Test
  void eachOfManyIsHeardInItsOrderAndAllHearTheSame() {
    startWith(alice, bob);
    int speakers = 8;
    int lines = 400; // so few that nobody is behind
    List<Task<Guest>> speaking = new ArrayList<>();
    for (int i = 0; i < speakers; i++) {
      Guest speaker = new Guest("198.51.100.1:" + i, clock);
      speaking.add(
          Task.start(
              () -> {
                join(speaker);
                for (int line = 0; line < lines; line++) {
                  say(speaker, "" + line);
                }
                broadcaster.submit(new RoomEvent.Left(speaker.member(), LeaveReason.EXIT));
                return speaker;
              }));
    }
    Map<String, List<String>> expected = new HashMap<>();
    for (Task<Guest> task : speaking) {
      Guest speaker = task.result();
      List<String> own = new ArrayList<>(List.of(speaker.says("login")));
      for (int line = 0; line < lines; line++) {
        own.add(speaker.says("" + line));
      }
      own.add(speaker.says("login out"));
      expected.put(speaker.says(""), own);
    }
    List<String> heard = heardBy(alice);
    assertEquals(heard, heardBy(bob));
    Map<String, List<String>> bySpeaker = new HashMap<>();
    for (String line : heard) {
      String prefix = line.substring(0, line.lastIndexOf(':') + 1);
      bySpeaker.computeIfAbsent(prefix, key -> new ArrayList<>()).add(line);
    }
    assertEquals(expected, bySpeaker);
  }

  @Test
  void aDefectEndsTheClientItHappenedTo() {
    startWith(alice, bob);
    broadcaster.submit(new RoomEvent.Said(alice.member(), null));
    say(alice, "am I still here?");
    say(bob, "what was that?");
    assertEquals(List.of(alice.says("login out"), bob.says("what was that?")), heardBy(bob));
    assertEquals(List.of(LeaveReason.DEFECT), alice.left());
    assertEquals(List.of(), bob.left());
  }

  @Test
  void aListenerThatFailsEndsAtMostItself() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    startWith(alice, clumsy, bob);
    broadcaster.submit(new RoomEvent.Left(clumsy.member(), LeaveReason.EXIT));
    say(bob, "what was that?");
    assertEquals(List.of(clumsy.says("login out"), bob.says("what was that?")), heardBy(alice));
    assertEquals(2, broadcaster.roster().size());
    assertEquals(1, clumsy.left().size());
  }

  @Test
  void aListenerThatFailsAtTheStopEndsAtMostItself() throws Exception {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    startWith(alice, clumsy, bob);
    assertTrue(broadcaster.stop(Duration.ofSeconds(10)));
    for (Guest guest : List.of(alice, bob)) {
      assertEquals(List.of("server is shutting down"), guest.hearsToTheEnd());
      assertEquals(List.of(LeaveReason.STOP), guest.left());
    }
  }

  /** Most are behind, and the clock stands still: the room would keep their pace for ever. */
  @Test
  void aStopIsNotHeldUpByThoseWhoAreBehind() throws Exception {
    startWith(alice, bob);
    Guest carol = new Guest("192.0.2.3:1003", clock);
    join(carol);
    say(carol, "x".repeat(300 * 1024));
    say(carol, "y");
    Task<List<String>> hearing =
        Task.start(
            () -> {
              List<String> heard = new ArrayList<>();
              while (!heard.contains("server is shutting down")) {
                heard.addAll(carol.hears());
              }
              return heard;
            });
    assertTrue(broadcaster.stop(Duration.ofSeconds(10)));
    List<String> heard = hearing.result();
    assertEquals(carol.says("y"), heard.get(heard.size() - 2));
  }

  @Test
  void whoeverSubmitsWaitsWhileTheQueueIsFull() {
    int queued = fillTheQueue();
    Task<Void> oneMore = Task.start(() -> say(alice, "one more")).awaitWaiting();
    assertFalse(oneMore.isDone());
    thread.start();
    oneMore.result();
    List<String> heard = heardBy(alice);
    assertEquals(queued + 2, heard.size());
    assertEquals(alice.says("one more"), heard.get(heard.size() - 1));
  }

  @Test
  void whoeverOffersDoesNotWaitWhereTheQueueIsFull() {
    int capacity = fillTheQueue();
    assertFalse(broadcaster.offer(new RoomEvent.Joined(bob.member())));
    assertEquals(capacity, broadcaster.queued());
    thread.start();
    heardBy(alice);
    assertTrue(broadcaster.offer(new RoomEvent.Joined(bob.member())));
    heardBy(bob);
    assertEquals(2, broadcaster.roster().size());
  }

  @Test
  void nobodyWaitsForABroadcasterThatHasEnded() {
    fillTheQueue();
    Task<Void> submitting = Task.start(() -> say(alice, "one more")).awaitWaiting();
    broadcaster.close();
    submitting.result();
    for (int i = 0; i < 1_000; i++) {
      say(alice, "nobody hears this");
    }
  }

  /** More than the queue takes, so that each has to let in the next. */
  @Test
  void noneOfManyWaitsForABroadcasterThatHasEnded() {
    int waiting = 3 * fillTheQueue();
    List<Task<Void>> submissions = new ArrayList<>();
    for (int i = 0; i < waiting; i++) {
      submissions.add(Task.start(() -> say(alice, "one more")));
    }
    submissions.forEach(Task::awaitWaiting);
    broadcaster.close();
    submissions.forEach(Task::result);
  }

  @Test
  void aStopDoesNotWaitForEverWhereTheQueueIsFull() throws Exception {
    fillTheQueue();
    assertFalse(broadcaster.stop(Duration.ofMillis(10)));
  }

  @Test
  void aHandOutThatFailsEndsNobody() {
    startWith(alice);
    Member withoutOutbox = new Member("192.0.2.66:666", null, reason -> {});
    broadcaster.submit(new RoomEvent.Observing(withoutOutbox));
    say(alice, "hello");
    assertEquals(List.of(alice.says("hello")), heardBy(alice));
  }

  @Test
  void aStopSeesEveryoneOffEvenWhereItsHandOutFails() throws Exception {
    startWith(alice, bob);
    Member withoutOutbox = new Member("192.0.2.66:666", null, reason -> {});
    broadcaster.submit(new RoomEvent.Observing(withoutOutbox));
    assertTrue(broadcaster.stop(Duration.ofSeconds(10)));
    for (Guest guest : List.of(alice, bob)) {
      assertEquals(List.of("server is shutting down"), guest.hearsToTheEnd());
      assertEquals(List.of(LeaveReason.STOP), guest.left());
    }
  }

  @Test
  void anInterruptEndsTheWaitAndIsNotSwallowed() {
    fillTheQueue();
    Task<Boolean> sending =
        Task.start(
            () -> {
              say(alice, "one more");
              return Thread.interrupted();
            });
    sending.awaitWaiting().interrupt();
    assertTrue(sending.result());
  }

  /** Alice joins and speaks until nothing more fits; nobody drains it yet. */
  private int fillTheQueue() {
    join(alice);
    int capacity = 256;
    for (int i = 1; i < capacity; i++) {
      say(alice, "line " + i);
    }
    assertEquals(capacity, broadcaster.queued());
    return capacity;
  }
}
