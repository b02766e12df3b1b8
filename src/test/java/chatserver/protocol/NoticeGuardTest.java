package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        "kicked leave out",
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
        "login  out",
        "login \t\u00A0\u3000out",
        "login \u200D out",
        "login\u200Dout", // shows one word, but nothing is lost by a space
        "login out\u2800",
        "login out\uD834\uDD59",
        "login out\uD81B\uDFE4",
        "login\u3164out",
        "login\uFFA0out",
        "login\uFFA0\u3164\u2800 out",
        "renamed\uFFA0to\uFFA0Bob",
        "renamed  to  Bob",
        "\u2800login",
        "\u00A0login",
        "\u200D login",
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
        "  login",
        "\tlogin",
        "login!",
        "login \u200Dx",
        "logins",
        "login out now",
        "kicked",
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

  @ParameterizedTest
  @MethodSource("chatserver.protocol.InvisibleTest#invisible")
  void invisibleCharactersAreNoWayAroundIt(int c) {
    String invisible = Character.toString(c);
    String text = "log" + invisible + "in" + invisible;
    assertEquals(" " + text, NoticeGuard.disarm(text));
  }

  @ParameterizedTest
  @MethodSource("chatserver.protocol.InvisibleTest#visible")
  void visibleCharactersMakeItAnotherText(int c) {
    String text = "log" + Character.toString(c) + "in";
    assertEquals(text, NoticeGuard.disarm(text));
  }
}
