package chatserver.room;

import static chatserver.room.Guest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.failure.FatalError;
import chatserver.metrics.Counters;
import chatserver.protocol.Name;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcasterTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String GOODBYE = "server is shutting down";

  private final ManualClock clock = new ManualClock();
  private final Semaphore looks = new Semaphore(0); // at the clock
  private final Broadcaster broadcaster = broadcaster(64 * 1024 * 1024);
  private final Guest alice = new Guest("192.0.2.1:1001", clock);
  private final Guest bob = new Guest("192.0.2.2:1002", clock);
  private Task<Void> running;

  private Broadcaster broadcaster(long maxBacklog) {
    RoomConfig config = new RoomConfig(List.of(), 0, maxBacklog, Long.MAX_VALUE);
    return new Broadcaster(config, new Counters(), this::lookAtClock);
  }

  private long lookAtClock() {
    looks.release();
    return clock.getAsLong();
  }

  @AfterEach
  void itEnds() {
    broadcaster.beginShutdown();
    broadcaster.beginShutdown();
    if (running != null) {
      running.result();
    }
  }

  private void start() {
    running = Task.start(broadcaster::run);
  }

  private void join(Guest... guests) {
    for (Guest guest : guests) {
      broadcaster.submit(new RoomEvent.Joined(guest.member()));
    }
  }

  private void say(Guest guest, String text) {
    broadcaster.submit(new RoomEvent.Said(guest.member(), List.of(text(text))));
  }

  private void leave(Guest guest) {
    broadcaster.submit(new RoomEvent.Left(guest.member(), LeaveReason.EXIT));
  }

  /** What it has received once all that was submitted up to now is applied. */
  private List<String> receivedBy(Guest guest) {
    String mark = "That is all.";
    broadcaster.submit(new RoomEvent.Told(guest.member(), text(mark + "\r\n")));
    return guest.receivesUpTo(mark);
  }

  /** Starts the broadcaster with these in the room, who know of each other. */
  private void startWith(Guest... guests) {
    start();
    join(guests);
    for (Guest guest : guests) {
      receivedBy(guest);
    }
  }

  /** A stop whose events are all there before it begins. */
  private void runToTheEnd() throws InterruptedException {
    broadcaster.beginShutdown();
    broadcaster.run();
    assertTrue(broadcaster.awaitShutdown(Duration.ZERO));
  }

  @Test
  void whatIsSubmittedIsReceivedInOrder() {
    startWith(alice, bob);
    say(alice, "one");
    broadcaster.submit(new RoomEvent.Renamed(alice.member(), new Name("Alice", "alice")));
    String key = Name.keyOf(bob.address());
    broadcaster.submit(new RoomEvent.Whispered(alice.member(), bob.address(), key, "psst"));
    say(alice, "two");
    broadcaster.submit(new RoomEvent.AskedWho(bob.member()));
    leave(alice);
    assertEquals(
        List.of(
            alice.says("one"),
            alice.says("renamed to Alice"),
            alice.whispers("Alice", "192.0.2.2:1002", "psst"),
            alice.says("Alice", "two"),
            "user list:",
            "192.0.2.1:1001:Alice",
            "192.0.2.2:1002:192.0.2.2:1002",
            alice.says("Alice", "login out")),
        receivedBy(bob));
  }

  @Test
  void anAnswerStandsBehindAllThatThisThreadHasSubmitted() {
    startWith(alice);
    for (int i = 0; i < 2_000; i++) {
      say(alice, "line " + i);
      assertEquals(List.of(alice.says("line " + i)), receivedBy(alice));
    }
  }

  @Test
  void whatEveryoneReceivesIsDeliveredWithoutAnotherEvent() {
    startWith(alice, bob);
    say(alice, "one");
    say(alice, "end");
    assertEquals(List.of(alice.says("one")), bob.receivesUpTo(alice.says("end")));
    say(alice, "two");
    assertEquals(List.of(), bob.receivesUpTo(alice.says("two")));
  }

  @Test
  void eachOfManyIsReceivedInItsOrderAndAllReceiveTheSame() {
    startWith(alice, bob);
    int lines = 400; // so few that nobody is behind
    List<Task<Guest>> speaking =
        IntStream.range(0, 8)
            .mapToObj(i -> new Guest("198.51.100.1:" + i, clock))
            .map(speaker -> Task.start(() -> saysInTurn(speaker, lines)))
            .toList();
    Map<String, List<String>> expected = new HashMap<>();
    for (Task<Guest> task : speaking) {
      Guest speaker = task.result();
      List<String> own = new ArrayList<>(List.of(speaker.says("login")));
      IntStream.range(0, lines).forEach(line -> own.add(speaker.says("" + line)));
      own.add(speaker.says("login out"));
      expected.put(speaker.says(""), own);
    }
    List<String> received = receivedBy(alice);
    assertEquals(received, receivedBy(bob));
    Map<String, List<String>> bySpeaker = new HashMap<>();
    for (String line : received) {
      String prefix = line.substring(0, line.lastIndexOf(':') + 1);
      bySpeaker.computeIfAbsent(prefix, key -> new ArrayList<>()).add(line);
    }
    assertEquals(expected, bySpeaker);
  }

  /** As a reader does: one event at a time. */
  private Guest saysInTurn(Guest speaker, int lines) {
    EventPermit permit = speaker.member().permit();
    join(speaker);
    for (int line = 0; line < lines; line++) {
      RoomEvent event = new RoomEvent.Said(speaker.member(), List.of(text("" + line)));
      assertTrue(permit.acquire(event));
      assertTrue(broadcaster.queued() <= 10, "eight speakers, and no more");
      broadcaster.submit(event);
    }
    permit.awaitApplied();
    leave(speaker);
    return speaker;
  }

  /** Alice is the only one, and behind: most are. */
  private void makeTheRoomWait() throws InterruptedException {
    startWith(alice);
    say(alice, "x".repeat(300 * 1024));
    say(alice, "next");
    looks.drainPermits();
    looks.acquire(50); // it looks again and again
    assertEquals(1, broadcaster.queued());
  }

  @Test
  void nothingIsAppliedWhileTheRoomWaitsForSlowReaders() throws InterruptedException {
    makeTheRoomWait();
    assertEquals(1, alice.receivesUpTo(alice.says("next")).size());
  }

  @Test
  void aStopDoesNotWaitForSlowReaders() throws InterruptedException {
    makeTheRoomWait();
    broadcaster.beginShutdown();
    assertTrue(broadcaster.awaitShutdown(LONG));
    assertEquals(GOODBYE, lastOf(alice.receivesToTheEnd()));
  }

  @Test
  void itTellsWhatIsRetained() {
    Counters counters = new Counters();
    broadcaster.addFigures(counters);
    long retained = counters.read().get("chat_retained_bytes");
    assertEquals(2 * Slab.BYTES, retained, "a public and a private slab");
  }

  @Test
  void anErrorThatIsFatalIsReportedWhereverItComesUp() {
    Error inAnEvent = new LinkageError("as it should be in this test");
    Error inAListener = new LinkageError("as it should be in this test");
    BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    FatalError.install(fatal::add);
    try {
      Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666", inAListener);
      startWith(clumsy);
      broadcaster.submit(new RoomEvent.Said(clumsy.member(), listThatFails(inAnEvent)));
      assertEquals(inAnEvent, Task.start(fatal::take).result());
      assertEquals(inAListener, Task.start(fatal::take).result());
    } finally {
      FatalError.install(error -> {});
    }
  }

  private static List<byte[]> listThatFails(Error error) {
    return new AbstractList<>() {
      @Override
      public byte[] get(int index) {
        throw error;
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }

  @Test
  void aDefectInOneEventRemovesThatMemberOnly() {
    startWith(alice, bob);
    broadcaster.submit(new RoomEvent.Said(alice.member(), null));
    say(alice, "am I still here?");
    say(bob, "what was that?");
    assertEquals(List.of(alice.says("login out"), bob.says("what was that?")), receivedBy(bob));
    assertEquals(List.of(LeaveReason.DEFECT), alice.left());
    assertEquals(List.of(), bob.left());
  }

  @Test
  void aDefectInAnEventOfTheOperatorEndsOnlyTheMemberConcerned() {
    startWith(alice, bob);
    bob.breakOutbox();
    broadcaster.submit(new RoomEvent.Kicked(List.of(bob.member()), text("kicked\r\n")));
    say(alice, "still here");
    assertEquals(
        List.of(bob.says("kicked leave out"), alice.says("still here")), receivedBy(alice));
    assertEquals(List.of(LeaveReason.KICKED), bob.left());
  }

  @Test
  void aReaderWhoseEventFailedDoesNotWaitForIt() {
    start();
    join(alice);
    RoomEvent event = new RoomEvent.Said(alice.member(), null);
    assertTrue(alice.member().permit().acquire(event));
    broadcaster.submit(event);
    alice.member().permit().awaitApplied(); // or this would never end
    assertEquals(List.of(LeaveReason.DEFECT), alice.left());
  }

  @Test
  void aJoinThatFailsIsAnnouncedAndTakenBack() {
    startWith(alice);
    bob.breakOutbox();
    join(bob);
    assertEquals(List.of(bob.says("login"), bob.says("login out")), receivedBy(alice));
    assertEquals(List.of(LeaveReason.DEFECT), bob.left());
    assertEquals(1, broadcaster.roster().size());
    Guest heir = new Guest(bob.address(), clock);
    join(heir);
    assertEquals(List.of(heir.says("login"), heir.says("I am here")), receivedBy(heir));
  }

  @Test
  void aListenerThatFailsEndsAtMostItself() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    startWith(alice, clumsy, bob);
    leave(clumsy);
    say(bob, "what was that?");
    assertEquals(List.of(clumsy.says("login out"), bob.says("what was that?")), receivedBy(alice));
    assertEquals(2, broadcaster.roster().size());
    assertEquals(1, clumsy.left().size());
  }

  @Test
  void aDeliveryThatFailsEndsNobody() {
    Guest observer = new Guest("transcript", clock);
    observer.breakOutbox();
    startWith(alice);
    broadcaster.submit(new RoomEvent.Observing(observer.member()));
    say(alice, "hello");
    assertEquals(List.of(), alice.receivesUpTo(alice.says("hello")));
    say(alice, "still here");
    assertEquals(List.of(), alice.receivesUpTo(alice.says("still here")));
    assertEquals(List.of(), alice.left());
  }

  @Test
  void whatIsQueuedAtAStopIsAppliedThenEveryoneIsToldAndNothingFollows()
      throws InterruptedException {
    Guest observer = new Guest("transcript", clock);
    broadcaster.submit(new RoomEvent.Observing(observer.member()));
    join(alice, bob);
    say(alice, "one");
    leave(bob);
    say(alice, "two");
    broadcaster.beginShutdown();
    int queued = broadcaster.queued();
    say(alice, "too late");
    join(new Guest("192.0.2.3:1003", clock));
    assertEquals(queued, broadcaster.queued(), "what comes later is dropped");
    runToTheEnd();
    List<String> said =
        List.of(
            alice.says("login"),
            bob.says("login"),
            alice.says("one"),
            bob.says("login out"),
            alice.says("two"),
            GOODBYE);
    assertEquals(said, observer.receivesToTheEnd());
    List<String> received = new ArrayList<>(alice.receivesToTheEnd());
    assertTrue(received.remove(alice.says("I am here")));
    assertEquals(said, received);
    assertEquals(List.of(LeaveReason.STOP), alice.left());
    assertEquals(List.of(LeaveReason.EXIT), bob.left());
  }

  @Test
  void nobodyBlocksWhoSubmitsWhetherTheBroadcasterRunsOrNot() throws InterruptedException {
    join(alice);
    for (int i = 0; i < 10_000; i++) {
      say(alice, "x");
    }
    assertEquals(10_001, broadcaster.queued());
    runToTheEnd();
    assertEquals(0, broadcaster.queued());
    assertEquals(10_003, alice.receivesToTheEnd().size());
    for (int i = 0; i < 10_000; i++) {
      say(alice, "nobody receives this");
    }
    assertEquals(0, broadcaster.queued());
  }

  @Test
  void aStopEndsABroadcasterThatWaitsForAnEvent() throws InterruptedException {
    startWith(alice, bob);
    broadcaster.beginShutdown();
    assertTrue(broadcaster.awaitShutdown(LONG));
    running.result();
    assertEquals(List.of(GOODBYE), bob.receivesToTheEnd());
  }

  @Test
  void whoWaitsForAStopThatDoesNotComeIsTold() throws InterruptedException {
    assertFalse(broadcaster.awaitShutdown(Duration.ZERO));
  }

  @Test
  void aListenerThatFailsAtTheStopEndsAtMostItself() throws InterruptedException {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    startWith(alice, clumsy, bob);
    assertEveryoneIsToldOfTheStop();
  }

  @Test
  void aStopTellsEveryoneEvenWhereItsDeliveryFails() throws InterruptedException {
    Guest observer = new Guest("transcript", clock);
    observer.breakOutbox();
    startWith(alice, bob);
    broadcaster.submit(new RoomEvent.Observing(observer.member()));
    assertEveryoneIsToldOfTheStop();
    assertEquals(List.of(LeaveReason.STOP), observer.left());
  }

  private void assertEveryoneIsToldOfTheStop() throws InterruptedException {
    broadcaster.beginShutdown();
    assertTrue(broadcaster.awaitShutdown(LONG));
    for (Guest guest : List.of(alice, bob)) {
      assertEquals(GOODBYE, lastOf(guest.receivesToTheEnd()));
      assertEquals(List.of(LeaveReason.STOP), guest.left());
    }
  }

  private static String lastOf(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
