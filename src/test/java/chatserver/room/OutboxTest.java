package chatserver.room;

import static chatserver.room.Guest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final int MANY = 64 * 1024;

  private final SlabPool pool = new SlabPool();
  private final Outbox outbox = new Outbox(new ManualClock());

  private Slab slabWith(String content) {
    Slab slab = pool.take(content.length());
    slab.bytes.put(content.getBytes(UTF_8));
    return slab;
  }

  private void offer(String lines) {
    outbox.offer(slabWith(lines), 0, lines.length());
  }

  private void reply(String lines) {
    outbox.reply(text(lines));
  }

  private String taken() {
    return new Sink().takeAll(outbox.take()).text();
  }

  @Test
  void allThatWaitsIsTakenAtOnceAndInOrder() {
    offer("one ");
    reply("(two) ");
    outbox.offer(text("three "));
    outbox.answer(text("(four) "));
    offer("five");
    assertEquals("one (two) three (four) five", taken());
    offer("six");
    assertEquals("six", taken());
  }

  @Test
  void whoeverPutsSomethingInWakesTheWriter() {
    List<Runnable> ways =
        List.of(
            () -> offer("text"),
            () -> outbox.offer(text("text")),
            () -> reply("text"),
            () -> outbox.answer(text("text")));
    for (Runnable way : ways) {
      Task<String> writer = Task.start(this::taken).awaitWaiting();
      way.run();
      assertEquals("text", writer.result());
    }
  }

  @Test
  void closingWakesTheWriter() {
    Task<Parcel> writer = Task.start(outbox::take).awaitWaiting();
    outbox.close();
    assertNull(writer.result());
  }

  @Test
  void discardingWakesTheWriter() {
    Task<Parcel> writer = Task.start(outbox::take).awaitWaiting();
    outbox.discard();
    assertNull(writer.result());
  }

  @Test
  void whatWaitsAtTheCloseIsStillDeliveredButNothingMore() {
    offer("one ");
    reply("two");
    outbox.close();
    outbox.close();
    offer("three");
    outbox.offer(text("three"));
    reply("three");
    assertFalse(outbox.awaitReplies());
    assertFalse(outbox.expectAnswer());
    assertEquals("one two", taken());
    assertNull(outbox.take());
    assertNull(outbox.take());
  }

  @Test
  void whatWaitsAtADiscardIsThrownAway() {
    Slab slab = slabWith("one");
    outbox.offer(slab, 0, 3);
    slab.release();
    outbox.discard();
    outbox.discard();
    assertSame(slab, pool.take(1), "nobody holds it any more");
    offer("two");
    reply("three");
    assertNull(outbox.take());
  }

  @Test
  void aDiscardBehindACloseThrowsAwayWhatIsLeft() {
    offer("one");
    outbox.close();
    outbox.discard();
    assertNull(outbox.take());
  }

  @Test
  void aWriterThatEndsLetsGoOfWhatItHadTaken() {
    Slab slab = slabWith("0123456789");
    outbox.offer(slab, 0, 5);
    outbox.take();
    outbox.offer(slab, 5, 10);
    slab.release();
    assertNotSame(slab, pool.take(1));
    outbox.abandon();
    assertSame(slab, pool.take(1));
    assertEquals(0, outbox.backlog(), "or the room would wait for it");
    assertNull(outbox.take());
  }

  @Test
  void theBacklogIsWhatTheRoomHasSaidAndTheClientHasNotTaken() {
    assertEquals(0, outbox.backlog());
    offer("0123456789");
    outbox.offer(text("01234"));
    assertEquals(15, outbox.backlog());
    Parcel parcel = outbox.take();
    assertEquals(15, outbox.backlog(), "what is being written counts");
    offer("012");
    assertEquals(18, outbox.backlog());
    new Sink().takeAll(parcel);
    outbox.take();
    assertEquals(3, outbox.backlog());
  }

  @Test
  void aClientsOwnRepliesDoNotCountAgainstIt() {
    reply("0123456789");
    offer("01234");
    outbox.answer(text("012"));
    assertEquals(5, outbox.backlog());
    outbox.take();
    reply("0123456789");
    assertEquals(5, outbox.backlog());
    outbox.take();
    assertEquals(0, outbox.backlog());
  }

  @Test
  void whoReadsForTheClientWaitsWhileTooManyRepliesWait() {
    reply("x".repeat(MANY / 2));
    assertTrue(outbox.awaitReplies());
    reply("y".repeat(MANY / 2));
    Task<Boolean> waiting = Task.start(outbox::awaitReplies).awaitWaiting();
    offer("the room goes on");
    reply("and so does the timer");
    assertFalse(waiting.isDone());
    outbox.take();
    assertTrue(waiting.result());
  }

  /** Each is kept as a piece of its own, which takes more than its bytes. */
  @Test
  void tinyRepliesCountForMoreThanTheirBytes() {
    for (int i = 0; i < MANY / 100; i++) {
      reply("x");
    }
    Task<Boolean> waiting = Task.start(outbox::awaitReplies).awaitWaiting();
    outbox.take();
    assertTrue(waiting.result());
  }

  @Test
  void whoReadsForTheClientWaitsWhileAnAnswerIsToCome() {
    assertTrue(outbox.expectAnswer());
    Task<Boolean> next = Task.start(outbox::expectAnswer).awaitWaiting();
    reply("idle: you will be disconnected in 15 s"); // not the one
    assertFalse(next.isDone());
    outbox.answer(text("help is on its way"));
    assertTrue(next.result());
    assertFalse(Task.start(outbox::awaitReplies).awaitWaiting().isDone());
    outbox.answer(text("and again"));
  }

  @Test
  void whoeverWaitsGivesUpWhereTheOutboxCloses() {
    outbox.expectAnswer();
    Task<Boolean> waiting = Task.start(outbox::expectAnswer).awaitWaiting();
    outbox.close();
    assertFalse(waiting.result());
  }

  @Test
  void whoeverWaitsGivesUpWhereTheOutboxIsDiscarded() {
    reply("x".repeat(MANY));
    Task<Boolean> waiting = Task.start(outbox::awaitReplies).awaitWaiting();
    outbox.discard();
    assertFalse(waiting.result());
  }

  @Test
  void whatIsForThisClientAloneIsHeldUntilItIsWritten() {
    byte[] list = text("who is here");
    offer("for all, and not on the heap");
    assertEquals(new Outbox.Held(0, List.of()), outbox.held());
    outbox.offer(text("0123456789"));
    reply("x");
    assertEquals(new Outbox.Held(11 + 2 * Outbox.PIECE_BYTES, List.of()), outbox.held());
    outbox.answerShared(list);
    Outbox.Held all = new Outbox.Held(11 + 3 * Outbox.PIECE_BYTES, List.of(list));
    assertEquals(all, outbox.held());
    assertEquals(all.own() + list.length, all.bytes());
    outbox.take();
    assertEquals(all, outbox.held());
    outbox.answer(text("yz"));
    outbox.take();
    assertEquals(new Outbox.Held(2 + Outbox.PIECE_BYTES, List.of()), outbox.held());
    outbox.answerShared(list);
    outbox.abandon();
    assertEquals(new Outbox.Held(0, List.of()), outbox.held());
    assertTrue(outbox.isAbandoned());
  }

  /** Whatever is put in from several threads comes out once, and for each of them in order. */
  @Test
  void nothingIsLostBetweenThoseWhoPutInAndTheOneWhoTakes() {
    int each = 20_000;
    Task<Void> room =
        Task.start(
            () -> {
              for (int i = 0; i < each; i++) {
                Slab slab = pool.take(16);
                String line = "room " + i + "\r\n";
                slab.bytes.put(text(line));
                outbox.offer(slab, 0, line.length());
                slab.release();
              }
            });
    Task<Void> reader =
        Task.start(
            () -> {
              for (int i = 0; i < each; i++) {
                reply("reply " + i + "\r\n");
              }
            });
    Sink sink = new Sink();
    int roomLines = 0;
    int replies = 0;
    while (roomLines < each || replies < each) {
      for (String line : sink.takeAll(outbox.take()).lines()) {
        if (line.startsWith("room ")) {
          assertEquals("room " + roomLines++, line);
        } else {
          assertEquals("reply " + replies++, line);
        }
      }
    }
    room.result();
    reader.result();
    outbox.close();
    assertNull(outbox.take());
    assertEquals(0, outbox.backlog());
  }
}
