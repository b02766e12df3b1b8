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
import java.nio.ByteBuffer;
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

  private boolean reply(String lines) {
    return outbox.reply(ByteBuffer.wrap(text(lines)));
  }

  private String taken() {
    return new Sink().takeAll(outbox.take()).text();
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
  void whoeverPutsSomethingInWakesTheWriter() {
    List<Runnable> ways =
        List.of(
            () -> offer("text"),
            () -> outbox.offer(text("text")),
            () -> reply("text"),
            () -> outbox.replyAtOnce(text("text")));
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
  void aReplyWaitsWhileTooMuchOfEarlierOnesWaits() {
    reply("x".repeat(MANY - 1));
    reply("y".repeat(MANY)); // there was room for a little more
    Task<Boolean> third = Task.start(() -> reply("z")).awaitWaiting();
    offer("the room goes on");
    outbox.replyAtOnce(text("and so does the timer"));
    assertFalse(third.isDone());
    outbox.take();
    assertTrue(third.result());
    assertEquals("z", taken());
  }

  @Test
  void aReplyThatWaitsGivesUpWhereTheOutboxCloses() {
    reply("x".repeat(MANY));
    Task<Boolean> second = Task.start(() -> reply("y")).awaitWaiting();
    outbox.close();
    assertFalse(second.result());
  }

  @Test
  void aReplyThatWaitsGivesUpWhereTheOutboxIsDiscarded() {
    reply("x".repeat(MANY));
    Task<Boolean> second = Task.start(() -> reply("y")).awaitWaiting();
    outbox.discard();
    assertFalse(second.result());
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
