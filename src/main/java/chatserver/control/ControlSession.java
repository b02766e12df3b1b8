package chatserver.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.failure.FatalError;
import chatserver.protocol.LineDecoder;
import chatserver.protocol.Received;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operator's connection, read and written by one thread: whatever its other end does, it holds
 * up nobody else.
 */
final class ControlSession implements Runnable {
  private static final int MAX_LINE = 4096;
  private static final Logger log = LoggerFactory.getLogger(ControlSession.class);

  private final SocketChannel channel;
  private final Writer writer;
  private final ControlCommands commands;

  ControlSession(SocketChannel channel, Operations operations) {
    this.channel = channel;
    this.writer = new BufferedWriter(Channels.newWriter(channel, UTF_8)); // long answers in pieces
    this.commands = new ControlCommands(operations);
  }

  @Override
  public void run() {
    try (channel) {
      serve();
    } catch (IOException e) {
      log.debug("operator is gone: {}", e.toString());
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("control connection failed", defect);
    }
  }

  private void serve() throws IOException {
    LineDecoder decoder = LineDecoder.ofLinesOnly(MAX_LINE);
    ByteBuffer bytes = ByteBuffer.allocate(MAX_LINE);
    while (channel.read(bytes.clear()) >= 0) {
      bytes.flip();
      for (Received item = decoder.next(bytes); item != null; item = decoder.next(bytes)) {
        if (item instanceof Received.EndOfTransmission || item instanceof Received.EndOfFile) {
          return;
        }
        answer(item);
      }
    }
    answer(decoder.end());
  }

  private void answer(Received item) throws IOException {
    if (item instanceof Received.Line line && !line.text().isBlank()) {
      try (Stream<String> lines = commands.execute(line.text())) {
        write(lines, "ok");
      } catch (OperationFailedException | IllegalArgumentException e) {
        write(Stream.empty(), "failed: " + e.getMessage());
      }
    } else if (item instanceof Received.LineTooLong) {
      write(Stream.empty(), "failed: line too long: at most " + MAX_LINE + " bytes");
    }
  }

  private void write(Stream<String> lines, String last) throws IOException {
    for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
      writer.write(each.next() + "\n");
    }
    writer.write(last + "\n");
    writer.flush();
  }
}
