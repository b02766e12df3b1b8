package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvisibleTest {
  /** The first and the last of each range of Default_Ignorable_Code_Point, and the blank glyphs. */
  static IntStream invisible() {
    return IntStream.of(
        0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F,
        0x202A, 0x202E, 0x2060, 0x2065, 0x206F, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0,
        0xFFF0, 0xFFF8, 0x13441, 0x13442, 0x16FE4, 0x1BCA0, 0x1BCA3, 0x1D159, 0x1D173, 0x1D17A,
        0xE0000, 0xE0FFF);
  }

  /** What stands beside those ranges, format characters aside. */
  static IntStream visible() {
    return IntStream.of(
        0x00AC, 0x00AE, 0x034E, 0x0350, 0x115E, 0x1161, 0x17B3, 0x17B6, 0x180A, 0x1810, 0x200A,
        0x2010, 0x2070, 0x27FF, 0x2801, 0x3163, 0x3165, 0xFDFF, 0xFE10, 0xFF9F, 0xFFA1, 0xFFEF,
        0xFFFC, 0x13443, 0x16FE3, 0x16FF0, 0x1BC9F, 0x1BCA4, 0x1D158, 0x1D15A, 0x1D172, 0x1D17B,
        0xDFFFF, 0xE1000);
  }

  @ParameterizedTest
  @MethodSource("invisible")
  void whatShowsNothingIsKnown(int c) {
    assertTrue(Invisible.is(c));
  }

  @ParameterizedTest
  @MethodSource("visible")
  void whatShowsSomethingIsNone(int c) {
    assertFalse(Invisible.is(c));
  }

  @Test
  void theVariationSelectorsAreThoseOfUnicode() {
    int[] known =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(Invisible::isVariationSelector)
            .toArray();
    assertEquals(4 + 16 + 240, known.length);
    assertTrue(IntStream.of(known).allMatch(Invisible::is));
    for (int c : new int[] {0x180B, 0x180D, 0x180F, 0xFE00, 0xFE0F, 0xE0100, 0xE01EF}) {
      assertTrue(Invisible.isVariationSelector(c), Integer.toHexString(c));
    }
  }
}
