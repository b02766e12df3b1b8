package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.server.ServerConfig;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void withoutAnyTheConfigurationIsTheDefaultOne() throws Exception {
    assertEquals(ServerConfig.builder().build(), new Options().toConfig());
  }
}
