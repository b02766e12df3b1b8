package chatserver.protocol;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What a client is called.
 *
 * <p>A chosen name has 1 to 32 code points. It cannot look like an address, it cannot end the
 * prefix of a line, and it holds no control or format character.
 *
 * @param text as it is shown, in Normalization Form C (UAX #15)
 * @param key what names are compared by: the text in Normalization Form KC, in lower case. No two
 *     clients online have the same key.
 */
public record Name(String text, String key) {
  private static final int MAX_CODE_POINTS = 32;

  /** In characters, before normalisation. A code point may be typed as several characters. */
  private static final int MAX_TYPED = 256;

  /** What stands around a name in a line of the server. */
  private static final String DELIMITERS = ":|[]>";

  /**
   * Returns the name for what was typed, trimmed and normalised.
   *
   * @throws InvalidNameException if that cannot be a name; its message is the reason to be shown
   */
  public static Name parse(String raw) throws InvalidNameException {
    if (!isPossible(raw)) {
      throw tooLong();
    }
    String text = Normalizer.normalize(WhiteSpace.trim(raw), Normalizer.Form.NFC);
    if (text.isEmpty()) {
      throw new InvalidNameException("no name given, type rename|name");
    }
    if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
      throw tooLong();
    }
    int before = 0;
    for (int c : text.codePoints().toArray()) {
      String objection = objection(c, before);
      if (objection != null) {
        throw new InvalidNameException(objection);
      }
      before = c;
    }
    String key = keyOf(text);
    if (looksLikeAddress(key)) {
      throw new InvalidNameException("it looks like an address, choose another name");
    }
    return new Name(text, key);
  }

  /**
   * Whether {@code raw} is short enough to be a name. To be asked before {@link #keyOf}, because
   * the time of normalisation grows with the square of the length.
   */
  public static boolean isPossible(String raw) {
    return raw.length() <= MAX_TYPED;
  }

  private static InvalidNameException tooLong() {
    return new InvalidNameException(
        "longer than " + MAX_CODE_POINTS + " characters, choose a shorter name");
  }

  /** A name may hold colons and brackets of full width, which are ordinary ones in its key. */
  private static boolean looksLikeAddress(String key) {
    int colon = key.indexOf(':');
    boolean hasParts = key.indexOf('.') >= 0 || key.lastIndexOf(':') > colon;
    return colon >= 0
        && hasParts
        && key.chars().allMatch(c -> "0123456789abcdef.:[]".indexOf(c) >= 0);
  }

  /** Returns the name that a client starts with, which is its address. */
  public static Name ofAddress(String address) {
    return new Name(address, keyOf(address));
  }

  /** Returns the {@link #key} for what was typed, which need not be a valid name. */
  public static String keyOf(String raw) {
    return Normalizer.normalize(WhiteSpace.trim(raw), Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT);
  }

  /** Returns why {@code c} cannot stand behind {@code before} in a name, or null where it can. */
  private static String objection(int c, int before) {
    if (DELIMITERS.indexOf(c) >= 0) {
      return "'" + Character.toString(c) + "' is not allowed in a name, leave it out";
    }
    if (c == ' ') {
      return before == ' ' ? "two spaces in a row, use one" : null;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT ->
          "tabs, control and invisible characters are not allowed in a name, leave them out";
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          "only the ordinary space is allowed in a name, use that one";
      case Character.PRIVATE_USE -> "private use characters are not allowed in a name, use others";
      case Character.UNASSIGNED, Character.SURROGATE ->
          "a character of this name is unknown here, use another one";
      default -> null;
    };
  }
}
