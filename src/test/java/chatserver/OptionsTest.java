package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Quantity;
import chatserver.server.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void withoutAnyTheConfigurationIsTheDefaultOne() throws Exception {
    assertEquals(new ServerConfig.Builder().build(), new Options().toConfig());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2048", "1MiB", "4MiB", "1024MiB"})
  void aSizeIsShownAsItIsWritten(String text) {
    assertEquals(text, new Options.Size(Quantity.bytes(text)).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "60s", "1500ms"})
  void aTimeIsShownAsItIsWritten(String text) {
    assertEquals(text, new Options.Time(Quantity.time(text)).toString());
  }
}
