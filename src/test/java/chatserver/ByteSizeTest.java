package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
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
    assertEquals(expected, ByteSize.parse(text).bytes());
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
        "4T",
        "0x10",
        "٣",
        "9223372036854775808",
        "9007199254740992K",
      })
  void anythingElseIsRefusedInWordsThatShowHow(String text) {
    TypeConversionException e =
        assertThrows(TypeConversionException.class, () -> ByteSize.parse(text));
    assertEquals("'" + text + "' is not a size such as 2048, 64KiB or 4MiB", e.getMessage());
  }
}
