package chatserver.server;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A file that lines are appended to, and that is to be opened anew where it was moved, removed or
 * replaced. Used by one thread.
 */
final class TranscriptFile implements AutoCloseable {
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Path path;
  private final LongSupplier nanoClock;
  private FileChannel channel;
  private Object key; // of the open file; null where the file system has none
  private long lastLook;
  private boolean isInLine;

  /**
   * Opens the file.
   *
   * @throws IOException where it cannot be written
   */
  TranscriptFile(Path path, LongSupplier nanoClock) throws IOException {
    this.path = path;
    this.nanoClock = nanoClock;
    open();
  }

  private void open() throws IOException {
    channel = FileChannel.open(path, CREATE, APPEND);
    key = keyAtPath();
    lastLook = nanoClock.getAsLong();
  }

  private Object keyAtPath() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** Closes the file and opens it, or another one of its name. */
  void reopen() throws IOException {
    close();
    open();
  }

  /**
   * Whether to {@link #reopen} it: another file, or none, has its name. It looks between two lines
   * alone, and at most twice a second.
   */
  boolean isReplaced() throws IOException {
    long now = nanoClock.getAsLong();
    if (isInLine || now - lastLook < LOOK_NANOS) {
      return false;
    }
    lastLook = now;
    try {
      return !Objects.equals(key, keyAtPath());
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Whether the last line written has no end. */
  boolean isInLine() {
    return isInLine;
  }

  /**
   * Writes all of it.
   *
   * @throws IOException where that fails; what is left in the buffer is not written
   */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
      isInLine = bytes.get(bytes.position() - 1) != '\n';
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
