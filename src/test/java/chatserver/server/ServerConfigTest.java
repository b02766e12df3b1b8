package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerConfigTest {
  private static Consumer<ServerConfig.Builder> set(String option, long value) {
    return config -> {
      switch (option) {
        case "port" -> config.port = (int) value;
        case "max-line" -> config.maxLine = (int) value;
        case "max-rate" -> config.maxRate = (int) value;
        case "max-joins" -> config.maxJoins = (int) value;
        case "max-clients" -> config.maxClients = (int) value;
        case "max-per-address" -> config.maxPerAddress = (int) value;
        case "max-backlog" -> config.maxBacklog = value;
        case "history" -> config.history = (int) value;
        default -> throw new IllegalArgumentException(option);
      }
    };
  }

  @Test
  void theDefaultsAreThoseOfTheProtocol() {
    ServerConfig config = new ServerConfig.Builder().build();
    assertEquals("127.0.0.1", config.host());
    assertEquals(8000, config.port());
    assertEquals(ThreadKind.best(), config.threads());
    assertEquals(2048, config.maxLine());
    assertEquals(Duration.ofSeconds(60), config.idleTimeout());
    assertEquals(10, config.maxRate());
    assertEquals(60, config.maxJoins());
    assertEquals(10_000, config.maxClients());
    assertEquals(100, config.maxPerAddress());
    assertEquals(4 * 1024 * 1024, config.maxBacklog());
    assertEquals(Duration.ofSeconds(30), config.writeTimeout());
    assertEquals(Optional.empty(), config.motd());
    assertEquals(0, config.history());
    assertEquals(Optional.empty(), config.transcript());
    assertEquals(List.of(), config.proxyFrom());
    assertFalse(config.hideAddresses());
  }

  @ParameterizedTest
  @CsvSource({
    "port, 0, 65535",
    "max-line, 16, 1048576",
    "max-rate, 0, 1000000",
    "max-joins, 0, 1000000",
    "max-clients, 1, 2147483647",
    "max-per-address, 0, 2147483647",
    "max-backlog, 16384, 1073741824",
    "history, 0, 100000",
  })
  void aNumberOutOfItsRangeIsRefusedInWordsThatNameOptionAndRange(
      String option, long least, long most) {
    assertDoesNotThrow(() -> TestServer.config(set(option, least)));
    assertDoesNotThrow(() -> TestServer.config(set(option, most)));
    assertRefused(option, least - 1, least, most);
    if (most < Integer.MAX_VALUE) {
      assertRefused(option, most + 1, least, most);
    }
  }

  private static void assertRefused(String option, long value, long least, long most) {
    Consumer<ServerConfig.Builder> setting = set(option, value);
    String message =
        assertThrows(IllegalArgumentException.class, () -> TestServer.config(setting)).getMessage();
    assertEquals(option + " must be between " + least + " and " + most + ", not " + value, message);
  }

  static Stream<Arguments> times() {
    Duration nothing = Duration.ZERO;
    Duration negative = Duration.ofNanos(-1);
    return Stream.of(
        time("idle-timeout must not be negative", config -> config.idleTimeout = negative),
        time("write-timeout must be more than 0", config -> config.writeTimeout = negative),
        time("write-timeout must be more than 0", config -> config.writeTimeout = nothing));
  }

  private static Arguments time(String message, Consumer<ServerConfig.Builder> setting) {
    return Arguments.of(message, setting);
  }

  @ParameterizedTest
  @MethodSource("times")
  void aTimeOutOfItsRangeIsRefused(String message, Consumer<ServerConfig.Builder> setting) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> TestServer.config(setting))
            .getMessage());
  }

  @Test
  void noIdleTimeoutMeansNever() {
    assertEquals(
        Duration.ZERO,
        TestServer.config(config -> config.idleTimeout = Duration.ZERO).idleTimeout());
  }

  @Test
  void aTimeTooLongForTheClockIsRefused() {
    Duration tooLong = Duration.ofDays(300 * 365);
    assertThrows(
        IllegalArgumentException.class,
        () -> TestServer.config(config -> config.idleTimeout = tooLong));
    assertThrows(
        IllegalArgumentException.class,
        () -> TestServer.config(config -> config.writeTimeout = tooLong));
  }

  @Test
  void virtualThreadsAreRefusedWhereThereAreNone() {
    if (ThreadKind.isVirtualSupported()) {
      assertEquals(
          ThreadKind.VIRTUAL,
          TestServer.config(config -> config.threads = ThreadKind.VIRTUAL).threads());
    } else {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> TestServer.config(config -> config.threads = ThreadKind.VIRTUAL))
              .getMessage();
      assertTrue(message.startsWith("threads virtual needs Java 21 or newer, "), message);
    }
  }

  @Test
  void everythingCanBeSet() {
    ServerConfig config =
        TestServer.config(
            builder -> {
              builder.host = "::1";
              builder.threads = ThreadKind.PLATFORM;
              builder.motd = Optional.of(Path.of("motd"));
              builder.transcript = Optional.of(Path.of("chat.log"));
            });
    assertEquals("::1", config.host());
    assertEquals(ThreadKind.PLATFORM, config.threads());
    assertEquals(Optional.of(Path.of("motd")), config.motd());
    assertEquals(Optional.of(Path.of("chat.log")), config.transcript());
  }
}
