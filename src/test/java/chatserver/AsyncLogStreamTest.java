package chatserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AsyncLogStreamTest {
  private static final String REPORT =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ \\[log\\] WARN lines of the log lost: ";

  private final Pipe pipe = new Pipe();
  private final AsyncLogStream stream = new AsyncLogStream(pipe);

  /** What nobody reads from until told to, and what fails when told to. */
  private static final class Pipe extends OutputStream {
    final CountDownLatch reading = new CountDownLatch(1);
    final Semaphore taken = new Semaphore(0);
    final ByteArrayOutputStream read = new ByteArrayOutputStream(); // is synchronized
    final AtomicInteger failures = new AtomicInteger(); // of the next writes

    @Override
    public void write(int b) {
      throw new AssertionError("written in pieces");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      taken.release();
      try {
        reading.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (failures.getAndDecrement() > 0) {
        throw new IOException("No space left on device");
      }
      read.write(bytes);
    }
  }

  private void write(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    stream.write(bytes, 1, bytes.length - 2);
  }

  private List<String> drained() {
    stream.drain(10_000);
    return pipe.read.toString(UTF_8).lines().toList();
  }

  @Test
  void allThatIsWrittenComesOutInOrder() {
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      write(i + "\n");
      written.append(i).append('\n');
    }
    pipe.reading.countDown();
    stream.drain(10_000);
    assertEquals(written.toString(), pipe.read.toString(UTF_8));
    assertEquals(0, stream.linesLost.sum());
  }

  @Test
  void whereNobodyReadsNobodyWaits() {
    for (int i = 0; i < 100_000; i++) {
      write("line\n");
    }
    stream.drain(10);
    assertEquals(0, pipe.read.size());
    pipe.reading.countDown();
  }

  @Test
  void linesThatDoNotFitAreCountedAndTheLogSaysSoWhereTheyAreMissing() throws Exception {
    write("first\n");
    pipe.taken.acquire(); // the queue is empty again
    for (int i = 0; i < 5000; i++) {
      write(i + "\n");
    }
    long lost = stream.linesLost.sum();
    assertTrue(lost > 0 && lost < 5000, "lost: " + lost);
    pipe.reading.countDown();
    List<String> lines = drained();
    assertEquals(1 + 5000 - lost + 1, lines.size());
    List<String> end = lines.subList(lines.size() - 2, lines.size());
    assertTrue(end.stream().anyMatch(line -> line.matches(REPORT + lost)), end::toString);
  }

  @Test
  void aWriteThatFailsCostsThatLineAndNoOther() {
    pipe.failures.set(3);
    for (int i = 0; i < 3; i++) {
      write("lost\n");
    }
    write("again\n");
    write("and again\n");
    pipe.reading.countDown();
    List<String> lines = drained();
    assertEquals(List.of("again", "and again"), lines.subList(lines.size() - 2, lines.size()));
    assertEquals("", lines.get(0), "a part of the last line may stand there");
    assertTrue(lines.get(1).matches(REPORT + "3"), lines.get(1));
    assertEquals(4, lines.size());
    assertEquals(3, stream.linesLost.sum());
  }

  @Test
  void itCanBeDrainedTwice() {
    pipe.reading.countDown();
    write("last words\n");
    stream.drain(10_000);
    stream.drain(10);
    assertEquals("last words\n", pipe.read.toString(UTF_8));
  }
}
