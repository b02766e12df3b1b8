package chatserver.room;

import static chatserver.room.Guest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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

  private boolean reply(String lines) {
    return outbox.reply(ByteBuffer.wrap(text(lines)));
  }

  private String taken() {
    return new Sink().takeAll(outbox.take()).text();
  }

  /** Runs it on a thread of its own and returns once that blocks. */
  private static <T> FutureTask<T> untilItBlocks(Callable<T> task) {
    FutureTask<T> running = new FutureTask<>(task);
    Thread thread = new Thread(running, "blocks");
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it did not block");
      Thread.onSpinWait();
    }
    return running;
  }

  private static <T> T resultOf(FutureTask<T> task) throws Exception {
    return task.get(10, TimeUnit.SECONDS);
  }

  @Test
  void allThatWaitsIsTakenAtOnceAndInOrder() {
    offer("one ");
    reply("(two) ");
    outbox.offer(text("three "));
    outbox.replyAtOnce(text("(four) "));
    offer("five");
    assertEquals("one (two) three (four) five", taken());
    offer("six");
    assertEquals("six", taken());
  }

  @Test
  void whoeverPutsSomethingInWakesTheWriter() throws Exception {
    List<Runnable> ways =
        List.of(
            () -> offer("text"),
            () -> outbox.offer(text("text")),
            () -> reply("text"),
            () -> outbox.replyAtOnce(text("text")));
    for (Runnable way : ways) {
      FutureTask<String> writer = untilItBlocks(this::taken);
      way.run();
      assertEquals("text", resultOf(writer));
    }
  }

  @Test
  void closingWakesTheWriter() throws Exception {
    FutureTask<Parcel> writer = untilItBlocks(outbox::take);
    outbox.close();
    assertNull(resultOf(writer));
  }

  @Test
  void discardingWakesTheWriter() throws Exception {
    FutureTask<Parcel> writer = untilItBlocks(outbox::take);
    outbox.discard();
    assertNull(resultOf(writer));
  }

  @Test
  void whatWaitsAtTheCloseIsStillDeliveredButNothingMore() {
    offer("one ");
    reply("two");
    outbox.close();
    outbox.close();
    offer("three");
    outbox.offer(text("three"));
    outbox.replyAtOnce(text("three"));
    assertFalse(reply("three"));
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
    assertFalse(reply("three"));
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
    outbox.replyAtOnce(text("012"));
    assertEquals(5, outbox.backlog());
    outbox.take();
    reply("0123456789");
    assertEquals(5, outbox.backlog());
    outbox.take();
    assertEquals(0, outbox.backlog());
  }

  @Test
  void aReplyWaitsWhileTooMuchOfEarlierOnesWaits() throws Exception {
    reply("x".repeat(MANY - 1));
    reply("y".repeat(MANY)); // there was room for a little more
    FutureTask<Boolean> third = untilItBlocks(() -> reply("z"));
    offer("the room goes on");
    outbox.replyAtOnce(text("and so does the timer"));
    assertFalse(third.isDone());
    outbox.take();
    assertTrue(resultOf(third));
    assertEquals("z", taken());
  }

  @Test
  void aReplyThatWaitsGivesUpWhereTheOutboxCloses() throws Exception {
    reply("x".repeat(MANY));
    FutureTask<Boolean> second = untilItBlocks(() -> reply("y"));
    outbox.close();
    assertFalse(resultOf(second));
  }

  @Test
  void aReplyThatWaitsGivesUpWhereTheOutboxIsDiscarded() throws Exception {
    reply("x".repeat(MANY));
    FutureTask<Boolean> second = untilItBlocks(() -> reply("y"));
    outbox.discard();
    assertFalse(resultOf(second));
  }

  /** Whatever is put in from several threads comes out once, and for each of them in order. */
  @Test
  void nothingIsLostBetweenThoseWhoPutInAndTheOneWhoTakes() throws Exception {
    int each = 20_000;
    Thread room =
        new Thread(
            () -> {
              for (int i = 0; i < each; i++) {
                Slab slab = pool.take(16);
                String line = "room " + i + "\r\n";
                slab.bytes.put(text(line));
                outbox.offer(slab, 0, line.length());
                slab.release();
              }
            });
    Thread reader =
        new Thread(
            () -> {
              for (int i = 0; i < each; i++) {
                reply("reply " + i + "\r\n");
              }
            });
    room.start();
    reader.start();
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
    room.join();
    reader.join();
    outbox.close();
    assertNull(outbox.take());
    assertEquals(0, outbox.backlog());
  }
}
