package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.util.List;

/** Two members who talk to each other, whatever goes on around them. */
final class CalmPair implements AutoCloseable {
  private final PackagedServer server;
  final TestClient ann;
  final TestClient bob;
  private int words;

  CalmPair(PackagedServer server) throws IOException {
    this.server = server;
    this.ann = server.connect().expectWelcome();
    this.bob = server.connect().expectWelcome();
  }

  /** Each hears the other; returns what the first one heard meanwhile. */
  List<String> talk() throws IOException {
    String text = "calm " + ++words;
    ann.send(text);
    bob.readUntil(ann.says(text));
    bob.send(text);
    return ann.readUntil(bob.says(text));
  }

  /** Nobody else is online, nor has a socket: those who were there have closed theirs. */
  void assertAlone() throws IOException {
    List<String> online;
    int sockets;
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    do {
      talk();
      online = online();
      sockets = server.sockets();
    } while ((online.size() > 2 || sockets > 2) && System.nanoTime() - deadline < 0);
    assertEquals(2, online.size(), online::toString);
    assertEquals(2, sockets, "sockets");
  }

  private List<String> online() throws IOException {
    ann.send("who");
    ann.readUntil(Notice.USER_LIST);
    return ann.roundTrip().stream().filter(line -> !line.startsWith("[")).toList();
  }

  @Override
  public void close() throws IOException {
    ann.close();
    bob.close();
  }
}
