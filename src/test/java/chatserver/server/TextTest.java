package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in as bytes and goes out as lines. */
class TextTest {
  private static final int MAX_LINE = 64;

  @RegisterExtension final TestServer server = new TestServer();

  private TestClient client;
  private TestClient other;

  @BeforeEach
  void connect() throws IOException {
    server.start(config -> config.maxLine = MAX_LINE);
    other = server.join();
    client = server.join(other);
  }

  private void bothHear(String... texts) throws IOException {
    for (String text : texts) {
      client.expect(client.says(text));
      other.expect(client.says(text));
    }
  }

  /** Sends characters as the bytes of the same value. */
  private void sendBytes(String bytes) throws IOException {
    client.sendBytes(bytes.getBytes(ISO_8859_1));
  }

  private void expectBytes(int... bytes) throws IOException {
    for (int expected : bytes) {
      assertEquals(expected, client.read());
    }
  }

  private void sendByteByByte(String bytes) throws IOException {
    for (byte b : bytes.getBytes(ISO_8859_1)) {
      client.sendBytes(new byte[] {b});
    }
  }

  @Test
  void aLineMayEndAsEachSystemDoesIt() throws IOException {
    client.sendRaw("one\ntwo\r\nthree\r\000four\n\n\r\nfive\r\n");
    bothHear("one", "two", "three", "four", "five");
  }

  @Test
  void aLineMayComeInPieces() throws IOException {
    sendByteByByte("one\r\ntwo\nthree\r\000\303\244\r\n");
    bothHear("one", "two", "three", "ä");
  }

  @ParameterizedTest
  @ValueSource(strings = {"äöüß €", "日本語", "👩‍👩‍👧", "e\u0301", "Ω≈ç√∫˜µ≤≥÷"})
  void textOfAnyLanguageArrivesAsItIs(String text) throws IOException {
    client.send(text);
    bothHear(text);
  }

  @Test
  void whatIsNotUtf8IsReplaced() throws IOException {
    sendBytes("a\377\377b\300\200c\351\n");
    client.expect(client.says("a\uFFFDb\uFFFD\uFFFDc\uFFFD"));
  }

  @Test
  void aLineAsLongAsTheLimitIsFine() throws IOException {
    String longest = "x".repeat(MAX_LINE);
    client.send(longest);
    sendBytes(longest + "\n");
    client.send("ä".repeat(MAX_LINE / 2));
    bothHear(longest, longest, "ä".repeat(MAX_LINE / 2));
  }

  @Test
  void aLineLongerThanTheLimitIsThrownAwayAndTheConnectionStays() throws IOException {
    client.send("one", "x".repeat(MAX_LINE + 1), "two");
    client.send("x".repeat(10_000), "three");
    String tooLong = "line too long: at most 64 bytes";
    client.expect(client.says("one"), tooLong, client.says("two"), tooLong, client.says("three"));
    other.expect(client.says("one"), client.says("two"), client.says("three"));
  }

  @Test
  void tooLongIsSaidOnceAndBeforeTheLineEnds() throws IOException {
    client.sendRaw("x".repeat(MAX_LINE * 10));
    client.expect("line too long: at most 64 bytes");
    client.sendRaw("x".repeat(MAX_LINE * 10) + "\n");
    client.expectNothing();
  }

  @Test
  void whatCouldMoveACursorIsTakenOut() throws IOException {
    client.send("\u001b[31mred\u001b[0m\u0007", "a\u202eb", "x\u001b]0;title\u0007y", "\u001b[2J");
    bothHear("red", "ab", "xy");
    client.expectNothing();
  }

  @Test
  void backspaceTakesBackOneCharacter() throws IOException {
    client.send("helpp\b", "häa\u007f\u007f\u007fhi");
    client.readUntil(Notice.HELP.get(Notice.HELP.size() - 1));
    bothHear("hi");
  }

