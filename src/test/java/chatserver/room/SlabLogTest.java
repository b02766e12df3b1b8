package chatserver.room;

import static chatserver.room.Guest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlabLogTest {
  /** What a private record takes at least. */
  private static final int RECORD = 128;

  private final SlabPool pool = new SlabPool(Long.MAX_VALUE);
  private final Stretches stretches = new Stretches();

  private SlabLog log(boolean isPublic) {
    return isPublic ? SlabLog.ofPublicLines(pool) : SlabLog.ofPrivateLines(pool);
  }

  private long retainedSlabs() {
    return pool.retainedBytes() / Slab.BYTES;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsAppendedIsReadInOrder(boolean isPublic) {
    SlabLog log = log(isPublic);
    log.append(text("one "), stretches);
    log.append(text(""), stretches);
    log.append(text("two"), stretches);
    assertEquals(7, isPublic ? stretches.publicBytes() : stretches.privateBytes());
    assertEquals("one two", new Sink().takeAll(stretches).text());
  }

  @Test
  void publicLinesThatFollowOnEachOtherAreOneStretch() {
    SlabLog log = log(true);
    log.append(text("one "), stretches);
    log.append(text("two"), stretches);
    assertEquals(7, stretches.firstBytes().remaining());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsLongerThanASlabIsWhole(boolean isPublic) {
    SlabLog log = log(isPublic);
    String start = "start";
    String text = "0123456789".repeat(Slab.BYTES / 4);
    log.append(text(start), stretches);
    log.append(text(text), stretches);
    assertEquals(start + text, new Sink().takeAll(stretches).text());
  }

  @Test
  void theEndIsTheNumberOfPublicBytesSinceTheBeginning() {
    SlabLog log = log(true);
    assertEquals(0, log.end());
    log.append(new byte[10], stretches);
    assertEquals(10, log.end());
    log.append(new byte[Slab.BYTES - 10], stretches);
    assertEquals(Slab.BYTES, log.end());
    log.append(new byte[3 * Slab.BYTES + 1], stretches);
    assertEquals(4L * Slab.BYTES + 1, log.end());
  }

  @Test
  void aSlabIsTakenWhenThereIsSomethingForItAndReleasedWhenItIsFullAndRead() {
    SlabLog log = log(true);
    log.append(new byte[Slab.BYTES], stretches);
    assertEquals(1, retainedSlabs());
    log.append(new byte[1], stretches);
    assertEquals(2, retainedSlabs());
    stretches.clear();
    assertEquals(1, retainedSlabs(), "the log fills it");
  }

  @ParameterizedTest(name = "records of {0} bytes: {1} in a slab")
  @CsvSource({"1, 2048", "127, 2048", "128, 2048", "129, 1024", "256, 1024", "257, 682"})
  void aPrivateRecordTakesAMultipleOf128Bytes(int bytes, int inSlab) {
    SlabLog log = log(false);
    int wholeInSlab = 0;
    while (retainedSlabs() == 1) {
      log.append(new byte[bytes], stretches);
      wholeInSlab += retainedSlabs() == 1 ? 1 : 0;
    }
    assertEquals(inSlab, wholeInSlab);
    assertEquals((inSlab + 1L) * bytes, stretches.privateBytes());
  }

  @Test
  void aPublicLineTakesItsBytesAndNoMore() {
    SlabLog log = log(true);
    for (int i = 0; i < Slab.BYTES; i++) {
      log.append(new byte[1], stretches);
    }
    assertEquals(1, retainedSlabs());
  }

  @Test
  void anEmptyRecordTakesNothing() {
    SlabLog log = log(false);
    for (int i = 0; i < 2 * Slab.BYTES / RECORD; i++) {
      log.append(new byte[0], stretches);
    }
    assertTrue(stretches.isEmpty());
    assertEquals(1, retainedSlabs());
  }
}
