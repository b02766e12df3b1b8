package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chatserver.room.ManualClock;
import chatserver.room.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A reader that runs in the test's own thread, with a client that has sent all that it will. */
abstract class SessionReaderFixture {
  static final String ADDRESS = "192.0.2.1:1001";
  static final int MAX_LINE = 8192;
  static final Runnable NOTHING = () -> {};

  @RegisterExtension final TestRoom room = new TestRoom();
  @RegisterExtension final SocketPair sockets = new SocketPair();

  final ManualClock clock = new ManualClock();
  final RecordingTimer timer = new RecordingTimer(clock);
  Runnable whenAsked = NOTHING; // for the time; the reader asks before each read
  Services services;
  Session session;
  SessionReader reader;
  int overs;

  @BeforeEach
  void open() {
    open(0);
  }

  void open(int maxRate) {
    ServerConfig config =
        TestServer.config(
            settings -> {
              settings.maxLine = MAX_LINE;
              settings.maxRate = maxRate;
            });
    services = room.services(config, timer, this::nanoTime);
    session = new Session(new Peer(ADDRESS), sockets.accepted(), services, ended -> overs++);
    reader = new SessionReader(session, sockets.accepted(), services);
  }

  @AfterEach
  void shutDown() {
    timer.shutdownNow();
  }

  long nanoTime() {
    whenAsked.run();
    return clock.getAsLong();
  }

  void send(String text) throws IOException {
    ByteBuffer bytes = UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      sockets.client().write(bytes);
    }
  }

  void sendToEnd(String text) throws IOException {
    send(text);
    sockets.client().shutdownOutput();
  }

  /** A client that joins, says all this, and leaves. */
  static List<String> life(String... said) {
    List<String> lines = new ArrayList<>();
    lines.add("login");
    lines.addAll(Arrays.asList(said));
    lines.add("login out");
    lines.replaceAll(line -> "[" + ADDRESS + "]" + ADDRESS + ":" + line);
    return lines;
  }

  void run() {
    session.begin();
    reader.run();
  }

  /** The reader's thread is one of two. */
  void assertReaderEnded() {
    assertEquals(0, overs);
    session.threadEnded();
    assertEquals(1, overs);
    assertFalse(sockets.accepted().isOpen());
  }

  void assertNothingIsLeft() {
    assertEquals(0, room.size(), "a ghost is left in the room");
    assertReaderEnded();
  }
}
