package chatserver.protocol;

import static chatserver.protocol.Feed.bytes;
import static chatserver.protocol.Feed.line;
import static chatserver.protocol.Feed.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanLineTest {
  private static final String EC = "\377\367";
  private static final String EL = "\377\370";

  static Stream<Feed> utf8() {
    return Stream.of(
        text("ASCII stays", "!\"#azAZ09~", "!\"#azAZ09~"),
        text("two bytes stay", "Gr\u00FC\u00DFe", "Gr\u00FC\u00DFe"),
        text("three bytes stay", "\u4F60\u597D", "\u4F60\u597D"),
        text("four bytes stay", "\uD83D\uDE00", "\uD83D\uDE00"),
        text(
            "joiners stay",
            "\uD83D\uDC69\u200D\uD83D\uDCBB\u200C",
            "\uD83D\uDC69\u200D\uD83D\uDCBB\u200C"),
        bytes("a continuation byte alone", "a\200b\n", line("a\uFFFDb")),
        bytes("a lead byte before ASCII", "a\303b\n", line("a\uFFFDb")),
        bytes("a lead byte before the end", "a\303\r\n", line("a\uFFFD")),
        bytes("a lead byte before the end of input", "a\303", line("a\uFFFD")),
        bytes("three bytes of four are one", "a\360\237\230b\n", line("a\uFFFDb")),
        bytes("two bytes of three are one", "a\342\202b\n", line("a\uFFFDb")),
        bytes("bytes that never occur", "\300\301\365\376\n", line("\uFFFD".repeat(4))),
        bytes("an overlong slash", "\300\257\n", line("\uFFFD\uFFFD")),
        bytes("an overlong ESC", "\340\200\233\n", line("\uFFFD".repeat(3))),
        bytes("beyond U+10FFFF", "\364\220\200\200\n", line("\uFFFD".repeat(4))),
        bytes("Latin-1", "caf\351\n", line("caf\uFFFD")));
  }

  @ParameterizedTest
  @MethodSource("utf8")
  void bytesAreDecodedAsUtf8(Feed feed) {
    feed.check();
  }

  static Stream<Feed> surrogates() {
    return Stream.of(
        bytes("half", "\355\240\275\n", line(jdk("\355\240\275"))),
        bytes("pair", "\355\240\275\355\270\200\n", line(jdk("\355\240\275\355\270\200"))));
  }

  @ParameterizedTest
  @MethodSource("surrogates")
  void surrogatesInUtf8AreMalformed(Feed feed) {
    feed.check();
    Received.Line line = (Received.Line) feed.found().get(0);
    assertEquals("", line.text().replace("\uFFFD", ""));
  }

  private static String jdk(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static Stream<Feed> sequences() {
    return Stream.of(
        text("a colour", "\033[31mred\033[0m", "red"),
        text("a colour in C1", "\u009B31mred", "red"),
        text("no parameter", "a\033[Hb", "ab"),
        text("all parameter bytes", "a\033[0123456789:;<=>?hb", "ab"),
        text("intermediate bytes", "a\033[1 !\"#$%&'()*+,-./qb", "ab"),
        text("the first final byte", "a\033[1@b", "ab"),
        text("the last final byte", "a\033[1~b", "ab"),
        text("unfinished", "a\033[31", "a"),
        text("a control in it does not end it", "a\033[3\000\b\t1mb", "ab"),
        text("nor does DEL", "a\033[3\1771mb", "ab"),
        text("ESC in it begins another", "a\033[3\033[1mb", "ab"),
        text("CSI in it begins another", "a\033[3\u009B1mb", "ab"),
        text("OSC in it begins a command", "a\033[3\u009Dx\007b", "ab"),
        text("a letter that is not ASCII ends it", "a\033[3\u00E4b", "a\u00E4b"),
        text("and is treated as any other", "a\033[3\u202E4mb", "a4mb"),
        text("a supplementary one too", "a\033[3\uD83D\uDE00b", "a\uD83D\uDE00b"),
        text("a title", "a\033]0;title\007b", "ab"),
        text("a title in C1", "a\u009D0;title\u009Cb", "ab"),
        text("a title up to ESC \\", "a\033]0;title\033\\b", "ab"),
        text("a title up to ST", "a\033]0;title\u009Cb", "ab"),
        text("a title in C1 up to BEL", "a\u009D0;title\007b", "ab"),
        text("any character in it", "a\033]\u00E4\uD83D\uDE00\000\b\177\u009B[m\007b", "ab"),
        text("unfinished title", "a\033]0;title", "a"),
        text("unfinished at its ESC", "a\033]0;title\033", "a"),
        text("ESC [ in a title begins a sequence", "a\033]0;t\033[31mb", "ab"),
        text("ESC ] in a title begins a title", "a\033]0;t\033]0;u\007b", "ab"),
        text("ESC ESC \\ in a title ends it at the first", "a\033]0;t\033\033\\b", "a\\b"),
        text("ESC and a letter in a title end it", "a\033]0;t\033cb", "acb"),
        text("of another escape only ESC goes", "a\033cb", "acb"),
        text("also of a string's end alone", "ab\033\\c", "ab\\c"),
        text("ESC ESC [ begins a sequence", "a\033\033[1mb", "ab"),
        text("ESC at the end", "a\033", "a"),
        text("ST alone", "a\u009Cb", "ab"),
        text("a control behind ESC", "ab\033\bc", "ac"),
        text("brackets alone stay", "[31m]0;", "[31m]0;"),
        bytes(
            "nothing goes over the line's end",
            "\033[3\n1m\n\033]\nx\n\033\n[1mc\n",
            line(""),
            line("1m"),
            line(""),
            line("x"),
            line(""),
            line("[1mc")));
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void controlSequencesAreTakenOutWhole(Feed feed) {
    feed.check();
  }

  /** DCS, SOS, PM and APC, in 7 bits and as C1. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\033P", "\033X", "\033^", "\033_", "\u0090", "\u0098", "\u009E", "\u009F"})
  void controlStringsAreTakenOutWhole(String begin) {
    text("up to ST", "a" + begin + "q\u00E4[;\u009Cb", "ab").check();
    text("up to ESC \\", "a" + begin + "q\b\177\001\033\\b", "ab").check();
    text("not up to BEL", "a" + begin + "q\007x\033\\b", "ab").check();
    text("up to another escape", "a" + begin + "q\033[1mb", "ab").check();
    text("unfinished", "a" + begin + "q", "a").check();
    text("in a sequence", "a\033[3" + begin + "q\u009Cb", "ab").check();
    bytes("up to the line's end", "\n\033Pq\nx\n", line(""), line(""), line("x")).check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"P", "X", "^", "_", "\\", "]"})
  void theirLettersAloneAreText(String letter) {
    text("", "a" + letter + "b", "a" + letter + "b").check();
    text("", "a\033c" + letter + "b", "ac" + letter + "b").check();
  }

  static Stream<Feed> editing() {
    return Stream.of(
        text("BS", "helo\blo", "hello"),
        text("DEL", "helo\177lo", "hello"),
        text("several", "abc\b\b\177x", "x"),
        text("more than there is", "a\b\b\bb", "b"),
        text("nothing is left", "a\b", ""),
        text("two bytes", "a\u00E4\bb", "ab"),
        text("a surrogate pair", "a\uD83D\uDE00\bb", "ab"),
        text("one code point of several", "e\u0301\bb", "eb"),
        text("what was replaced", "a\uFFFD\bb", "ab"),
        text("not what was dropped", "ab\000\bc", "ac"),
        text("not what a sequence was", "ab\033[1m\bc", "ac"),
        text("white space", "a \bb", "ab"),
        bytes("not the line before", "a\n\bb\n", line("a"), line("b")),
        bytes("EC", "helo" + EC + "lo\n", line("hello")),
        bytes("EC several times", "abc" + EC.repeat(3) + "x\n", line("x")),
        bytes("EC more often than there is", "a" + EC.repeat(3) + "b\n", line("b")),
        bytes("EC before text", EC + "ab" + EC + "c\n", line("ac")),
        bytes("EC of two bytes", "a\303\244" + EC + "b\n", line("ab")),
        bytes("EC of four bytes", "a\360\237\230\200" + EC + "b\n", line("ab")),
        bytes("EC not of what a sequence was", "ab\033[1m" + EC + "c\n", line("ac")),
        bytes("EC not of the line before", "a\n" + EC + "b\n", line("a"), line("b")),
        bytes("EC at the end", "ab" + EC, line("a")),
        bytes("EL", "hello" + EL + "bye\n", line("bye")),
        bytes("EL of an unfinished sequence", "a\033]0;t" + EL + "bye\n", line("bye")),
        bytes("EL before text", EL + "a\n", line("a")),
        bytes("EL behind EC", "abc" + EC + EL + "x" + EC + "y\n", line("y")),
        bytes("EL at the end", "ab" + EL + "\n", line("")),
        bytes("EL between CR and LF", "ab\r" + EL + "\n", line("")),
        bytes("EL not of the line before", "a\n" + EL + "b\n", line("a"), line("b")));
  }

  @ParameterizedTest
  @MethodSource("editing")
  void whatIsErasedIsNotThere(Feed feed) {
    feed.check();
  }

  static Stream<Feed> whiteSpace() {
    return Stream.of(
        text("spaces at the end go", "a  ", "a"),
        text("spaces in front and between stay", "  a  b", "  a  b"),
        text("TAB stays", "\ta\tb", "\ta\tb"),
        text("TAB at the end goes", "a\t \t", "a"),
        text("also in text that is not ASCII", "\u00E4\t\u00E4 \t", "\u00E4\t\u00E4"),
        text("any space at the end", "a\u00A0\u2003\u2007\u202F\u3000\u1680", "a"),
        text("and stays elsewhere", "\u00A0a\u3000b", "\u00A0a\u3000b"),
        text("what is left behind a sequence", "a \033[0m ", "a"),
        text("nothing but white space", " \t ", ""),
        text("nor with others", "\u3000 ", ""));
  }

  @ParameterizedTest
  @MethodSource("whiteSpace")
  void whiteSpaceIsCutOffAtTheEndOnly(Feed feed) {
    feed.check();
  }

  static IntStream dropped() {
    return Stream.of(
            IntStream.range(0x00, 0x20).filter(c -> "\t\n\b\033".indexOf(c) < 0),
            IntStream.range(0x80, 0xA0)
                .filter(c -> "\u0090\u0098\u009B\u009D\u009E\u009F".indexOf(c) < 0),
            IntStream.of(0x061C, 0x200E, 0x200F),
            IntStream.rangeClosed(0x2028, 0x202E),
            IntStream.rangeClosed(0x2066, 0x2069))
        .flatMapToInt(all -> all);
  }

  @ParameterizedTest
  @MethodSource("dropped")
  void controlsSeparatorsAndBidiControlsAreDropped(int c) {
    text("", "a" + Character.toString(c) + "b", "ab").check();
    text("", "\u00E4" + Character.toString(c) + "b", "\u00E4b").check();
  }

  static IntStream kept() {
    return IntStream.of(
        0x00A0, 0x00AD, 0x061B, 0x061D, 0x200B, 0x200C, 0x200D, 0x2010, 0x2027, 0x202F, 0x2065,
        0x206A, 0xFEFF, 0xFFFD, 0xE000, 0x1F600, 0x10FFFF);
  }

  @ParameterizedTest
  @MethodSource("kept")
  void theirNeighboursStay(int c) {
    String line = "a" + Character.toString(c) + "b";
    text("", line, line).check();
  }
}
