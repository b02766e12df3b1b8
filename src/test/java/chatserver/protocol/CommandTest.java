package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Command.Blank;
import chatserver.protocol.Command.Exit;
import chatserver.protocol.Command.Help;
import chatserver.protocol.Command.Rename;
import chatserver.protocol.Command.Say;
import chatserver.protocol.Command.To;
import chatserver.protocol.Command.Who;
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
        Arguments.of("to", new To("", "")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aLineThatMatchesToTheLetterIsACommand(String line, Command command) {
    assertEquals(command, Command.parse(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "Who",
        "WHO",
        " who",
        "who?",
        "who|",
        "whoever",
        "who am I",
        "help me",
        "Help",
        "exit|",
        "exit now",
        "EXIT",
        "renamed my cat",
        "rename bob",
        "Rename|bob",
        " rename|bob",
        "rename |bob",
        "to bob hi",
        "today",
        "To|bob|hi",
        " to|bob|hi",
        "to |bob|hi",
        "|",
        "w\u200Dho",
        "Login"
      })
  void everythingElseIsSaidAsItIs(String line) {
    assertEquals(new Say(line), Command.parse(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "time out leave out", "renamed to bob"})
  void whatReadsLikeANoticeIsSaidWithASpaceInFront(String line) {
    assertEquals(new Say(" " + line), Command.parse(line));
  }
}
