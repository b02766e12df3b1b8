package chatserver.protocol;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What a client is called.
 *
 * <p>A name that was chosen has 1 to 32 code points, none of which could end the prefix of a line,
 * look like an address or be a control or format character.
 *
 * @param text as it is shown, in Normalization Form C (UAX #15)
 * @param key what names are compared by: no two clients online have the same. It is the text in
 *     Normalization Form KC, then in lower case.
 */
public record Name(String text, String key) {
  private static final int MAX_CODE_POINTS = 32;

  /** In characters, before normalisation: enough for each code point to be typed in pieces. */
  private static final int MAX_TYPED = 256;

  /** They stand around names in what the server says. */
  private static final String DELIMITERS = ":|[]>";

  /**
   * Returns the name that somebody typed, trimmed and normalised.
   *
   * @throws InvalidNameException if it cannot be a name, with the reason to be shown
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
   * Whether this may be somebody's name at all, by its length as typed. To be asked before anything
   * else: the time that normalisation takes grows with the square of the length.
   */
  public static boolean isPossible(String raw) {
    return raw.length() <= MAX_TYPED;
  }

  private static InvalidNameException tooLong() {
    return new InvalidNameException(
        "longer than " + MAX_CODE_POINTS + " characters, choose a shorter name");
  }

  /** In compatibility forms a name can hold what it cannot hold as typed. */
  private static boolean looksLikeAddress(String key) {
    int colon = key.indexOf(':');
    boolean hasParts = key.indexOf('.') >= 0 || key.lastIndexOf(':') > colon;
    return colon >= 0
        && hasParts
        && key.chars().allMatch(c -> "0123456789abcdef.:[]".indexOf(c) >= 0);
  }

  /** Returns the name that every client starts with; an address is taken as it is. */
  public static Name ofAddress(String address) {
    return new Name(address, keyOf(address));
  }

  /** Returns the {@link #key} to look somebody up by, whatever was typed. */
  public static String keyOf(String raw) {
    return Normalizer.normalize(WhiteSpace.trim(raw), Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT);
  }

  /** What speaks against a code point behind another in a name; null if nothing does. */
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
