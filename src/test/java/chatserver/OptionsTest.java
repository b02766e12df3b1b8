package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.server.ServerConfig;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class OptionsTest {
  private final Options options = new Options();

  /** They stand in both places, as values and as text. */
  @Test
  void theDefaultsAreThoseOfTheServer() {
    ServerConfig server = ServerConfig.builder().build();
    assertEquals(server.host(), options.host.defaultValue());
    assertEquals(server.port(), number(options.port));
    assertEquals(server.history(), number(options.history));
    assertEquals(server.maxLine(), size(options.maxLine));
    assertEquals(server.maxRate(), number(options.maxRate));
    assertEquals(server.idleTimeout(), Durations.parse(options.idleTimeout.defaultValue()));
    assertEquals(server.maxBacklog(), size(options.maxBacklog));
    assertEquals(server.writeTimeout(), Durations.parse(options.writeTimeout.defaultValue()));
    assertEquals(server.maxClients(), number(options.maxClients));
    assertEquals(server.maxPerAddress(), number(options.maxPerAddress));
  }

  private static int number(OptionSpec option) {
    return Integer.parseInt(option.defaultValue());
  }

  private static long size(OptionSpec option) {
    return ByteSize.parse(option.defaultValue()).bytes();
  }
}
