package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CleanTextTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("one", List.of("one")),
        Arguments.of("one\n", List.of("one")),
        Arguments.of("one\ntwo", List.of("one", "two")),
        Arguments.of("one\r\ntwo\r\n", List.of("one", "two")),
        Arguments.of("one\rtwo\r", List.of("one", "two")),
        Arguments.of("\n\none\n\n", List.of("", "", "one", "")),
        Arguments.of("one \t\n  two", List.of("one", "  two")),
        Arguments.of("\033[31mred\033[0m\n\007\n", List.of("red", "")),
        Arguments.of("\033]0;title\nnext", List.of("", "next")),
        Arguments.of("Gr\u00FC\u00DFe \u2713", List.of("Gr\u00FC\u00DFe \u2713")),
        Arguments.of("\uFEFFone\n\uFEFFtwo", List.of("one", "\uFEFFtwo")),
        Arguments.of("a\uFEFF", List.of("a\uFEFF")),
        Arguments.of("\uFEFF", List.of()));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextIsCleanedLineByLine(String text, List<String> lines) {
    assertEquals(lines, CleanText.lines(text.getBytes(UTF_8)));
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() {
    byte[] latin1 = "caf\u00E9\nau lait".getBytes(ISO_8859_1);
    assertEquals(List.of("caf\uFFFD", "au lait"), CleanText.lines(latin1));
  }
}
