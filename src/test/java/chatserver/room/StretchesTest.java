package chatserver.room;

import static chatserver.room.Guest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StretchesTest {
  private static final int CALL = Stretches.MAX_CALL_BYTES;

  private final SlabPool pool = new SlabPool(Long.MAX_VALUE);
  private final Stretches stretches = new Stretches();

  private Slab slabWith(String content) {
    Slab slab = pool.take(true);
    slab.bytes.put(text(content));
    return slab;
  }

  private static String written(Stretches some) {
    return new Sink().takeAll(some).text();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void theyAreWrittenInOrderHoweverLittleACallTakes(int atOnce) {
    Slab slab = slabWith("one two three four");
    stretches.add(slab, 0, 4);
    stretches.add(slab, 4, 8);
    stretches.add(slab, 8, 14);
    stretches.add(slabWith("five"), 0, 4);
    assertEquals(14 + 4, stretches.bytes());
    assertEquals("one two three five", new Sink(atOnce).takeAll(stretches).text());
    assertEquals(0, stretches.bytes());
    assertTrue(stretches.isEmpty());
  }

  @Test
  void aWriteChangesNothingUntilItIsToldHowMuchWasWritten() throws IOException {
    stretches.add(slabWith("0123456789"), 0, 10);
    assertEquals(4, stretches.writeTo(new Sink(4)));
    assertEquals(10, stretches.bytes());
    stretches.advance(4);
    assertEquals(6, stretches.bytes());
    assertEquals("456789", written(stretches));
  }

  @Test
  void stretchesThatFollowOnEachOtherAreOne() {
    Slab slab = slabWith("one two");
    stretches.add(slab, 0, 4);
    stretches.add(slab, 4, 7);
    assertEquals(7, stretches.firstBytes().remaining());
    assertEquals("one two", written(stretches));
    slab.release();
    assertFalse(slab.isRetained(), "it was retained once for both");
  }

  @Test
  void whatLiesBetweenTwoStretchesIsLeftOut() {
    Slab slab = slabWith("0123456789");
    stretches.add(slab, 0, 2);
    stretches.add(slab, 4, 6);
    assertEquals(2, stretches.firstBytes().remaining());
    assertEquals("0145", written(stretches));
  }

  @Test
  void theSamePlaceInTwoSlabsIsNotOneStretch() {
    stretches.add(slabWith("0123"), 0, 2);
    stretches.add(slabWith("abcd"), 2, 4);
    assertEquals("01cd", written(stretches));
  }

  @ParameterizedTest(name = "{0} stretches go out with {1} calls")
  @CsvSource({"1, 1", "2, 1", "63, 1", "64, 1", "65, 2", "128, 2", "129, 3"})
  void aCallTakes64Stretches(int count, int calls) {
    Slab slab = pool.take(true);
    for (int i = 0; i < count; i++) {
      stretches.add(slab, 2 * i, 2 * i + 1);
    }
    assertEquals(calls, new Sink().takeAll(stretches).calls());
  }

  @ParameterizedTest(name = "of {0} and {1} bytes the first call takes {2}")
  @CsvSource({
    "10, 0, 10",
    "65535, 0, 65535",
    "65536, 10, 65536",
    "65537, 0, 65536",
    "65535, 10, 65536",
    "262144, 10, 65536",
    "10, 262144, 65536",
    "10, 20, 30",
  })
  void aCallTakesAFewBytesOnly(int first, int second, int taken) throws IOException {
    stretches.add(pool.take(true), 0, first);
    if (second > 0) {
      stretches.add(pool.take(true), 0, second);
    }
    Sink sink = new Sink();
    assertEquals(taken, stretches.writeTo(sink));
    assertEquals(1, sink.calls());
    assertEquals((first + second + CALL - 1) / CALL, new Sink().takeAll(stretches).calls());
  }

  @ParameterizedTest(name = "but the first {0} bytes")
  @CsvSource({
    "0, 0123abcd89",
    "1, 123abcd89",
    "3, 3abcd89",
    "4, abcd89",
    "5, bcd89",
    "8, 89",
    "9, 9",
    "10, ''",
    "11, ''",
  })
  void allOfTheOthersAreAddedButTheFirst(int skipped, String expected) {
    Slab digits = slabWith("0123456789");
    Stretches others = new Stretches();
    others.add(digits, 0, 4);
    others.add(slabWith("abcd"), 0, 4);
    others.add(digits, 8, 10);
    stretches.addAll(others, skipped);
    assertEquals(expected, written(stretches));
    assertEquals("0123abcd89", written(others));
  }

  @Test
  void publicAndPrivateBytesAreCountedApart() {
    Slab everyones = pool.take(true);
    Slab ones = pool.take(false);
    stretches.add(everyones, 0, 10);
    stretches.add(ones, 0, 3);
    stretches.add(ones, 3, 5);
    assertEquals(10, stretches.publicBytes());
    assertEquals(5, stretches.privateBytes());
    assertEquals(15, stretches.bytes());
    stretches.advance(11);
    assertEquals(0, stretches.publicBytes());
    assertEquals(4, stretches.privateBytes());
  }

  @Test
  void aSlabIsReleasedAsSoonAsItsLastByteIsWritten() {
    Slab first = slabWith("0123456789");
    Slab second = slabWith("abc");
    stretches.add(first, 0, 10);
    stretches.add(second, 0, 3);
    first.release();
    second.release();
    stretches.advance(9);
    assertTrue(first.isRetained());
    stretches.advance(1);
    assertFalse(first.isRetained());
    assertTrue(second.isRetained());
    stretches.advance(3);
    assertFalse(second.isRetained());
  }

  @Test
  void whatIsClearedIsReleasedOnceAndTheRestIsAsGoodAsNew() {
    Slab slab = slabWith("0123456789");
    stretches.add(slab, 0, 5);
    stretches.add(slab, 6, 10);
    stretches.clear();
    stretches.clear();
    assertTrue(stretches.isEmpty());
    assertEquals(0, stretches.bytes());
    assertTrue(slab.isRetained(), "by the one that fills it");
    stretches.add(slab, 2, 4);
    assertFalse(stretches.isEmpty());
    assertEquals("23", written(stretches));
    slab.release();
    assertFalse(slab.isRetained());
  }

  @Test
  void aQueueThatWasLongIsAsGoodAsNewWhenItIsEmpty() {
    Slab slab = slabWith("0123456789".repeat(100));
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 200; i++) {
        stretches.add(slab, 3 * i, 3 * i + 1);
      }
      assertEquals(200, written(stretches).length());
    }
    slab.release();
    assertFalse(slab.isRetained());
  }

  @Test
  void theyKnowWhichSlabsTheyHold() {
    Slab one = pool.take(true);
    Slab two = pool.take(true);
    stretches.add(one, 0, 1);
    assertTrue(stretches.refersToAny(Set.of(one, two)));
    assertFalse(stretches.refersToAny(Set.of(two)));
    assertFalse(stretches.refersToAny(Set.of()));
    stretches.add(two, 0, 1);
    assertTrue(stretches.refersToAny(Set.of(two)));
    stretches.advance(1);
    assertFalse(stretches.refersToAny(Set.of(one)));
  }
}
