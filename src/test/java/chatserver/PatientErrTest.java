package chatserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PatientErrTest {
  private final CountDownLatch reading = new CountDownLatch(1);
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  /** What nobody reads from until told to. */
  private final OutputStream pipe =
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("written in pieces");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
          try {
            reading.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          read.write(bytes);
        }
      };

  private static void write(PatientErr err, String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    err.write(bytes, 1, bytes.length - 2);
  }

  @Test
  void whereNobodyReadsNobodyWaits() {
    PatientErr err = new PatientErr(pipe);
    for (int i = 0; i < 100_000; i++) {
      write(err, "line");
    }
    err.drain(10);
    assertEquals(0, read.size());
    reading.countDown();
  }

  @Test
  void allThatWasWrittenComesOutInOrder() {
    PatientErr err = new PatientErr(pipe);
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      write(err, i + "\n");
      written.append(i).append('\n');
    }
    reading.countDown();
    err.drain(10_000);
    assertEquals(written.toString(), read.toString(UTF_8));
  }

  @Test
  void itCanBeDrainedTwice() {
    PatientErr err = new PatientErr(pipe);
    reading.countDown();
    write(err, "last words");
    err.drain(10_000);
    err.drain(10);
    assertTrue(read.toString(UTF_8).endsWith("last words"));
  }
}
