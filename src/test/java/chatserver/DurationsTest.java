package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "00, PT0S",
    "0s, PT0S",
    "500ms, PT0.5S",
    "1500ms, PT1.5S",
    "60s, PT1M",
    "2m, PT2M",
    "1h, PT1H",
    "24h, PT24H",
  })
  void aTimeIsANumberAndItsUnit(String text, Duration expected) {
    assertEquals(expected, Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "60",
        "s",
        "-1s",
        "+1s",
        "1.5s",
        "1 s",
        "1S",
        "1sec",
        "1d",
        "PT1S",
        "٣s",
        "99999999999999999999s",
        "9223372036854775807h",
      })
  void anythingElseIsRefusedInWordsThatShowHow(String text) {
    TypeConversionException e =
        assertThrows(TypeConversionException.class, () -> Durations.parse(text));
    assertEquals("'" + text + "' is not a time such as 500ms, 60s, 2m or 0", e.getMessage());
  }
}
