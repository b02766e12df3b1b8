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

/**
 * A file that lines are appended to, and that is to be opened anew where it was moved, removed or
 * replaced. Used by one thread.
 */
final class TranscriptFile implements AutoCloseable {
  private final Path path;
  private FileChannel channel;
  private Object key; // of the open file; null where the file system has none
  private boolean isInLine;

  /** Opens the file. */
  TranscriptFile(Path path) throws IOException {
    this.path = path;
    open();
  }

  private void open() throws IOException {
    channel = FileChannel.open(path, CREATE, APPEND);
    key = keyAtPath();
  }

  private Object keyAtPath() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return new Object(); // no other one is equal
    }
  }

  /** Closes the file and opens it, or another one of its name. */
  void reopen() throws IOException {
    close();
    open();
  }

  /** Whether to {@link #reopen} it: another file, or none, has its name. */
  boolean isReplaced() throws IOException {
    return !Objects.equals(key, keyAtPath());
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
