package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class SettingsTest {
  private final CommandLine commandLine = new CommandLine(new Options());
  private final Settings settings = new Settings(commandLine);

  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("chat.properties"), text).toString();
  }

  private String value(String option) {
    return settings.defaultValue(commandLine.getCommandSpec().findOption(option));
  }

  @Test
  void whatNothingIsSaidOfHasNoValueAndIsOfTheCommandLine() {
    assertNull(value("port"));
    assertEquals("--port", settings.sourceOf("port"));
  }

  @Test
  void aFileHasAnOptionALineWithOrWithoutDashes() throws Exception {
    String file = file("# comment\nport=9000\n--max-line : 100\nhistory 3\n");
    settings.loadFile(file);
    assertEquals("9000", value("port"));
    assertEquals("100", value("max-line"));
    assertEquals("3", value("history"));
    assertEquals(file + ": port", settings.sourceOf("port"));
    assertEquals(file + ": --max-line", settings.sourceOf("max-line"));
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws Exception {
    settings.loadFile(file("port=9000\n"));
    settings.loadEnvironment(Map.of("CHAT_SERVER_PORT", "9001"));
    assertEquals("9001", value("port"));
    assertEquals("CHAT_SERVER_PORT", settings.sourceOf("port"));
  }

  @Test
  void anEmptyVariableSaysNothing() throws Exception {
    settings.loadFile(file("port=9000\n"));
    settings.loadEnvironment(Map.of("CHAT_SERVER_PORT", " "));
    assertEquals("9000", value("port"));
  }

  @Test
  void blanksAroundAValueAndAByteOrderMarkDoNotCount() throws Exception {
    settings.loadFile(file("\uFEFFport = 9000 \t\r\n"));
    settings.loadEnvironment(Map.of("CHAT_SERVER_MAX_LINE", " 100 "));
    assertEquals("9000", value("port"));
    assertEquals("100", value("max-line"));
  }

  @Test
  void aBareFlagInAFileIsSet() throws Exception {
    settings.loadFile(file("verbose\nquiet=false\nmotd=\n"));
    assertEquals("true", value("verbose"));
    assertEquals("false", value("quiet"));
    assertEquals("", value("motd"));
  }

  @Test
  void aNameThatIsNoOptionIsRefusedWithTheNearest() throws Exception {
    String file = file("prot=1\n");
    ParameterException e = assertThrows(ParameterException.class, () -> settings.loadFile(file));
    assertEquals(file + ": prot: no such option, the nearest is port", e.getMessage());
  }

  /** They ask for something else than a server, which only the command line does. */
  @ParameterizedTest
  @ValueSource(strings = {"help", "version", "completion"})
  void aRequestIsNoOptionInAFileAndNoWarningInTheEnvironment(String name) throws Exception {
    String file = file(name + "=true\n");
    assertThrows(ParameterException.class, () -> settings.loadFile(file));
    settings.loadEnvironment(Map.of("CHAT_SERVER_" + name.toUpperCase(), "true"));
    assertEquals(List.of(), settings.warnings);
    assertNull(value(name));
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT_SERVER_MAXLINE, CHAT_SERVER_MAX_LINE",
    "CHAT_SERVER_PROT, CHAT_SERVER_PORT",
    "CHAT_SERVER_MAX_CLIENT, CHAT_SERVER_MAX_CLIENTS",
    "CHAT_SERVER_IDLE_TIMEOUT_SECONDS, CHAT_SERVER_IDLE_TIMEOUT",
  })
  void aVariableThatIsNoOptionIsAWarningWithTheNearest(String variable, String nearest) {
    settings.loadEnvironment(Map.of(variable, "1", "CHAT_HOST", "elsewhere"));
    String warning = variable + " is ignored: no such option, the nearest is " + nearest;
    assertEquals(List.of(warning), settings.warnings);
  }

  /** As they stand in a pod beside the services chat-server and chat-server-metrics. */
  @ParameterizedTest
  @CsvSource({
    "SERVICE_HOST, 10.0.0.1",
    "SERVICE_PORT, 8000",
    "SERVICE_PORT_CHAT, 8000",
    "PORT, tcp://10.0.0.1:8000",
    "PORT_8000_TCP, tcp://10.0.0.1:8000",
    "PORT_8000_TCP_PROTO, tcp",
    "PORT_8000_TCP_PORT, 8000",
    "PORT_8000_TCP_ADDR, 10.0.0.1",
    "METRICS_SERVICE_HOST, 10.0.0.2",
    "METRICS_SERVICE_PORT, 9000",
    "METRICS_PORT, tcp://10.0.0.2:9000",
    "METRICS_PORT_9000_TCP_ADDR, 10.0.0.2",
  })
  void whatKubernetesSetsForAServiceIsNeitherAnOptionNorAWarning(String name, String value) {
    settings.loadEnvironment(Map.of("CHAT_SERVER_" + name, value));
    assertEquals(List.of(), settings.warnings);
    assertNull(value("port"));
  }

  @Test
  void aPortOfNumbersIsAnOptionAndAPortOfNothingIsAWarning() {
    settings.loadEnvironment(Map.of("CHAT_SERVER_PORT", "9000", "CHAT_SERVER_METRICS_PORT", "9"));
    assertEquals("9000", value("port"));
    assertEquals(1, settings.warnings.size());
  }
}
