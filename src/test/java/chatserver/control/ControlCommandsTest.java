package chatserver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlCommandsTest {
  private final RecordingOperations operations = new RecordingOperations();
  private final ControlCommands commands = new ControlCommands(operations);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "kick|bob; kick [bob] []",
        "KICK | bob | too loud | really ; kick [bob] [too loud | really]",
        "ban|bob; ban [bob] PT0S []",
        "ban|bob|0; ban [bob] PT0S []",
        "ban|192.0.2.0/24|1h; ban [192.0.2.0/24] PT1H []",
        "ban|::1||no time; ban [::1] PT0S [no time]",
        "ban| bob | 30m | a|b ; ban [bob] PT30M [a|b]",
        "unban|192.0.2.0/24; unban [192.0.2.0/24]",
        "say|a|b; say [a|b]",
        "lock; lock true",
        " Unlock; lock false",
        "stop; stop",
      })
  void aLineIsAWordAndItsArguments(String line, String call) throws Exception {
    try (Stream<String> answer = commands.execute(line)) {
      assertEquals(List.of(), answer.toList());
    }
    assertEquals(List.of(call), operations.calls());
  }

  @ParameterizedTest
  @CsvSource({"who, a member", "bans, a ban", "stats, a figure"})
  void aQuestionIsAnsweredWithItsLines(String line, String answer) throws Exception {
    assertEquals(List.of(answer), commands.execute(line).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "kick|; type kick|name|reason",
        "kick||why; type kick|name|reason",
        "ban|; type ban|whom|time|reason",
        "ban|bob|soon; 'soon' is not a time such as 500ms, 60s, 2m or 0",
        "ban|bob|1d; '1d' is not a time such as 500ms, 60s, 2m or 0",
        "unban| ; type unban|network",
        "say| ; type say|text",
        "kick bob; no such command: 'kick bob', type help",
        "kick; type kick|name|reason",
        "Say; type say|text",
        "who|x; no such command: 'who|', type help",
        "hello; no such command: 'hello', type help",
      })
  void whatIsWrongFailsWithAHintAndDoesNothing(String line, String reason) {
    Throwable e = assertThrows(IllegalArgumentException.class, () -> commands.execute(line + "  "));
    assertEquals(reason, e.getMessage());
    assertEquals(List.of(), operations.calls());
  }

  @Test
  void theHelpNamesEachCommand() throws Exception {
    String help = String.join("\n", commands.execute("help").toList());
    for (String word : "who kick ban unban bans say lock unlock stats stop help".split(" ")) {
      assertTrue(help.matches("(?s).*\\b" + word + "\\b.*"), word);
    }
  }
}
