package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "login",
        "login out",
        "time out leave out",
        "too slow leave out",
        "renamed to bob",
        "renamed to  bob",
        "renamed to \u200D",
        "login\u00A0out",
        "renamed\u2009to\u3000bob",
        "log\u200Din",
        "\u200Blogin",
        "login\u00AD",
        "login\u200D\u200D out",
        "login \u200D",
        "login\u200D \u200D\u3000\u200D",
        "\uFEFFrenamed to bob",
        "renamed\u200C to bob",
        "l\uDB40\uDC41ogin\uDB40\uDC7F"
      })
  void whatReadsLikeANoticeGetsASpaceInFront(String text) {
    assertEquals(" " + text, NoticeGuard.disarm(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u200D",
        "logi",
        "logi\u200D",
        "Login",
        " login",
        "\u200D login",
        "login!",
        "login \u200Dx",
        "logins",
        "login  out",
        "login out now",
        "loginout",
        "time out",
        "too slow leave out, are you?",
        "renamed to",
        "renamed tobias",
        "renamed",
        "I renamed to bob"
      })
  void whatReadsOtherwiseStaysAsItIs(String text) {
    assertEquals(text, NoticeGuard.disarm(text));
  }

  /** The first and the last of each range of Default_Ignorable_Code_Point. */
  static IntStream invisible() {
    return IntStream.of(
        0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F,
        0x202A, 0x202E, 0x2060, 0x2065, 0x206F, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0,
        0xFFF8, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF);
  }

  @ParameterizedTest
  @MethodSource("invisible")
  void invisibleCharactersAreNoWayAroundIt(int c) {
    String invisible = Character.toString(c);
    String text = "log" + invisible + "in" + invisible;
    assertEquals(" " + text, NoticeGuard.disarm(text));
  }

  /** What stands beside those ranges, format characters aside. */
  static IntStream visible() {
    return IntStream.of(
        0x00AC, 0x00AE, 0x034E, 0x0350, 0x115E, 0x1161, 0x17B3, 0x17B6, 0x180A, 0x1810, 0x200A,
        0x2010, 0x2070, 0x3163, 0x3165, 0xFDFF, 0xFE10, 0xFF9F, 0xFFA1, 0xFFEF, 0xFFFC, 0x1BC9F,
        0x1BCA4, 0x1D172, 0x1D17B, 0xDFFFF, 0xE1000);
  }

  @ParameterizedTest
  @MethodSource("visible")
  void visibleCharactersMakeItAnotherText(int c) {
    String text = "log" + Character.toString(c) + "in";
    assertEquals(text, NoticeGuard.disarm(text));
  }
}
