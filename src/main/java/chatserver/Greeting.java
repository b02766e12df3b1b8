package chatserver;

import chatserver.protocol.CleanText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What newcomers read first, from a file: UTF-8, cleaned as if a client had said it. */
final class Greeting {
  /** A newcomer gets it in one piece. */
  private static final int MAX_BYTES = 64 * 1024;

  private Greeting() {}

  /**
   * The lines of the file; none for an empty one.
   *
   * @throws IOException where it cannot be read, or is longer than a greeting may be
   */
  static List<String> read(Path file) throws IOException {
    byte[] text;
    try (InputStream in = Files.newInputStream(file)) {
      text = in.readNBytes(MAX_BYTES + 1); // not every file has a length
    } catch (FileSystemException e) {
      throw e; // names the file
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (text.length > MAX_BYTES) {
      throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
    }
    return CleanText.lines(text);
  }
}