  @Test
  void telnetCommandsAreRefusedAndTakenOut() throws IOException {
    sendBytes("\377\375\001"); // DO ECHO
    expectBytes(255, 252, 1);
    sendBytes("\377\373\037"); // WILL NAWS
    expectBytes(255, 254, 31);
    sendByteByByte("he\377\372\037\000\120\000\030\377\360llo\377\375\001\377\361\r\n");
    bothHear("hello");
    client.expectNothing(); // DO ECHO is refused once
  }

  @Test
  void aTimingMarkIsAnsweredEveryTime() throws IOException {
    for (int i = 0; i < 3; i++) {
      sendBytes("\377\364\377\375\006"); // IP, DO TIMING-MARK: Ctrl-C in telnet
      expectBytes(255, 252, 6);
    }
    client.send("still here");
    bothHear("still here");
  }

  @Test
  void areYouThereIsAnsweredAtOnce() throws IOException {
    sendByteByByte("he\377\366");
    client.expect("yes");
    sendBytes("llo\r\n");
    bothHear("hello");
  }

  @Test
  void anEndOfFileIsAnEndOfInput() throws IOException {
    sendByteByByte("who\r\nhalf\377\354");
    client.expect("user list:", other.address() + ":" + other.address());
    client.expect(client.address() + ":" + client.address(), client.says("half"));
    client.expectEnd();
    other.expect(client.says("half"), client.says("login out"));
  }

  /** In Latin-1 these are two letters that one may type. */
  @Test
  void aSubnegotiationWithoutAnEndMakesNobodyDeaf() throws IOException {
    sendBytes("\377\372" + "x".repeat(256) + "one\r\ntwo\r\n");
    bothHear("one", "two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/msg bob secret; no such command: '/msg', type to|name|text",
        "nick bob; no such command: 'nick', type rename|name",
        "QUIT; no such command: 'QUIT', type exit"
      })
  void aCommandOfAnotherChatIsNotSaidButGetsAHint(String line, String answer) throws IOException {
    client.send(line);
    client.expect(answer);
    client.send(" " + line);
    bothHear(" " + line);
  }

  @Test
  void telnetMaySendUrgentData() throws IOException {
    client.sendRaw("he");
    client.socket().sendUrgentData('l');
    client.sendRaw("lo\r\n");
    bothHear("hello");
  }

  @Test
  void anHttpRequestIsRefused() throws IOException {
    TestClient browser = server.connect();
    browser.sendRaw("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nhello everyone\r\n");
    browser.expectWelcome();
    browser.expect("HTTP/1.1 400 Bad Request");
    browser.expectEnd();
    other.expect(browser.says("login"), browser.says("login out"));
    other.expectNothing();
  }

  @Test
  void aRequestLineIsTextWhereItIsNotTheFirstLine() throws IOException {
    client.send("look at this:", "GET / HTTP/1.1");
    bothHear("look at this:", "GET / HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\026\003\001\000\005hello\n",
        "SSH-2.0-x\r\nhello\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nhello\r\n",
        "\r\n\r\n\000\r\nQUIT\n\040\000\000\000hello\r\n",
        "hel\000lo\nhello\n"
      })
  void whatIsNoChatIsClosedAtOnceAndNotHeard(String sent) throws IOException {
    TestClient stranger = server.connect();
    stranger.sendBytes(sent.getBytes(ISO_8859_1));
    stranger.awaitEnd();
    other.expect(stranger.says("login"), stranger.says("login out"));
    other.expectNothing();
  }

  @Test
  void whatIsHeardIsTheSameBytesForAll() throws IOException {
    client.send("ä€👩 end");
    byte[] expected = (client.says("ä€👩 end") + "\r\n").getBytes(UTF_8);
    for (TestClient each : List.of(client, other)) {
      for (byte b : expected) {
        assertEquals(Byte.toUnsignedInt(b), each.read());
      }
    }
  }
}
