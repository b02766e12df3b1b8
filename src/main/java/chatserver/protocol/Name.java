package chatserver.protocol;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client is called.
 *
 * <p>A chosen name has 1 to 32 code points. It cannot look like an address or end the prefix of a
 * line, it holds nothing that nobody sees, and its letters are of one script or of a set of scripts
 * that people write together.
 *
 * @param text as it is shown, in Normalization Form C (UAX #15)
 * @param key what names are compared by: the text in Normalization Form KC, in lower case. No two
 *     clients online have the same key.
 */
public record Name(String text, String key) {
  private static final int MAX_CODE_POINTS = 32;

  /**
   * In characters; a code point may be typed as several. What is longer is not normalised, because
   * that takes a time that grows with the square of the length.
   */
  private static final int MAX_TYPED = 256;

  private static final Pattern MARK = Pattern.compile("\\p{M}");
  private static final int MAX_MARKS = 4; // in a row

  /** What stands around a name in a line of the server. An address holds a colon. */
  private static final String DELIMITERS = ":|[]>";

  /** What people write together: "highly restrictive" in UTS #39, section 5.2. */
  private static final List<Set<UnicodeScript>> SCRIPTS =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

  /**
   * Returns the name for what was typed, trimmed and normalised.
   *
   * @throws InvalidNameException if that cannot be a name; its message is the reason to be shown
   */
  public static Name parse(String raw) throws InvalidNameException {
    String typed = tidy(raw);
    String text =
        typed.length() > MAX_TYPED ? typed : Normalizer.normalize(typed, Normalizer.Form.NFC);
    if (text.isEmpty()) {
      throw new InvalidNameException("no name given, type rename|name");
    }
    if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
      throw new InvalidNameException(
          "longer than " + MAX_CODE_POINTS + " characters, choose a shorter name");
    }
    int before = ' ';
    int marks = 0;
    for (int c : text.codePoints().toArray()) {
      marks = MARK.matcher(Character.toString(c)).matches() ? marks + 1 : 0;
      String objection = objection(c, before, marks);
      if (objection != null) {
        throw new InvalidNameException(objection);
      }
      before = c;
    }
    if (!isOfOneWriting(text)) {
      throw new InvalidNameException("its letters are of different alphabets, use one of them");
    }
    return new Name(text, keyOf(text));
  }

  /** Returns the name that a client starts with, which is its address. */
  public static Name ofAddress(String address) {
    return new Name(address, keyOf(address));
  }

  /** Returns the {@link #key} for what was typed: empty where that is too long to be a name. */
  public static String keyOf(String raw) {
    String typed = tidy(raw);
    return typed.length() > MAX_TYPED
        ? ""
        : compatible(compatible(typed).toLowerCase(Locale.ROOT)); // some get decomposed
  }

  private static String compatible(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Returns what was typed without variation selectors and without white space at its ends. */
  private static String tidy(String raw) {
    StringBuilder kept = new StringBuilder(raw.length());
    raw.codePoints().filter(c -> !Invisible.isVariationSelector(c)).forEach(kept::appendCodePoint);
    int end = WhiteSpace.lengthWithoutEnd(kept);
    return kept.substring(Math.min(end, WhiteSpace.skip(kept, 0)), end);
  }

  /**
   * Returns why {@code c} cannot stand behind {@code before} in a name, or null where it can.
   *
   * @param before a space at the start
   * @param marks how many combining marks there are in a row up to here
   */
  private static String objection(int c, int before, int marks) {
    if (compatible(Character.toString(c)).chars().anyMatch(d -> DELIMITERS.indexOf(d) >= 0)) {
      return "'" + Character.toString(c) + "' is not allowed in a name, leave it out";
    }
    if (c == ' ') {
      return before == ' ' ? "two spaces in a row, use one" : null;
    }
    if (Character.isISOControl(c) || Invisible.is(c)) {
      return "tabs, control and invisible characters are not allowed in a name, leave them out";
    }
    if (marks > 0 && before == ' ') {
      return "an accent or mark without a letter in front, put one there";
    }
    if (marks > MAX_MARKS) {
      return "more than " + MAX_MARKS + " accents or marks on one letter, use fewer";
    }
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          "only the ordinary space is allowed in a name, use that one";
      case Character.PRIVATE_USE -> "private use characters are not allowed in a name, use others";
      case Character.UNASSIGNED, Character.SURROGATE ->
          "a character of this name is unknown here, use another one";
      default -> null;
    };
  }

  private static boolean isOfOneWriting(String text) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    for (int c : text.codePoints().toArray()) {
      // A mathematical letter is of no script, but the letter that it stands for is.
      String shown = Character.toString(c);
      String letters = Character.isLetter(c) ? compatible(shown) : shown;
      letters.codePoints().mapToObj(Name::scriptOf).forEach(scripts::add);
    }
    scripts.remove(UnicodeScript.COMMON);
    scripts.remove(UnicodeScript.INHERITED);
    return scripts.size() <= 1 || SCRIPTS.stream().anyMatch(set -> set.containsAll(scripts));
  }

  /** Some letters are common to a few scripts, and of no use in others (ScriptExtensions.txt). */
  private static UnicodeScript scriptOf(int c) {
    return switch (c) {
      case 0x0640 -> UnicodeScript.ARABIC; // tatweel
      case 0x3006, 0x303C -> UnicodeScript.HAN; // closing mark, masu mark
      case 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x30FC -> UnicodeScript.KATAKANA; // repeat, long
      default -> UnicodeScript.of(c);
    };
  }
}
