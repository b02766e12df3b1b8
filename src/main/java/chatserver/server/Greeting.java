package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.CleanText;
import chatserver.protocol.Notice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * What newcomers read first: one line, or the text of a file (UTF-8, cleaned as if a client had
 * said it). The file is read again each second: its time of change would not tell of a second
 * change within one tick of the file system's clock.
 */
final class Greeting {
  /** A newcomer gets it in one piece. */
  private static final int MAX_BYTES = 64 * 1024;

  private final Optional<Path> file;
  private final Logger log;

  // Of the thread that makes this, and then of the timer.
  private List<String> lines = List.of(Notice.GREETING);
  private String failure = ""; // of the last look

  /**
   * Reads the file, if there is to be one.
   *
   * @throws IOException where it cannot be read, or is longer than a greeting may be
   */
  Greeting(Optional<Path> file, Logger log) throws IOException {
    this.file = file;
    this.log = log;
    if (file.isPresent()) {
      lines = read(file.get());
    }
  }

  /** Its lines; none for an empty file. */
  List<String> lines() {
    return lines;
  }

  /**
   * Tells of each change from now on. A pipe or a device is read once, at the start.
   *
   * @param changed called by the timer; must not block
   */
  void watch(ScheduledExecutorService timer, Consumer<List<String>> changed) {
    if (file.isPresent() && Files.isRegularFile(file.get())) {
      timer.scheduleWithFixedDelay(() -> look(changed), 1, 1, TimeUnit.SECONDS);
    }
  }

  /** Where the file cannot be read, the last text stays. */
  void look(Consumer<List<String>> changed) {
    Path path = file.orElseThrow();
    try {
      // to open a pipe would hold up the timer until somebody writes
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IOException(path + " is no regular file");
      }
      List<String> now = read(path);
      failure = "";
      if (!lines.equals(now)) {
        lines = now;
        changed.accept(now);
        log.info("greeting {} has changed", path);
      }
    } catch (Throwable e) {
      FatalError.check(e);
      if (!e.toString().equals(failure)) {
        failure = e.toString();
        log.warn("greeting {} cannot be read, the last one stays: {}", path, failure);
      }
    }
  }

  private static List<String> read(Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1); // not every file has a length
    } catch (FileSystemException e) {
      throw e; // names the file
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException(path + " is longer than " + MAX_BYTES + " bytes");
    }
    return CleanText.lines(bytes);
  }
}
