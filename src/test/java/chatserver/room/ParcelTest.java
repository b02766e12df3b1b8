package chatserver.room;

import static chatserver.room.Guest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParcelTest {
  private final SlabPool pool = new SlabPool();
  private final Parcel parcel = new Parcel();

  private Slab slabWith(String content) {
    Slab slab = pool.take(content.length());
    slab.bytes.put(content.getBytes(UTF_8));
    return slab;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void itIsWrittenInOrderHoweverLittleGoesOutWithACall(int atOnce) {
    Slab slab = slabWith("one two three four");
    parcel.add(slab, 0, 4);
    parcel.add(ByteBuffer.wrap(text("(a reply) ")));
    parcel.add(slab, 4, 8);
    parcel.add(slab, 8, 14);
    parcel.add(slabWith("five"), 0, 4);
    parcel.add(ByteBuffer.wrap(text("(another)")));
    assertEquals(14 + 4 + 10 + 9, parcel.bytes());
    assertEquals("one (a reply) two three five(another)", new Sink(atOnce).takeAll(parcel).text());
    assertEquals(0, parcel.bytes());
  }

  @Test
  void allThatWaitsGoesOutWithOneCall() {
    for (int i = 0; i < 100; i++) {
      parcel.add(slabWith("line " + i), 0, 6);
      parcel.add(ByteBuffer.wrap(text("reply")));
    }
    assertEquals(1, new Sink().takeAll(parcel).calls());
  }

  @Test
  void stretchesThatFollowOnEachOtherAreOnePiece() throws IOException {
    Slab slab = pool.take(SlabPool.SLAB_BYTES);
    int length = Parcel.MAX_DIRECT_CALL / 1024;
    for (int i = 0; i < 1024; i++) {
      parcel.add(slab, length * i, length * (i + 1));
    }
    parcel.add(pool.take(10), 0, 10);
    assertEquals(Parcel.MAX_DIRECT_CALL, parcel.writeTo(new Sink()));
  }

  @Test
  void whatStandsBetweenTwoStretchesIsLeftOut() {
    Slab slab = slabWith("0123456789");
    parcel.add(slab, 0, 2);
    parcel.add(slab, 4, 6);
    assertEquals("0145", new Sink().takeAll(parcel).text());
  }

  @Test
  void aLargeParcelGoesOutPieceByPiece() throws IOException {
    int calls = SlabPool.SLAB_BYTES / Parcel.MAX_DIRECT_CALL;
    parcel.add(pool.take(SlabPool.SLAB_BYTES), 0, SlabPool.SLAB_BYTES);
    parcel.add(pool.take(SlabPool.SLAB_BYTES), 0, SlabPool.SLAB_BYTES);
    Sink sink = new Sink();
    assertEquals(Parcel.MAX_DIRECT_CALL, parcel.writeTo(sink));
    assertEquals(2 * SlabPool.SLAB_BYTES - Parcel.MAX_DIRECT_CALL, parcel.bytes());
    assertEquals(2 * calls, sink.takeAll(parcel).calls());
  }

  @Test
  void aSlabIsLetGoOfAsSoonAsItIsWritten() throws IOException {
    Slab slab = slabWith("0123456789");
    parcel.add(slab, 0, 10);
    parcel.add(ByteBuffer.wrap(text("reply")));
    slab.release();
    Sink sink = new Sink(9);
    parcel.writeTo(sink);
    assertNotSame(slab, pool.take(1));
    parcel.writeTo(sink);
    assertSame(slab, pool.take(1));
  }

  @Test
  void whatIsForgottenIsLetGoOfOnceAndTheParcelIsAsGoodAsNew() {
    Slab slab = slabWith("0123456789");
    parcel.add(slab, 0, 5);
    parcel.add(ByteBuffer.wrap(text("reply")));
    parcel.add(slab, 5, 10);
    parcel.clear();
    parcel.clear();
    assertTrue(parcel.isEmpty());
    assertEquals(0, parcel.bytes());
    assertNotSame(slab, pool.take(1), "the one who fills it still holds it");
    parcel.add(slab, 2, 4);
    assertFalse(parcel.isEmpty());
    assertEquals("23", new Sink().takeAll(parcel).text());
    parcel.clear();
    slab.release();
    assertSame(slab, pool.take(1));
  }
}
