package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("bob", "bob", "bob"),
        Arguments.of("Alice", "Alice", "alice"),
        Arguments.of("ALICE", "ALICE", "alice"),
        Arguments.of("\uFF21\uFF4C\uFF49\uFF43\uFF45", "\uFF21\uFF4C\uFF49\uFF43\uFF45", "alice"),
        Arguments.of(" \t\u00A0bob\u3000 ", "bob", "bob"),
        Arguments.of("Bob the Builder", "Bob the Builder", "bob the builder"),
        Arguments.of("e\u0301va", "\u00E9va", "\u00E9va"),
        Arguments.of("\uFB01n", "\uFB01n", "fin"),
        Arguments.of("ann\uFE0F", "ann", "ann"), // variation selectors
        Arguments.of("an\uFE0F\u180B\uDB40\uDD00n \uFE0E", "ann", "ann"),
        Arguments.of("\u2764\uFE0F", "\u2764", "\u2764"),
        Arguments.of(
            "x\u0323\u0324\u0325\u032D", "x\u0323\u0324\u0325\u032D", "x\u0323\u0324\u0325\u032D"),
        Arguments.of("\u4F60\u597D", "\u4F60\u597D", "\u4F60\u597D"),
        Arguments.of(
            "\u3089\u30FC\u3081\u3093", "\u3089\u30FC\u3081\u3093", "\u3089\u30FC\u3081\u3093"),
        Arguments.of("\u0645\u0640\u0645", "\u0645\u0640\u0645", "\u0645\u0640\u0645"),
        Arguments.of("\uD83D\uDE00", "\uD83D\uDE00", "\uD83D\uDE00"),
        Arguments.of("O'Neill-1_<3 (x) {y}", "O'Neill-1_<3 (x) {y}", "o'neill-1_<3 (x) {y}"),
        Arguments.of("TITLE", "TITLE", "title"),
        Arguments.of("x", "x", "x"),
        Arguments.of("x".repeat(32), "x".repeat(32), "x".repeat(32)),
        Arguments.of(
            "\uD83D\uDE00".repeat(32), "\uD83D\uDE00".repeat(32), "\uD83D\uDE00".repeat(32)),
        Arguments.of("e\u0301".repeat(32), "\u00E9".repeat(32), "\u00E9".repeat(32)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsTrimmedNormalisedAndHasAKey(String raw, String text, String key)
      throws InvalidNameException {
    assertEquals(new Name(text, key), Name.parse(raw));
    assertEquals(key, Name.keyOf(raw));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("no name given", ""),
        Arguments.of("no name given", " \t\u3000"),
        Arguments.of("longer than 32 characters", "x".repeat(33)),
        Arguments.of("longer than 32 characters", "\uD83D\uDE00".repeat(33)),
        Arguments.of("':' is not allowed", "a:b"),
        Arguments.of("'|' is not allowed", "a|b"),
        Arguments.of("'[' is not allowed", "[a"),
        Arguments.of("']' is not allowed", "a]"),
        Arguments.of("'>' is not allowed", "a->b"),
        Arguments.of("'\uFF1A' is not allowed", "a\uFF1Ab"),
        Arguments.of("'\uFF5C' is not allowed", "a\uFF5Cb"),
        Arguments.of("'\uFF3B' is not allowed", "\uFF3Ba"),
        Arguments.of("'\uFF3D' is not allowed", "a\uFF3D"),
        Arguments.of("'\uFF1E' is not allowed", "a\uFF1Eb"),
        Arguments.of("'\uFE65' is not allowed", "a\uFE65b"),
        Arguments.of("'\u2A74' is not allowed", "a\u2A74b"),
        Arguments.of("no name given", "\uFE0F \uDB40\uDD00"),
        Arguments.of("control and invisible characters", "\u3164"),
        Arguments.of("control and invisible characters", "ann\u3164"),
        Arguments.of("control and invisible characters", "ann\u2800"),
        Arguments.of("control and invisible characters", "\u115F"),
        Arguments.of("control and invisible characters", "\u034F"),
        Arguments.of("control and invisible characters", "ann\uD834\uDD59"),
        Arguments.of("control and invisible characters", "ann\uD81B\uDFE4"),
        Arguments.of("mark without a letter", "\u0301"),
        Arguments.of("mark without a letter", "\u0301a"),
        Arguments.of("mark without a letter", "a \u0301b"),
        Arguments.of("mark without a letter", "\u20DD"),
        Arguments.of("mark without a letter", "\u0903"),
        Arguments.of("more than 4 accents", "x\u0323\u0324\u0325\u032D\u0330"),
        Arguments.of("different alphabets", "\u0435van"),
        Arguments.of("different alphabets", "ev\u03B1n"),
        Arguments.of("different alphabets", "\u0435\u03B1"),
        Arguments.of("different alphabets", "ann\uD835\uDEC2"), // a mathematical alpha
        Arguments.of("different alphabets", "\u3042\uAC00"),
        Arguments.of("different alphabets", "\u3105\u3042"),
        Arguments.of("different alphabets", "\u3042\u0430"),
        Arguments.of("different alphabets", "\u30FC\u0430"), // letters that a few scripts share
        Arguments.of("different alphabets", "\uFF70\u03B1"),
        Arguments.of("different alphabets", "\u30FC\uAC00"),
        Arguments.of("different alphabets", "\u3031\u0430"),
        Arguments.of("different alphabets", "a\u0640"),
        Arguments.of("different alphabets", "\u3006\u0430"),
        Arguments.of("control and invisible characters", "a\tb"),
        Arguments.of("control and invisible characters", "a\033b"),
        Arguments.of("control and invisible characters", "a\177b"),
        Arguments.of("control and invisible characters", "a\u0085b"),
        Arguments.of("control and invisible characters", "a\u200Db"),
        Arguments.of("control and invisible characters", "a\u202Eb"),
        Arguments.of("control and invisible characters", "a\u00AD"),
        Arguments.of("control and invisible characters", "a\uDB40\uDC41"),
        Arguments.of("two spaces in a row", "a  b"),
        Arguments.of("only the ordinary space", "a\u00A0b"),
        Arguments.of("only the ordinary space", "a\u2003b"),
        Arguments.of("only the ordinary space", "a\u3000b"),
        Arguments.of("only the ordinary space", "a\u2028b"),
        Arguments.of("only the ordinary space", "a\u2029b"),
        Arguments.of("private use characters", "a\uE000"),
        Arguments.of("private use characters", "a\uDBFF\uDFFD"),
        Arguments.of("unknown here", "a\u0378"),
        Arguments.of("unknown here", "a\uFFFF"),
        Arguments.of("unknown here", "a\uD83D"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRefusalNamesItsReason(String reason, String raw) {
    String message = assertThrows(InvalidNameException.class, () -> Name.parse(raw)).getMessage();
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRefusalIsOneShortLineInLowerCaseThatSaysWhatToDo(String reason, String raw) {
    String message = assertThrows(InvalidNameException.class, () -> Name.parse(raw)).getMessage();
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    assertEquals(message.toLowerCase(Locale.ROOT), message);
    assertTrue(message.length() <= 80, message);
    assertTrue(message.contains(", "), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0438\u0432\u0430\u043D 7", // Cyrillic
        "\u2116 1 \u0438\u0432\u0430\u043D\u2122", // with signs of letters
        "\u03B1\u03BD\u03BD\u03B1", // Greek
        "\u0905\u0928\u094D\u0928\u093E", // Devanagari, with marks
        "\u0E17\u0E35\u0E48", // Thai, with two marks on one letter
        "\u05D0\u05E0\u05D4", // Hebrew
        "ann\u6F22\u3042\u30A2\u30FC", // Latin, Han, Hiragana, Katakana
        "ann\u6F22\u3105", // Latin, Han, Bopomofo
        "ann\u6F22\uAC00", // Latin, Han, Hangul
        "ann \uD83D\uDE00 12 _"
      })
  void lettersMayBeOfWhatPeopleWriteTogether(String name) throws InvalidNameException {
    assertEquals(name, Name.parse(name).text());
  }

  @ParameterizedTest
  @MethodSource("chatserver.protocol.InvisibleTest#invisible")
  void nothingInvisibleIsInAName(int c) throws InvalidNameException {
    String typed = "an" + Character.toString(c) + "n";
    if (Invisible.isVariationSelector(c)) {
      assertEquals(new Name("ann", "ann"), Name.parse(typed));
    } else {
      assertThrows(InvalidNameException.class, () -> Name.parse(typed));
    }
  }

  @Test
  void aNameIsFoundHoweverItIsTyped() {
    assertEquals("ann", Name.keyOf(" \uFE0F Ann\uFE0F "));
  }

  @Test
  void theKeyDoesNotDependOnWhereTheServerRuns() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertEquals("title", Name.keyOf("TITLE"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.9:50412", "[2001:db8::1]:50412"})
  void anAddressIsANameAsItIs(String address) {
    assertEquals(new Name(address, address), Name.ofAddress(address));
    assertEquals(address, Name.keyOf(" " + address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.9:50412", "[2001:db8::1]:50412"})
  void noNameCanBeAnAddress(String address) {
    assertThrows(InvalidNameException.class, () -> Name.parse(address));
  }

  @Test
  void aNameMayBeAnAddressWithoutAPort() throws InvalidNameException {
    assertEquals("203.0.113.9", Name.parse("203.0.113.9").text());
  }

  @Test
  void aNameThatTakesLongToNormaliseIsRefusedBeforeThat() {
    String marks = "a" + "\u0301".repeat(500_000) + "\u0323".repeat(500_000);
    assertEquals("", Name.keyOf(marks));
    assertThrows(InvalidNameException.class, () -> Name.parse(marks));
  }

  @Test
  void aNameIsTypedInAtMost256Characters() throws InvalidNameException {
    String marks = "e\u0301".repeat(32); // 32 characters once it is normalised
    assertEquals("\u00E9".repeat(32), Name.parse(marks).text());
    assertEquals("x".repeat(256), Name.keyOf("x".repeat(256)));
    assertEquals("", Name.keyOf("x".repeat(257)));
    assertThrows(InvalidNameException.class, () -> Name.parse("x".repeat(257)));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\uFE0F", "\u3000"})
  void whatIsTakenOutOfANameDoesNotMakeItTooLong(String none) throws InvalidNameException {
    assertEquals("bob", Name.parse("bob" + none.repeat(2000)).text());
    assertEquals("bob", Name.keyOf(none.repeat(2000) + "bob"));
  }

  /** In lower case a letter may fall apart that is whole otherwise. */
  @Test
  void namesThatLookTheSameHaveTheSameKey() throws InvalidNameException {
    assertEquals(Name.parse("\u01F0").key(), Name.parse("J\u030C").key());
  }

  @Test
  void differentNamesHaveDifferentKeys() throws InvalidNameException {
    assertNotEquals(Name.parse("bob").key(), Name.parse("b\u00F6b").key());
    assertNotEquals(Name.parse("bob b").key(), Name.parse("bobb").key());
  }
}
