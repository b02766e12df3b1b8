package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatserver.room.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that greets newcomers, and changes. */
class GreetingTest {
  private final RecordingLog log = new RecordingLog();
  private final List<List<String>> changes = new ArrayList<>();

  @TempDir private Path folder;
  private Path file;
  private Greeting greeting;

  @BeforeEach
  void read() throws IOException {
    file = Files.writeString(folder.resolve("motd"), "one\n");
    greeting = new Greeting(Optional.of(file), log);
    assertEquals(List.of("one"), greeting.lines());
  }

  private void look() {
    greeting.look(changes::add);
  }

  private void assertWarned(String reason) {
    List<String> lines = log.lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("WARN greeting " + file + " cannot be read"), lines.get(0));
    assertTrue(lines.get(0).contains(reason), lines.get(0));
  }

  @Test
  void aFileThatStaysIsNoChange() {
    look();
    look();
    assertEquals(List.of(), changes);
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aChangeIsToldOnceAndCleanedAsAtTheStart() throws IOException {
    Files.writeString(file, "\uFEFFt\u001b[31mwo\r\n\nthree");
    look();
    look();
    assertEquals(List.of(List.of("two", "", "three")), changes);
    assertEquals(List.of("INFO greeting " + file + " has changed"), log.lines());
  }

  /** Of the same length, and perhaps within one tick of the file system's clock. */
  @Test
  void aSecondChangeIsSeenWhateverItsTime() throws IOException {
    for (String text : List.of("two", "six", "one", "")) {
      Files.writeString(file, text);
      look();
    }
    assertEquals(List.of(List.of("two"), List.of("six"), List.of("one"), List.of()), changes);
  }

  @Test
  void whereItCannotBeReadTheLastTextStaysWithOneWarningForEachFailure() throws IOException {
    Files.delete(file);
    look();
    look();
    assertWarned("NoSuchFile");
    Files.createDirectory(file);
    look();
    look();
    assertWarned("is no regular file");
    Files.delete(file);
    Files.writeString(file, "x".repeat(64 * 1024 + 1));
    look();
    look();
    assertWarned("is longer than 65536 bytes");
    assertEquals(List.of(), changes);
    Files.writeString(file, "one\n");
    look();
    assertEquals(List.of(), changes, "the text that stayed");
    Files.delete(file);
    look();
    assertWarned("NoSuchFile");
    Files.writeString(file, "back\n");
    look();
    assertEquals(List.of(List.of("back")), changes);
  }

  @Test
  void aPipeInItsPlaceHoldsUpNobody() throws Exception {
    assumeTrue(TestProcess.isInstalled("mkfifo"), "mkfifo is not installed");
    Files.delete(file);
    assertEquals(0, new ProcessBuilder("mkfifo", "" + file).start().waitFor());
    look();
    assertWarned("is no regular file");
    ScheduledThreadPoolExecutor timer = new RecordingTimer(new ManualClock());
    greeting.watch(timer, changes::add);
    assertTrue(timer.getQueue().isEmpty(), "a pipe is read once, at the start");
    timer.shutdownNow();
  }
}
