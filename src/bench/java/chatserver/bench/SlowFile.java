package chatserver.bench;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A file that takes 20 MB/s, as a slow disk does: a named pipe, and what reads it. */
final class SlowFile implements AutoCloseable {
  /** Stands for its path among the options of a server. */
  static final String PLACEHOLDER = "SLOW_FILE";

  private static final double BYTES_A_NANO = 20e6 / 1e9;
  private static final int CHUNK = 200_000;

  private final Path directory = Files.createTempDirectory("benchmark");
  final Path path = directory.resolve("pipe");
  private final CompletableFuture<Long> lines = new CompletableFuture<>();

  SlowFile() throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException("mkfifo " + path + " has failed");
    }
    Thread reader = new Thread(this::read, "slow-file");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (InputStream in = new FileInputStream(path.toFile())) { // blocks until somebody writes
      byte[] chunk = new byte[CHUNK];
      long count = 0;
      boolean isAtStart = true;
      long due = System.nanoTime();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        for (int i = 0; i < length; i++) {
          count += isAtStart && chunk[i] != '#' ? 1 : 0; // that says what was left out
          isAtStart = chunk[i] == '\n';
        }
        due = Math.max(due, System.nanoTime() - 50_000_000) + (long) (length / BYTES_A_NANO);
        LockSupport.parkNanos(due - System.nanoTime());
      }
      lines.complete(count);
    } catch (IOException e) {
      lines.completeExceptionally(e);
    }
  }

  /** The lines that were written to it. Blocks until the writer has closed it. */
  long lines() {
    return lines.join();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(directory);
  }
}
