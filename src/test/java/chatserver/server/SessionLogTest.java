package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionLogTest {
  private final RecordingLog log = new RecordingLog();
  private final SessionLog limited = new SessionLog(log);

  private List<String> join(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      limited.info("{} joined", i);
      all.add("INFO " + i + " joined");
    }
    return all;
  }

  @Test
  void soManyASecondAreAllLogged() {
    for (int second = 0; second < 3; second++) {
      assertEquals(join(50), log.lines());
      limited.nextSecond();
      assertEquals(List.of(), log.lines());
    }
  }

  @Test
  void ofMoreItTellsHowManyThereWere() {
    assertEquals(join(1050).subList(0, 50), log.lines());
    limited.nextSecond();
    assertEquals(
        List.of("INFO 1000 lines on clients that came, went or were renamed were left out"),
        log.lines());
    limited.nextSecond();
    assertEquals(List.of(), log.lines());
    assertEquals(join(51).subList(0, 50), log.lines());
    limited.nextSecond();
    assertEquals(
        List.of("INFO 1 lines on clients that came, went or were renamed were left out"),
        log.lines());
  }
}
