package chatserver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "2048, 2048",
    "2048B, 2048",
    "64K, 65536",
    "64KiB, 65536",
    "4M, 4194304",
    "4MiB, 4194304",
    "1G, 1073741824",
    "1GiB, 1073741824",
    "3GiB, 3221225472",
    "9223372036854775807, 9223372036854775807",
  })
  void aSizeIsANumberAndItsUnit(String text, long expected) {
    assertEquals(expected, Quantity.bytes(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "KiB",
        "-1",
        "+1",
        "1.5M",
        "1 K",
        "4MB",
        "4mib",
        "0T",
        "1T",
        "0x10",
        "٣",
        "9223372036854775808",
        "9007199254740992K",
      })
  void anythingElseIsNoSize(String text) {
    Throwable e = assertThrows(IllegalArgumentException.class, () -> Quantity.bytes(text));
    assertEquals("'" + text + "' is not a size such as 2048, 64KiB or 4MiB", e.getMessage());
  }

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
    assertEquals(expected, Quantity.time(text));
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
  void anythingElseIsNoTime(String text) {
    Throwable e = assertThrows(IllegalArgumentException.class, () -> Quantity.time(text));
    assertEquals("'" + text + "' is not a time such as 500ms, 60s, 2m or 0", e.getMessage());
  }
}
