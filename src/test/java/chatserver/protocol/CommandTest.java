package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Command.Blank;
import chatserver.protocol.Command.Exit;
import chatserver.protocol.Command.Help;
import chatserver.protocol.Command.Rename;
import chatserver.protocol.Command.Say;
import chatserver.protocol.Command.To;
import chatserver.protocol.Command.Unknown;
import chatserver.protocol.Command.Who;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("", new Blank()),
        Arguments.of("who", new Who()),
        Arguments.of("help", new Help()),
        Arguments.of("exit", new Exit()),
        Arguments.of("rename|bob", new Rename("bob")),
        Arguments.of("rename|", new Rename("")),
        Arguments.of("rename", new Rename("")),
        Arguments.of("rename| bob", new Rename(" bob")),
        Arguments.of("rename|a|b", new Rename("a|b")),
        Arguments.of("to|bob|hi", new To("bob", "hi")),
        Arguments.of("to|bob| hi", new To("bob", " hi")),
        Arguments.of("to|bob|a|b|", new To("bob", "a|b|")),
        Arguments.of("to| bob |hi", new To(" bob ", "hi")),
        Arguments.of("to|bob|login", new To("bob", "login")),
        Arguments.of("to|bob|", new To("bob", "")),
        Arguments.of("to|bob", new To("bob", "")),
        Arguments.of("to||hi", new To("", "hi")),
        Arguments.of("to|", new To("", "")),
        Arguments.of("to", new To("", "")),
        Arguments.of("Who", new Who()),
        Arguments.of("WHO", new Who()),
        Arguments.of("Help", new Help()),
        Arguments.of("eXIT", new Exit()),
        Arguments.of("RENAME", new Rename("")),
        Arguments.of("Rename|Bob", new Rename("Bob")),
        Arguments.of("rename |bob", new Rename("bob")),
        Arguments.of("rename \t\u00A0\u3000|bob", new Rename("bob")),
        Arguments.of("To|Bob|Hi", new To("Bob", "Hi")),
        Arguments.of("to |bob|hi", new To("bob", "hi")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aLineIsACommandWhereItsWordIsOne(String line, Command command) {
    assertEquals(command, Command.parse(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        " who",
        "who?",
        "who|",
        "whoever",
        "who am I",
        "help me",
        "exit|",
        "exit now",
        "renamed my cat",
        " rename|bob",
        "to bob hi",
        "today",
        " to|bob|hi",
        "|",
        " WHO",
        "\twho",
        "\u3000who",
        "who |",
        "exit |now",
        "rename my cat",
        "rename bob|x",
        "to bob",
        "toboggan|x|y",
        "\u0130who",
        "w\u200Dho",
        "Login"
      })
  void everythingElseIsSaidAsItIs(String line) {
    assertEquals(new Say(line), Command.parse(line));
  }

  static Stream<Arguments> hints() {
    Map<String, String> words =
        Map.of(
            "/quit /exit /leave /bye quit logout", "type exit",
            "/nick /name /rename", "type rename|name",
            "/msg /m /w /tell /to /query", "type to|name|text",
            "/who /list /names /users", "type who",
            "/x /join /whois /help /n1 /\u00E4", "type help");
    Stream<Arguments> alone =
        words.entrySet().stream()
            .flatMap(e -> Stream.of(e.getKey().split(" ")).map(w -> hint(w, w, e.getValue())));
    Stream<Arguments> more =
        Stream.of(
            hint("/msg bob secret", "/msg", "type to|name|text"),
            hint("/nick|bob", "/nick", "type rename|name"),
            hint("/Quit now", "/Quit", "type exit"),
            hint("/\u0130 x", "/\u0130", "type help"), // becomes longer in lower case
            hint("/etc/passwd is open", "/etc/passwd", "type help"),
            hint("Quit", "Quit", "type exit"),
            hint("LOGOUT", "LOGOUT", "type exit"),
            hint("rename bob", "rename", "type rename|name"),
            hint("Rename \t bob", "Rename", "type rename|name"),
            hint("nick bob", "nick", "type rename|name"),
            hint("nick|bob b", "nick", "type rename|name"),
            hint("nick |bob", "nick", "type rename|name"),
            hint("nick|", "nick", "type rename|name"),
            hint("Msg|bob|hi", "Msg", "type to|name|text"),
            hint("msg |bob|hi", "msg", "type to|name|text"),
            hint("tell|bob|hi", "tell", "type to|name|text"));
    return Stream.concat(alone, more);
  }

  private static Arguments hint(String line, String word, String hint) {
    return Arguments.of(line, new Unknown(word, hint));
  }

  @ParameterizedTest
  @MethodSource("hints")
  void aCommandOfAnotherChatGetsAHint(String line, Unknown unknown) {
    assertEquals(unknown, Command.parse(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " /quit",
        " quit",
        "/",
        "/ quit",
        "/1",
        "//quit",
        "quit it",
        "quit|",
        "quits",
        "logout now",
        "nick",
        "nick is my name",
        "nicks|x",
        "msg bob hi",
        "msg",
        "tell me more",
        "telling|x",
        "leave",
        "bye"
      })
  void whatMayBeMeantIsSaid(String line) {
    assertEquals(new Say(line), Command.parse(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "time out leave out", "renamed to bob"})
  void whatReadsLikeANoticeIsSaidWithASpaceInFront(String line) {
    assertEquals(new Say(" " + line), Command.parse(line));
  }
}
