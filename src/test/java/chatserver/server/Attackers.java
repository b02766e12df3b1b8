package chatserver.server;

import chatserver.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that mean no good. What they send goes out in the background, as the server takes it. */
final class Attackers implements AutoCloseable {
  /** As little as the kernel lets one have: who does not read soon takes no more. */
  static final int SMALL_BUFFER = 1;

  private final PackagedServer server;
  private final List<TestClient> clients = new ArrayList<>();

  Attackers(PackagedServer server) {
    this.server = server;
  }

  /** One more. It is deaf: it has a small receive buffer, and nobody reads from it. */
  TestClient connect() throws IOException {
    TestClient client = server.connect(SMALL_BUFFER);
    clients.add(client);
    return client;
  }

  /** So many more, each of which sends this once. */
  void send(int count, byte[] bytes) throws IOException {
    for (int i = 0; i < count; i++) {
      TestClient client = connect();
      Task.start(() -> client.sendBytes(bytes));
    }
  }

  /** So many more, each of which sends this again and again, until it is closed. */
  void flood(int count, byte[] bytes) throws IOException {
    for (int i = 0; i < count; i++) {
      TestClient client = connect();
      Task.start(() -> sendOnAndOn(client, bytes));
    }
  }

  private static void sendOnAndOn(TestClient client, byte[] bytes) throws IOException {
    while (true) {
      client.sendBytes(bytes);
    }
  }

  List<TestClient> clients() {
    return clients;
  }

  @Override
  public void close() throws IOException {
    for (TestClient client : clients) {
      client.close();
    }
  }
}
