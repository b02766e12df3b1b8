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
import java.util.function.Consumer;
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
  private final Consumer<SocketChannel> over;

  /**
   * @param over called once, at the end
   */
  ControlSession(SocketChannel channel, Operations operations, Consumer<SocketChannel> over) {
    this.channel = channel;
    this.writer = new BufferedWriter(Channels.newWriter(channel, UTF_8)); // long answers in pieces
    this.commands = new ControlCommands(operations);
    this.over = over;
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
    } finally {
      over.accept(channel);
    }
  }

  private void serve() throws IOException {
    LineDecoder decoder = LineDecoder.ofLinesOnly(MAX_LINE);
    ByteBuffer bytes = ByteBuffer.allocate(MAX_LINE);
    while (channel.read(bytes.clear()) >= 0) {
      bytes.flip();
      for (Received item = decoder.next(bytes); item != null; item = decoder.next(bytes)) {
        if (!handle(item)) {
          return;
        }
      }
    }
    Received last = decoder.end();
    if (last != null) {
      handle(last);
    }
  }

  /** False where the connection is to be closed. */
  private boolean handle(Received item) throws IOException {
    if (item instanceof Received.Line line) {
      if (!line.text().isBlank()) {
        answer(line.text());
      }
    } else if (item instanceof Received.LineTooLong) {
      write(Stream.empty(), "failed: line too long: at most " + MAX_LINE + " bytes");
    } else {
      return item instanceof Received.TelnetReply;
    }
    return true;
  }

  private void answer(String line) throws IOException {
    if (ControlCommands.isStop(line)) {
      write(Stream.empty(), "ok"); // first: nothing is answered any more once it stops
    }
    Stream<String> lines;
    try {
      lines = commands.execute(line);
    } catch (OperationFailedException e) {
      write(Stream.empty(), "failed: " + e.getMessage());
      return;
    }
    if (!ControlCommands.isStop(line)) {
      write(lines, "ok");
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
