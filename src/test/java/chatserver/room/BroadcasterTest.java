package chatserver.room;

import static chatserver.room.Guest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.Name;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcasterTest {
  private final ManualClock clock = new ManualClock();
  private final Broadcaster broadcaster =
      new Broadcaster(new RoomConfig(List.of(), 0, 64 * 1024 * 1024), clock);
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

  /** Starts the broadcaster with these in the room, who have heard of each other. */
  private void startWith(Guest... guests) {
    thread.start();
    join(guests);
    broadcaster.sync();
    for (Guest guest : guests) {
      guest.hears();
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
    broadcaster.sync();
    assertEquals(
        List.of(
            alice.says("one"),
            alice.says("renamed to Alice"),
            alice.whispers("Alice", "192.0.2.2:1002", "psst"),
            alice.says("Alice", "two"),
            alice.says("Alice", "login out")),
        bob.hears());
  }

  @Test
  void aSyncWaitsForAllThatThisThreadHasSubmitted() {
    startWith(alice);
    for (int i = 0; i < 2_000; i++) {
      say(alice, "line " + i);
      broadcaster.sync();
      assertEquals(List.of(alice.says("line " + i)), alice.hears());
    }
  }

  @Test
  void eachOfManyIsHeardInItsOrderAndAllHearTheSame() throws Exception {
    startWith(alice, bob);
    int speakers = 8;
    int lines = 400; // so few that nobody is behind
    List<FutureTask<Guest>> speaking = new ArrayList<>();
    for (int i = 0; i < speakers; i++) {
      Guest speaker = new Guest("198.51.100.1:" + i, clock);
      FutureTask<Guest> task =
          new FutureTask<>(
              () -> {
                join(speaker);
                for (int line = 0; line < lines; line++) {
                  say(speaker, "" + line);
                }
                broadcaster.submit(new RoomEvent.Left(speaker.member(), LeaveReason.EXIT));
                return speaker;
              });
      speaking.add(task);
      new Thread(task, "speaker").start();
    }
    Map<String, List<String>> expected = new HashMap<>();
    for (FutureTask<Guest> task : speaking) {
      Guest speaker = task.get(30, TimeUnit.SECONDS);
      List<String> own = new ArrayList<>(List.of(speaker.says("login")));
      for (int line = 0; line < lines; line++) {
        own.add(speaker.says("" + line));
      }
      own.add(speaker.says("login out"));
      expected.put(speaker.says(""), own);
    }
    broadcaster.sync();

    List<String> heard = alice.hears();
    assertEquals(heard, bob.hears());
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
    broadcaster.sync();
    assertEquals(List.of(alice.says("login out"), bob.says("what was that?")), bob.hears());
    assertEquals(List.of(LeaveReason.DEFECT), alice.left());
    assertEquals(List.of(), bob.left());
  }

  @Test
  void aListenerThatFailsEndsAtMostItself() {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    startWith(alice, clumsy, bob);
    broadcaster.submit(new RoomEvent.Left(clumsy.member(), LeaveReason.EXIT));
    say(bob, "what was that?");
    broadcaster.sync();
    assertEquals(List.of(clumsy.says("login out"), bob.says("what was that?")), alice.hears());
    assertEquals(2, broadcaster.roster().size());
    assertEquals(1, clumsy.left().size());
  }

  @Test
  void aListenerThatFailsAtTheStopEndsAtMostItself() throws Exception {
    Guest clumsy = Guest.thatFailsToLeave("192.0.2.66:666");
    startWith(alice, clumsy, bob);
    assertTrue(broadcaster.stop(Duration.ofSeconds(10)));
    broadcaster.sync();
    for (Guest guest : List.of(alice, bob)) {
      assertEquals(List.of("server is shutting down"), guest.hears());
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
    FutureTask<List<String>> hearing =
        new FutureTask<>(
            () -> {
              List<String> heard = new ArrayList<>();
              while (!heard.contains("server is shutting down")) {
                heard.addAll(carol.hears());
              }
              return heard;
            });
    Thread listener = new Thread(hearing, "listens");
    listener.setDaemon(true);
    listener.start();
    assertTrue(broadcaster.stop(Duration.ofSeconds(10)));
    List<String> heard = hearing.get(10, TimeUnit.SECONDS);
    assertEquals(carol.says("y"), heard.get(heard.size() - 2));
  }

  @Test
  void whoeverSubmitsWaitsWhileTheQueueIsFull() throws Exception {
    int queued = fillTheQueue();
    FutureTask<Void> oneMore = new FutureTask<>(() -> say(alice, "one more"), null);
    Thread sender = new Thread(oneMore, "sender");
    sender.start();
    awaitWaiting(sender);
    assertFalse(oneMore.isDone());
    thread.start();
    oneMore.get(10, TimeUnit.SECONDS);
    broadcaster.sync();
    List<String> heard = alice.hears();
    assertEquals(queued + 2, heard.size());
    assertEquals(alice.says("one more"), heard.get(heard.size() - 1));
  }

  @Test
  void nobodyWaitsForABroadcasterThatHasEnded() throws Exception {
    fillTheQueue();
    FutureTask<Void> submitting = new FutureTask<>(() -> say(alice, "one more"), null);
    FutureTask<Void> syncing = new FutureTask<>(broadcaster::sync, null);
    Thread submitter = new Thread(submitting, "submits");
    Thread syncer = new Thread(syncing, "syncs");
    submitter.start();
    syncer.start();
    awaitWaiting(submitter);
    awaitWaiting(syncer);
    broadcaster.close();
    submitting.get(10, TimeUnit.SECONDS);
    syncing.get(10, TimeUnit.SECONDS);
    say(alice, "nobody hears this");
    broadcaster.sync();
  }

  /** More than the queue takes, so that each has to let in the next. */
  @Test
  void noneOfManyWaitsForABroadcasterThatHasEnded() throws Exception {
    int waiting = 3 * fillTheQueue();
    List<FutureTask<Void>> submissions = new ArrayList<>();
    List<Thread> submitters = new ArrayList<>();
    for (int i = 0; i < waiting; i++) {
      submissions.add(new FutureTask<>(() -> say(alice, "one more"), null));
      submitters.add(new Thread(submissions.get(i), "submits"));
      submitters.get(i).start();
    }
    for (Thread submitter : submitters) {
      awaitWaiting(submitter);
    }
    broadcaster.close();
    for (FutureTask<Void> submission : submissions) {
      submission.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStopDoesNotWaitForEverWhereTheQueueIsFull() throws Exception {
    fillTheQueue();
    assertFalse(broadcaster.stop(Duration.ofMillis(10)));
  }

  @Test
  void aHandOutThatFailsKeepsNobodyWaiting() {
    thread.start();
    Member withoutOutbox = new Member("192.0.2.66:666", null, reason -> {});
    broadcaster.submit(new RoomEvent.Observing(withoutOutbox));
    broadcaster.sync(); // or this would never end
  }

  @Test
  void anInterruptEndsTheWaitAndIsNotSwallowed() throws Exception {
    fillTheQueue();
    FutureTask<Boolean> interrupted =
        new FutureTask<>(
            () -> {
              say(alice, "one more");
              return Thread.interrupted();
            });
    Thread sender = new Thread(interrupted, "sender");
    sender.start();
    awaitWaiting(sender);
    sender.interrupt();
    assertTrue(interrupted.get(10, TimeUnit.SECONDS));
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

  /** Waits until it waits, and not for a time: to look at the clock is dear where thousands do. */
  private static void awaitWaiting(Thread waiting) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (waiting.getState() != Thread.State.WAITING) {
      assertTrue(waiting.isAlive());
      assertTrue(System.nanoTime() - deadline < 0, () -> waiting.getState().toString());
      Thread.onSpinWait();
    }
  }
}
