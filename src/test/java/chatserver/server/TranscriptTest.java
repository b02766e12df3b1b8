package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.room.ManualClock;
import chatserver.room.Member;
import chatserver.room.Peer;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file that is moved, removed or cannot be written for a while ends no transcript. */
class TranscriptTest {
  private static final Duration RETRY = Duration.ofNanos(Transcript.RETRY_NANOS);
  private static final Duration LOOK = Duration.ofNanos(Transcript.LOOK_NANOS);

  @RegisterExtension private final TestRoom room = new TestRoom();

  @TempDir private Path folder;

  private final ManualClock clock = new ManualClock();
  private final Member alice =
      new Member(new Peer("192.0.2.1:1001"), System::nanoTime, reason -> {});
  private Path file;
  private Path old;
  private Task<Void> writing;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("transcript");
    old = folder.resolve("transcript.1");
    room.broadcaster().submit(new RoomEvent.Joined(alice));
    room.hears();
    Transcript transcript = new Transcript(file, room.broadcaster(), room.counters(), clock);
    writing = Task.start(transcript::run);
    say("first");
    awaitIn(file, "first");
  }

  private void say(String... texts) {
    for (String text : texts) {
      room.broadcaster().submit(new RoomEvent.Said(alice, List.of(text.getBytes(UTF_8))));
    }
    room.hears();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "it does not come");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** The lines, the times and the speaker aside. */
  private static List<String> linesOf(Path path) {
    try (Stream<String> lines = Files.lines(path)) {
      return lines.map(line -> line.replaceAll("^\\d.*Z (\\[.*:)?", "")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void awaitIn(Path path, String line) {
    await(() -> Files.isRegularFile(path) && linesOf(path).contains(line));
  }

  private void awaitLost(int lines) {
    await(() -> room.counters().transcriptLinesLost.sum() == lines);
  }

  @Test
  void aFileThatWasMovedIsOpenedAnew() throws IOException {
    Files.move(file, old);
    clock.advance(LOOK);
    say("second");
    awaitIn(file, "second");
    assertEquals(List.of("first"), linesOf(old));
    assertEquals(List.of("second"), linesOf(file));
  }

  @Test
  void aFileThatWasRemovedIsOpenedAnew() throws IOException {
    Files.delete(file);
    clock.advance(LOOK);
    say("second");
    awaitIn(file, "second");
    assertEquals(List.of("second"), linesOf(file));
  }

  @Test
  void aFileThatWasReplacedIsAppendedTo() throws IOException {
    Files.move(file, old);
    Files.writeString(file, "another one\n");
    clock.advance(LOOK);
    say("second");
    awaitIn(file, "second");
    assertEquals(List.of("another one", "second"), linesOf(file));
  }

  @Test
  void whereNobodySpeaksItIsOpenedAnewAllTheSame() throws IOException {
    Files.move(file, old);
    clock.advance(LOOK);
    await(() -> Files.exists(file));
    Files.delete(file);
    clock.advance(LOOK);
    await(() -> Files.exists(file));
    say("second");
    awaitIn(file, "second");
    assertEquals(List.of("first"), linesOf(old));
    assertEquals(List.of("second"), linesOf(file));
  }

  @Test
  void whereNobodySpeaksItGoesOnAllTheSame() throws IOException {
    makeItFail();
    say("lost");
    awaitLost(1);
    Files.delete(file);
    clock.advance(RETRY);
    awaitIn(file, "# 1 lines left out");
    say("back");
    awaitIn(file, "back");
    assertEquals(List.of("# 1 lines left out", "back"), linesOf(file));
  }

  @Test
  void aFileThatStaysIsWrittenOn() {
    clock.advance(LOOK);
    say("second", "third");
    awaitIn(file, "third");
    assertEquals(List.of("first", "second", "third"), linesOf(file));
  }

  /** A directory in its place, which is found at the next line. */
  private void makeItFail() throws IOException {
    Files.move(file, old);
    Files.createDirectory(file);
    clock.advance(LOOK);
  }

  @Test
  void whatCannotBeWrittenIsLeftOutAndALineSaysSo() throws IOException {
    makeItFail();
    say("lost", "lost as well");
    awaitLost(2);
    clock.advance(RETRY);
    say("lost, for it fails again");
    awaitLost(3);
    Files.delete(file);
    say("lost, for it is tried every few seconds only");
    awaitLost(4);
    clock.advance(RETRY);
    say("back");
    awaitIn(file, "back");
    say("and on");
    awaitIn(file, "and on");
    assertEquals(List.of("# 4 lines left out", "back", "and on"), linesOf(file));
    assertEquals(4, room.counters().transcriptLinesLost.sum());
  }

  @Test
  void eachFailureIsCountedForItself() throws IOException {
    for (String text : List.of("one", "two")) {
      makeItFail();
      long before = room.counters().transcriptLinesLost.sum();
      say("lost");
      awaitLost((int) before + 1);
      Files.delete(file);
      Files.move(old, file);
      clock.advance(RETRY);
      say(text);
      awaitIn(file, text);
    }
    assertEquals(
        List.of("first", "# 1 lines left out", "one", "# 1 lines left out", "two"), linesOf(file));
  }

  @Test
  void theStopTriesOnceMore() throws IOException {
    makeItFail();
    say("lost");
    awaitLost(1);
    Files.delete(file);
    room.broadcaster().beginShutdown();
    writing.result();
    assertEquals(List.of("# 2 lines left out"), linesOf(file));
  }
}
