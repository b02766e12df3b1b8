package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
        Arguments.of("\u4F60\u597D", "\u4F60\u597D", "\u4F60\u597D"),
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
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
    assertEquals(message.toLowerCase(Locale.ROOT), message);
    assertTrue(message.length() <= 80, message);
    assertTrue(message.contains(", "), message);
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

  /** Colons and brackets of full width are allowed, but an address may not be written in them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.9\uFF1A50412",
        ".9\uFF1A50412",
        "2001\uFF1Adb8\uFF1A\uFF1A1",
        "\uFF1A\uFF1A1",
        "\uFF3B\uFF1A\uFF1A1\uFF3D\uFF1A80"
      })
  void noNameLooksLikeAnAddress(String raw) {
    String message = assertThrows(InvalidNameException.class, () -> Name.parse(raw)).getMessage();
    assertEquals("it looks like an address, choose another name", message);
  }

  @ParameterizedTest
  @CsvSource({
    "time\uFF1Aout, time:out",
    "a\uFF1Ab, a:b",
    "12\uFF1A30, 12:30",
    "v1.2\uFF1A3, v1.2:3",
    "203.0.113.9, 203.0.113.9"
  })
  void aNameMayHoldWhatAnAddressHolds(String raw, String key) throws InvalidNameException {
    assertEquals(new Name(raw, key), Name.parse(raw));
  }

  @Test
  void aNameThatTakesLongToNormaliseIsRefusedBeforeThat() {
    String marks = "a" + "\u0301".repeat(500_000) + "\u0323".repeat(500_000);
    assertFalse(Name.isPossible(marks));
    assertThrows(InvalidNameException.class, () -> Name.parse(marks));
  }

  @Test
  void aNameIsTypedInAtMost256Characters() throws InvalidNameException {
    String spaces = " ".repeat(253);
    assertTrue(Name.isPossible("bob" + spaces));
    assertEquals("bob", Name.parse("bob" + spaces).text());
    assertFalse(Name.isPossible("bobb" + spaces));
    assertThrows(InvalidNameException.class, () -> Name.parse("bobb" + spaces));
  }

  @Test
  void differentNamesHaveDifferentKeys() throws InvalidNameException {
    assertNotEquals(Name.parse("bob").key(), Name.parse("b\u00F6b").key());
    assertNotEquals(Name.parse("bob b").key(), Name.parse("bobb").key());
  }
}
