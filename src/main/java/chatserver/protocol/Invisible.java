package chatserver.protocol;

/**
 * The characters that show nothing or a blank, and are no white space. {@link Name} refuses them,
 * and {@link NoticeGuard} looks past them.
 */
final class Invisible {
  /**
   * The first and the last code point of each range, in ascending order:
   * Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt) without its format
   * characters, which the JDK knows, and glyphs that are blank by the charts of Unicode.
   */
  private static final int[][] RANGES = {
    {0x034F, 0x034F}, // combining grapheme joiner
    {0x115F, 0x1160}, // Hangul fillers
    {0x17B4, 0x17B5}, // Khmer inherent vowels
    {0x180B, 0x180F}, // Mongolian variation selectors
    {0x2065, 0x2065}, // not assigned yet
    {0x2800, 0x2800}, // blank: Braille pattern without dots
    {0x3164, 0x3164}, // Hangul filler
    {0xFE00, 0xFE0F}, // variation selectors
    {0xFFA0, 0xFFA0}, // halfwidth Hangul filler
    {0xFFF0, 0xFFF8}, // not assigned yet
    {0x13441, 0x13442}, // blank: Egyptian hieroglyphs
    {0x16FE4, 0x16FE4}, // blank: Khitan small script filler
    {0x1D159, 0x1D159}, // blank: musical null notehead
    {0xE0000, 0xE0FFF}, // tags and variation selectors
  };

  private Invisible() {}

  static boolean is(int c) {
    if (Character.getType(c) == Character.FORMAT) {
      return true;
    }
    for (int[] range : RANGES) {
      if (c <= range[1]) {
        return c >= range[0];
      }
    }
    return false;
  }

  /**
   * Whether {@code c} only chooses between shapes of the character in front (Variation_Selector).
   */
  static boolean isVariationSelector(int c) {
    return c >= 0xFE00 && c <= 0xFE0F
        || c >= 0xE0100 && c <= 0xE01EF
        || c >= 0x180B && c <= 0x180F && c != 0x180E; // Mongolian; 180E separates vowels
  }
}
